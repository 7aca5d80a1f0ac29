// The card in the middle of the pages before sign-in.
import type { ComponentChildren, VNode } from "preact";
import { type Lang, say } from "../lib/words";
import { LanguageSwitch } from "./bar";
import { Mark } from "./parts/icons";

interface DoorProps {
  title: string;
  lead?: string;
  onLanguage: (lang: Lang) => void;
  children: ComponentChildren;
}

export function DoorCard({ title, lead, onLanguage, children }: DoorProps): VNode {
  return (
    <div class="door">
      <header>
        <span class="brand">
          <Mark />
          <span class="brand-name">{say("account.product")}</span>
        </span>
        <LanguageSwitch onLanguage={onLanguage} />
      </header>
      <main class="door-card">
        <h1>{title}</h1>
        {lead !== undefined && <p class="lead">{lead}</p>}
        {children}
      </main>
    </div>
  );
}

/** The first thing that is wrong in a form gets the focus. */
export function focusFirstWrong(form: HTMLFormElement | null, problems: Record<string, string | undefined>): void {
  const first = Object.keys(problems).find((name) => problems[name] !== undefined);
  if (first !== undefined) form?.querySelector<HTMLElement>(`#${first}`)?.focus();
}
