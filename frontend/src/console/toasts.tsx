// Short words about what just happened; said by screen readers, gone by themselves.
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../account/parts/icons";
import { say } from "../lib/words";
import type { Notice } from "./state/notices";
import type { DeskEntry } from "./state/sections";

const SHOWN_MS = 4_000;

export interface Toast {
  id: number;
  notice: Notice;
}

interface ToastTools {
  toasts: readonly Toast[];
  show: (notice: Notice) => void;
  close: (id: number) => void;
  /** Drops what was said of a conversation. */
  drop: (conversation: string) => void;
}

/** The toasts on screen, and how to add and remove one. */
export function useToasts(): ToastTools {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const close = (id: number): void => setToasts((known) => known.filter((toast) => toast.id !== id));
  const drop = (conversation: string): void =>
    setToasts((known) => known.filter((toast) => toast.notice.conversation !== conversation));
  const show = (notice: Notice): void => {
    const id = Date.now() + Math.random();
    // One word about a conversation at a time: the newest is the truest.
    drop(notice.conversation);
    setToasts((known) => [...known.slice(-2), { id, notice }]);
    setTimeout(() => close(id), SHOWN_MS);
  };
  return { toasts, show, close, drop };
}

interface ToastsProps {
  toasts: readonly Toast[];
  entryOf: (conversation: string) => DeskEntry | undefined;
  onClose: (id: number) => void;
}

export function Toasts({ toasts, entryOf, onClose }: ToastsProps): VNode {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.map(({ id, notice }) => (
        <p key={id} class={notice.kind === "done" || notice.kind === "given" ? "toast" : "toast careful"}>
          <span>{noticeWords(notice, entryOf(notice.conversation))}</span>
          <button
            type="button"
            class="button quiet icon small"
            aria-label={say("console.dismiss")}
            onClick={() => onClose(id)}
          >
            <Icon name="close" />
          </button>
        </p>
      ))}
    </div>
  );
}

/** Words for a notice as things stand now; "" when it needs none. */
export function noticeWords(notice: Notice, entry: DeskEntry | undefined): string {
  switch (notice.kind) {
    case "waiting":
    case "message":
    case "acted":
      return "";
    case "given":
      return say("console.toast_given");
    case "offline":
      return say("console.link_lost");
    case "lost":
      return movedWords(entry);
    case "done":
      return doneWords(notice.did, entry);
    case "refused":
      return refusedWords(notice.code, notice.words, entry);
  }
}

function refusedWords(code: string, words: string, entry: DeskEntry | undefined): string {
  if (code === "stale_assignment") return movedWords(entry);
  if (code !== "already_claimed") return words;
  const name = entry?.status === "assigned" ? entry.operator_name : "";
  return name ? say("console.toast_first", { name }) : say("console.toast_first_unknown");
}

function movedWords(entry: DeskEntry | undefined): string {
  if (entry === undefined || entry.status === "resolved") return say("console.toast_moved_resolved");
  if (entry.status === "assigned") return say("console.toast_moved", { name: entry.operator_name });
  return say(entry.status === "queued" ? "console.toast_moved_queue" : "console.toast_moved_bot");
}

function doneWords(did: string, entry: DeskEntry | undefined): string {
  switch (did) {
    case "conv.take":
      return "";
    case "conv.close":
      return say("console.toast_resolved");
    case "conv.release":
      return say("console.toast_released");
    case "conv.return":
      return say("console.toast_returned");
    case "conv.transfer":
      return say("console.toast_transferred", { name: entry?.operator_name ?? "" });
    default:
      return say("console.ev_callback_done");
  }
}
