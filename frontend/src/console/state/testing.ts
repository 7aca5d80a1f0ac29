// Builders for the tests of the console.
import type { EventView } from "../../lib/frames";
import { emptyTimeline, type Timeline } from "../../lib/timeline";
import { NEW_DESK, type DeskState } from "./fold";
import type { DeskEntry } from "./sections";

export function anEntry(changes: Partial<DeskEntry> = {}): DeskEntry {
  return {
    k: "entry",
    conversation: "c-1",
    status: "bot",
    reason: "",
    lang: "ru",
    queued_at: null,
    operator_id: "",
    operator_name: "",
    av: 0,
    last_text: "",
    last_who: "customer",
    last_at: "2026-01-01T10:00:00Z",
    head: 3,
    verified: false,
    callback: false,
    contact: "",
    ...changes,
  };
}

export function aDesk(entries: readonly DeskEntry[], changes: Partial<DeskState> = {}): DeskState {
  const me = { id: "op-1", name: "Первый", role: "operator", status: "online" as const };
  return {
    ...NEW_DESK,
    me,
    isFilled: true,
    entries: new Map(entries.map((entry) => [entry.conversation, entry])),
    ...changes,
  };
}

/** A stream with one event a second, from ten o'clock. */
export function aTimeline(stream: string, views: readonly EventView[], from = "2026-01-01T10:00:00Z"): Timeline {
  const events = views.map((d, at) => ({ seq: at + 1, ts: new Date(Date.parse(from) + at * 1000).toISOString(), d }));
  return { ...emptyTimeline(stream), epoch: "e", last: events.length, events };
}
