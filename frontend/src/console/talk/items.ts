// The transcript as a list to draw: public events and notes in one order, days between them; pure.
import type { EventFrame, EventView, ViewOf } from "../../lib/frames";
import type { WhyView } from "../../lib/protocol.gen";
import { changeStateOf, type Timeline } from "../../lib/timeline";
import { voiceOf } from "../../lib/voice";

export type Line = Exclude<EventView, { k: "message" | "note" | "packet" | "judged" | "entry" | "rated" | "stopped" }>;

export type Item =
  | { kind: "day"; key: string; ts: string }
  | { kind: "new"; key: string }
  | {
      kind: "message";
      key: string;
      seq: number;
      ts: string;
      view: ViewOf<"message">;
      rating: number;
      isFirst: boolean;
      /** How the change that it proposes stands, null when it proposes none. */
      change: ReturnType<typeof changeStateOf> | null;
    }
  | { kind: "note"; key: string; ts: string; view: ViewOf<"note"> }
  | { kind: "line"; key: string; ts: string; view: Line };

/** `readUpTo` is the last event the operator had read when the conversation was opened. */
export function itemsOf(talk: Timeline, notes: Timeline | undefined, readUpTo: number): readonly Item[] {
  const items: Item[] = [];
  let day = "";
  let isMarked = false;
  let speaker = "";
  for (const { seq, ts, d, isNote } of inOrder(talk, notes)) {
    const item = itemOf(seq, ts, d, talk);
    if (item === null) continue;
    if (new Date(ts).toDateString() !== day) {
      day = new Date(ts).toDateString();
      speaker = "";
      items.push({ kind: "day", key: `day-${day}`, ts });
    }
    const isUnread = !isNote && d.k === "message" && d.who === "customer" && seq > readUpTo;
    if (isUnread && !isMarked && readUpTo > 0) {
      isMarked = true;
      speaker = "";
      items.push({ kind: "new", key: "new" });
    }
    const by = item.kind === "message" ? `${item.view.who} ${item.view.name}` : "";
    items.push(item.kind === "message" ? { ...item, isFirst: by !== speaker } : item);
    speaker = by;
  }
  return items;
}

/** The packet of the newest handoff, and whether a person has spoken since. */
export function packetOf(
  talk: Timeline | undefined,
  notes: Timeline | undefined,
): { packet: ViewOf<"packet">; isAnswered: boolean } | null {
  const prepared = [...(notes?.events ?? [])].reverse().find(({ d }) => d.k === "packet");
  if (prepared === undefined || prepared.d.k !== "packet") return null;
  const isAnswered = (talk?.events ?? []).some(
    ({ ts, d }) => d.k === "message" && d.who === "operator" && ts > prepared.ts,
  );
  return { packet: prepared.d, isAnswered };
}

export interface Call {
  seq: number;
  why: WhyView;
  /** Whether an operator may say that it was not needed: not when the customer wanted a person. */
  canMark: boolean;
}

/** The newest offer or call of a person; the twin of `newest_call`. */
export function callOf(talk: Timeline | undefined): Call | null {
  return (talk?.events ?? []).reduce<Call | null>((call, { seq, d }) => {
    if (d.k === "message" && d.why) return { seq, why: d.why, canMark: d.why.judged };
    return call !== null && isWish(d) ? { ...call, canMark: false } : call;
  }, null);
}

function isWish(d: EventView): boolean {
  if (d.k === "offer_answered") return d.accepted;
  return d.k === "status" && d.cause === "handoff_requested" && d.reason === "asked_for_human";
}

/** Who marked that call as not needed; null when it bears no mark. */
export function markOf(notes: Timeline | undefined, call: number): string | null {
  const judged = [...(notes?.events ?? [])].reverse().find(({ d }) => d.k === "judged" && d.call === call);
  return judged?.d.k === "judged" && !judged.d.needed ? judged.d.name : null;
}

/** Every order card of the conversation, the newest state of each order. */
export function ordersOf(talk: Timeline | undefined): readonly ViewOf<"message">["cards"][number][] {
  const cards = new Map<string, ViewOf<"message">["cards"][number]>();
  for (const { d } of talk?.events ?? []) for (const card of voiceOf(d)?.cards ?? []) cards.set(card.order, card);
  return [...cards.values()].reverse();
}

type Placed = EventFrame & { isNote: boolean };

function inOrder(talk: Timeline, notes: Timeline | undefined): readonly Placed[] {
  const all = [
    ...talk.events.map((event) => ({ ...event, isNote: false })),
    ...(notes?.events ?? []).map((event) => ({ ...event, isNote: true })),
  ];
  return all.sort((one, other) => Date.parse(one.ts) - Date.parse(other.ts));
}

function itemOf(seq: number, ts: string, view: EventView, talk: Timeline): Item | null {
  const voice = voiceOf(view);
  if (voice !== null) {
    const change = voice.change && changeStateOf(talk, voice.change.proposal);
    const rating = talk.ratings.get(seq) ?? 0;
    return { kind: "message", key: `m${seq}`, seq, ts, view: voice, rating, isFirst: true, change };
  }
  switch (view.k) {
    case "note":
      return { kind: "note", key: `n${seq}`, ts, view };
    case "message":
    case "packet":
    case "judged":
    case "entry":
    case "rated":
    case "stopped":
      return null;
    default:
      return { kind: "line", key: `l${seq}`, ts, view };
  }
}
