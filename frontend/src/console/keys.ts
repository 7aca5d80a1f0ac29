// The console's one-letter shortcuts; while somebody writes, letters are letters.
import { useEffect } from "preact/hooks";
import type { Key } from "../lib/words";

export type KeyAction = "next" | "previous" | "claim" | "reply" | "note" | "resolve" | "use" | "help";

export const SHORTCUTS: readonly (readonly [keys: readonly string[], words: Key])[] = [
  [["j", "↓"], "console.key_next"],
  [["k", "↑"], "console.key_previous"],
  [["c"], "console.key_claim"],
  [["r"], "console.key_reply"],
  [["n"], "console.key_note"],
  [["u"], "console.key_use"],
  [["e"], "console.key_resolve"],
  [["Esc"], "console.key_escape"],
  [["?"], "console.key_help"],
];

/** By the key's place as well as its letter: "о" on a Russian layout is where "j" is. */
const BY_CODE: Readonly<Record<string, KeyAction>> = {
  KeyJ: "next",
  KeyK: "previous",
  KeyC: "claim",
  KeyR: "reply",
  KeyN: "note",
  KeyU: "use",
  KeyE: "resolve",
};

export function useShortcuts(onAction: (action: KeyAction) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
      if (event.key === "Escape") return leaveField();
      if (isBusy(event.target)) return;
      const action = event.key === "?" || (event.shiftKey && event.code === "Slash") ? "help" : actionOf(event);
      if (action === null) return;
      event.preventDefault();
      onAction(action);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
}

function actionOf(event: KeyboardEvent): KeyAction | null {
  if (event.shiftKey) return null;

  if (event.key === "ArrowDown" && isRow(event.target)) return "next";
  if (event.key === "ArrowUp" && isRow(event.target)) return "previous";
  return BY_CODE[event.code] ?? null;
}

function isRow(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(".row-open") !== null;
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector("dialog[open], [role=menu]") !== null) return true;
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

function leaveField(): void {
  const field = document.activeElement;
  if (field instanceof HTMLElement && field.matches("input, textarea, select")) field.blur();
}
