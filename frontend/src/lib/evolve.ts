// What a stream's events add up to: `Timeline` and `evolve`, pure; frames, gaps and epochs are timeline.ts.
import { NO_DRAFTS, settle, type Drafts } from "./drafts";
import type { EventFrame, MessageView, ServerFrames, Status, ViewOf } from "./frames";

/** What a customer asked for that is not yet seen in the stream. */
export type Echo = { readonly cid: string; readonly text: string; readonly at: string };

export type Timeline = {
  readonly stream: string;
  readonly epoch: string;
  /** The seq of the last event applied. */
  readonly last: number;
  /** Applied events, oldest first; `hasEarlier` when the server kept older ones to itself. */
  readonly events: readonly EventFrame[];
  readonly hasEarlier: boolean;
  /** Events that came too early; while there are any, `needsResync` is true. */
  readonly early: readonly EventFrame[];
  readonly needsResync: boolean;

  readonly status: Status;
  readonly operator: string;
  readonly av: number;
  /** The newest customer message that the assistant still owes a reply, 0 when none. */
  readonly awaited: number;
  readonly offer: string | null;
  readonly ratings: ReadonlyMap<number, number>;
  readonly score: number | null;
  readonly contact: ViewOf<"contact"> | null;
  readonly verifiedUntil: string | null;
  /** The one change of an order that may be confirmed now, and one that is being made; ids of proposals. */
  readonly proposal: string | null;
  readonly confirmed: string | null;
  /** What became of every change that was confirmed or declined. */
  readonly changes: ReadonlyMap<string, ViewOf<"change">["state"]>;

  readonly echoes: readonly Echo[];
  readonly drafts: Drafts;
  readonly queue: ServerFrames["queue"] | null;
  readonly typing: { readonly who: string; readonly name: string } | null;
  /** The other side has seen everything up to here. */
  readonly seen: number;
};

export function emptyTimeline(stream: string): Timeline {
  return {
    stream, epoch: "", last: 0, events: [], hasEarlier: false, early: [], needsResync: false,
    status: "bot", operator: "", av: 0, awaited: 0, offer: null, ratings: new Map(), score: null, contact: null,
    verifiedUntil: null, proposal: null, confirmed: null, changes: new Map(), echoes: [], drafts: NO_DRAFTS, queue: null, typing: null, seen: 0,
  };
}

/** The customer's words are shown at once; the event that carries the same cid takes their place. */
export function addEcho(timeline: Timeline, echo: Echo): Timeline {
  return { ...dropEcho(timeline, echo.cid), echoes: [...timeline.echoes.filter((one) => one.cid !== echo.cid), echo] };
}

export function dropEcho(timeline: Timeline, cid: string): Timeline {
  const echoes = timeline.echoes.filter((echo) => echo.cid !== cid);
  return echoes.length === timeline.echoes.length ? timeline : { ...timeline, echoes };
}

/** What an event changes; the same rules stand in the server's `evolve`. */
export function evolve(timeline: Timeline, { seq, d }: EventFrame): Timeline {
  switch (d.k) {
    case "message":
      return d.who === "customer" ? afterCustomer(timeline, d, seq) : afterReply(timeline, d);
    case "stopped":
      return { ...timeline, awaited: 0, drafts: settle(timeline.drafts, d.turn) };
    case "status":
      return afterStatus(timeline, d);
    case "offer":
      return { ...timeline, offer: d.offer_id };
    case "offer_answered":
      return { ...timeline, offer: null };
    case "rated":
      return { ...timeline, ratings: new Map(timeline.ratings).set(d.seq, d.value) };
    case "csat":
      return { ...timeline, score: d.score };
    case "contact":
      return { ...timeline, contact: d };
    case "callback_done":
      return { ...timeline, contact: null };
    case "verified":
      return { ...timeline, verifiedUntil: d.until };
    case "change":
      return afterChange(timeline, d);
    default:
      return timeline;
  }
}

function afterCustomer(timeline: Timeline, view: MessageView, seq: number): Timeline {
  const status = timeline.status === "resolved" ? "bot" : timeline.status;
  const awaited = status === "bot" ? seq : 0;
  const known = view.cid ? dropEcho(timeline, view.cid) : timeline;
  return { ...known, status, awaited };
}

function afterReply(timeline: Timeline, view: MessageView): Timeline {
  if (view.who === "operator") return { ...timeline, typing: null };
  const turn = view.turn ?? timeline.awaited;
  const awaited = turn >= timeline.awaited ? 0 : timeline.awaited;
  const proposal = view.change?.proposal ?? timeline.proposal;
  return { ...timeline, awaited, proposal, typing: null, drafts: settle(timeline.drafts, turn) };
}

/** Whatever is decided closes the open proposal; only a confirmed one is being made until it is settled. */
function afterChange(timeline: Timeline, { proposal, state }: ViewOf<"change">): Timeline {
  const changes = new Map(timeline.changes).set(proposal, state);
  switch (state) {
    case "confirmed":
      return { ...timeline, changes, proposal: null, confirmed: proposal };
    case "declined":
      return { ...timeline, changes, proposal: null };
    default:
      return { ...timeline, changes, confirmed: null };
  }
}

function afterStatus(timeline: Timeline, view: ViewOf<"status">): Timeline {
  const { status } = view;
  const operator = status === "assigned" ? view.operator_name : "";
  const av = view.av || timeline.av;
  const queue = status === "queued" ? timeline.queue : null;
  const proposal = status === "assigned" || status === "resolved" ? null : timeline.proposal;
  const base = { ...timeline, status, operator, av, queue, proposal, offer: null, typing: null };
  return status === "bot" ? base : { ...base, awaited: 0, drafts: NO_DRAFTS };
}
