// What the console keeps in the browser: unsent drafts until the tab is closed, read marks across visits.
export type DraftKind = "reply" | "note";

const MARKS = "zabota.console.read";
const MARKS_KEPT = 300;

export function readDraft(kind: DraftKind, conversation: string): string {
  return sessionStorage.getItem(draftKey(kind, conversation)) ?? "";
}

export function keepDraft(kind: DraftKind, conversation: string, text: string): void {
  if (text === "") sessionStorage.removeItem(draftKey(kind, conversation));
  else sessionStorage.setItem(draftKey(kind, conversation), text);
}

function draftKey(kind: DraftKind, conversation: string): string {
  return `zabota.console.${kind}.${conversation}`;
}

/** How far the operator has read each conversation. */
export class ReadMarks {
  #marks: Map<string, number>;

  constructor() {
    this.#marks = new Map(JSON.parse(localStorage.getItem(MARKS) ?? "[]") as [string, number][]);
  }

  of(conversation: string): number {
    return this.#marks.get(conversation) ?? 0;
  }

  /** True when this was news. */
  set(conversation: string, seq: number): boolean {
    if (this.of(conversation) >= seq) return false;
    this.#marks.delete(conversation);
    this.#marks.set(conversation, seq);
    localStorage.setItem(MARKS, JSON.stringify([...this.#marks].slice(-MARKS_KEPT)));
    return true;
  }
}
