// What deserves an operator's attention in a change of the desk: words, sound and toasts follow from it; pure.
import type { DeskState } from "./fold";
import { sectionOf, type DeskEntry } from "./sections";

/** `conversation` is what it is about. */
export type Notice =
  | { kind: "waiting" | "message" | "given" | "offline"; conversation: string }
  /** The operator has just done something with it: what was said of it before is stale. */
  | { kind: "acted"; conversation: string }
  | { kind: "lost"; conversation: string }
  | { kind: "done"; conversation: string; did: string }
  | { kind: "refused"; conversation: string; code: string; words: string };

type Asking = { readonly kind: string; readonly conversation: string };

/** Nothing is announced while the desk is first filled. */
export function noticesOf(before: DeskState, after: DeskState, asked: readonly Asking[]): readonly Notice[] {
  if (!before.isFilled || before.entries === after.entries) return [];
  const me = after.me?.id ?? "";
  return [...after.entries.values()].flatMap((entry) => {
    const earlier = before.entries.get(entry.conversation);
    if (earlier === entry) return [];
    const mine = asked.filter(({ conversation }) => conversation === entry.conversation).map(({ kind }) => kind);
    return changeOf(earlier, entry, me, mine);
  });
}

const ENDINGS: Readonly<Record<string, (entry: DeskEntry, me: string) => boolean>> = {
  "conv.close": (entry) => entry.status === "resolved",
  "conv.release": (entry) => entry.status === "queued",
  "conv.return": (entry) => entry.status === "bot",
  "conv.transfer": (entry, me) => entry.status === "assigned" && entry.operator_id !== me,
  "callback.done": (entry) => !entry.callback,
};

function changeOf(earlier: DeskEntry | undefined, entry: DeskEntry, me: string, asked: readonly string[]): Notice[] {
  const { conversation } = entry;
  const did = asked.find((kind) => ENDINGS[kind]?.(entry, me));
  if (did !== undefined) return [{ kind: "done", conversation, did }];
  const was = earlier === undefined ? null : sectionOf(earlier, me);
  const is = sectionOf(entry, me);
  if (is === "waiting" && was !== "waiting") return [{ kind: "waiting", conversation }];
  if (is === "mine" && was !== "mine")
    return asked.includes("conv.take")
      ? [{ kind: "done", conversation, did: "conv.take" }]
      : [{ kind: "given", conversation }];
  if (was === "mine" && is !== "mine") return [{ kind: "lost", conversation }];
  const isNewWord =
    entry.last_who === "customer" && entry.head > (earlier?.head ?? 0) && entry.last_at !== earlier?.last_at;
  return is === "mine" && isNewWord ? [{ kind: "message", conversation }] : [];
}
