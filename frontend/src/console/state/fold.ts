// What the server said, folded into the state of the desk; pure: sockets, storage and sounds are desk.ts.
import type { EventServerFrame, ServerFrame, ServerFrames } from "../../lib/frames";
import { applyFrame, emptyTimeline, type Timeline } from "../../lib/timeline";
import type { DeskEntry, Entries } from "./sections";

export type Colleague = ServerFrames["welcome"]["colleagues"][number];
export type Suggestion = { readonly text: string; readonly cites: readonly string[] };

export type DeskState = {
  readonly me: Colleague | null;
  readonly colleagues: readonly Colleague[];
  /** The inbox stream without its events: they live on in `entries`. */
  readonly inbox: Timeline;
  readonly entries: Entries;
  readonly isFilled: boolean;
  /** Followed streams, `conv:` and `note:`, by name. */
  readonly timelines: ReadonlyMap<string, Timeline>;
  /** How far the customer has read, by stream. */
  readonly seen: ReadonlyMap<string, number>;
  /** Replies suggested on request, by stream. */
  readonly suggestions: ReadonlyMap<string, Suggestion>;
};

export const NEW_DESK: DeskState = {
  me: null,
  colleagues: [],
  inbox: emptyTimeline("inbox"),
  entries: new Map(),
  isFilled: false,
  timelines: new Map(),
  seen: new Map(),
  suggestions: new Map(),
};

export function fold(state: DeskState, frame: ServerFrame): DeskState {
  const followed = { ...state, timelines: foldTimelines(state.timelines, frame), inbox: foldInbox(state.inbox, frame) };
  switch (frame.t) {
    case "welcome":
      return { ...followed, me: frame.d.me ?? state.me, colleagues: frame.d.colleagues };
    case "reset":
      return frame.d.s === "inbox" ? refill(followed, frame.d) : followed;
    case "ev":
      return isFresh(state, followed, frame) ? withEntry(followed, frame.d) : followed;
    case "read":
      return frame.d.who === "customer" ? { ...followed, seen: atLeast(state.seen, frame.d.s, frame.d.seq) } : followed;
    case "draft":
      return withSuggestion(followed, frame.d.s, { text: frame.d.text, cites: frame.d.cites });
    default:
      return followed;
  }
}

/** Starts to follow a stream, or goes on from what is already known of it. */
export function follow(state: DeskState, stream: string): DeskState {
  if (state.timelines.has(stream)) return state;
  return { ...state, timelines: new Map(state.timelines).set(stream, emptyTimeline(stream)) };
}

/**
 * Every entry with `status`, which came by request: the inbox tells of people's work alone. Of two entries the
 * one that has seen more events stays; one that is no longer in the list has moved on.
 */
export function withLoaded(state: DeskState, status: DeskEntry["status"], loaded: readonly DeskEntry[]): DeskState {
  const entries = new Map(state.entries);
  for (const [conversation, entry] of entries)
    if (entry.status === status && !entry.callback) entries.delete(conversation);
  for (const entry of loaded) {
    const known = state.entries.get(entry.conversation);
    entries.set(entry.conversation, known !== undefined && known.head > entry.head ? known : entry);
  }
  return { ...state, entries };
}

export function withSuggestion(state: DeskState, stream: string, suggestion: Suggestion | null): DeskState {
  const suggestions = new Map(state.suggestions);
  if (suggestion === null) suggestions.delete(stream);
  else suggestions.set(stream, suggestion);
  return { ...state, suggestions };
}

function foldTimelines(timelines: DeskState["timelines"], frame: ServerFrame): DeskState["timelines"] {
  let changed: Map<string, Timeline> | null = null;
  for (const [stream, timeline] of timelines) {
    const next = applyFrame(timeline, frame);
    if (next !== timeline) changed = (changed ?? new Map(timelines)).set(stream, next);
  }
  return changed ?? timelines;
}

function foldInbox(inbox: Timeline, frame: ServerFrame): Timeline {
  const next = applyFrame(inbox, frame);
  return next.events.length > 0 ? { ...next, events: [] } : next;
}

function refill(state: DeskState, reset: ServerFrames["reset"]): DeskState {
  const entries = new Map<string, DeskEntry>();
  for (const [conversation, entry] of state.entries)
    if (reset.adds || !isWithPeople(entry)) entries.set(conversation, entry);
  for (const { d } of reset.events) if (d.k === "entry") entries.set(d.conversation, d);
  return { ...state, entries, isFilled: true };
}

function isWithPeople(entry: DeskEntry): boolean {
  return entry.status === "queued" || entry.status === "assigned" || entry.callback;
}

function isFresh(before: DeskState, after: DeskState, frame: EventServerFrame): boolean {
  return frame.s === "inbox" && after.inbox.last > before.inbox.last;
}

function withEntry(state: DeskState, view: EventServerFrame["d"]): DeskState {
  if (view.k !== "entry") return state;
  return { ...state, entries: new Map(state.entries).set(view.conversation, view) };
}

function atLeast(marks: ReadonlyMap<string, number>, stream: string, seq: number): ReadonlyMap<string, number> {
  return (marks.get(stream) ?? 0) >= seq ? marks : new Map(marks).set(stream, seq);
}
