// One line of a form: its label, the field, a hint, and what is wrong with it.
import type { VNode } from "preact";

type Props = { id: string; label: string; hint?: string | undefined; wrong?: string | undefined; name?: string; children: VNode };

/** The field describes itself by `<id>-wrong`, and by `<id>-hint` where there is one. */
export function Field({ id, label, hint, wrong, name, children }: Props): VNode {
  return (
    <div class="field" data-part={name}>
      <label for={id}>{label}</label>
      {children}
      {hint ? <p class="hint" id={`${id}-hint`}>{hint}</p> : null}
      <p class="wrong" id={`${id}-wrong`} role={wrong ? "alert" : undefined}>{wrong ?? ""}</p>
    </div>
  );
}
