// Labelled fields whose error is announced and pointed to.
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { say } from "../../lib/words";
import { Icon } from "./icons";
import "../words";

interface FieldProps {
  id: string;
  label: string;
  value: string;
  onValue: (value: string) => void;
  wrong?: string | undefined;
  hint?: string;
  type?: string;
  autocomplete?: string;
  autofocus?: boolean;
}

export function Field({
  id,
  label,
  value,
  onValue,
  wrong,
  hint,
  type = "text",
  autocomplete,
  autofocus,
}: FieldProps): VNode {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        {...variable({ type, autocomplete })}
        value={value}
        autofocus={autofocus ?? false}
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-note`}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      <FieldNote id={id} wrong={wrong} hint={hint} />
    </div>
  );
}

export function PasswordField(props: FieldProps & { least?: number }): VNode {
  const [shown, setShown] = useState(false);
  const { id, label, value, onValue, wrong, least } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="password">
        <input
          id={id}
          class="input"
          {...variable({ type: shown ? "text" : "password", autocomplete: props.autocomplete })}
          value={value}
          aria-invalid={wrong !== undefined}
          aria-describedby={`${id}-note`}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
        <button
          type="button"
          class="button quiet icon"
          aria-label={say(shown ? "account.hide_password" : "account.show_password")}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          <Icon name={shown ? "eyeOff" : "eye"} />
        </button>
      </div>
      <FieldNote id={id} wrong={wrong} hint={least === undefined ? props.hint : lengthHint(value, least)} />
    </div>
  );
}

function lengthHint(value: string, least: number): string {
  const missing = least - [...value].length;
  if (value === "") return say("account.password_hint", { count: least });
  return missing > 0 ? say("account.password_more", { count: missing }) : say("account.password_enough");
}

function FieldNote({ id, wrong, hint }: { id: string; wrong: string | undefined; hint: string | undefined }): VNode {
  return (
    <p
      id={`${id}-note`}
      class={wrong === undefined ? "hint" : "wrong"}
      role={wrong === undefined ? undefined : "alert"}
    >
      {wrong ?? hint ?? ""}
    </p>
  );
}

/** Good enough to catch a slip; the server decides. */
export function looksLikeEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text.trim());
}

/** Attributes that vary at run time, which the types of JSX want as literals. */
function variable(attributes: { type: string; autocomplete: string | undefined }): object {
  return attributes;
}
