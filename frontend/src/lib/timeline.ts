// One stream as a fold of the server's frames: pure, the twin of the server's fold, checked by the same fixtures.
import { append, begin, forget, NO_DRAFTS, type Drafts } from "./drafts";
import { dropEcho, emptyTimeline, evolve, type Timeline } from "./evolve";
import type { EventFrame, EventServerFrame, MessageView, ServerFrame, ServerFrames, ViewOf } from "./frames";

export { addEcho, dropEcho, emptyTimeline, type Echo, type Timeline } from "./evolve";

export const BUFFER_LIMIT = 50;

/** The timeline after one more frame; frames of other streams leave it untouched, the very same object. */
export function applyFrame(timeline: Timeline, frame: ServerFrame): Timeline {
  switch (frame.t) {
    case "ev":
      return frame.s === timeline.stream ? receive(timeline, frame) : timeline;
    case "reset":
      return frame.d.s === timeline.stream ? replace(timeline, frame.d) : timeline;
    case "ping":
      return noteHead(timeline, frame.d.heads[timeline.stream]);
    case "welcome":
      return greet(timeline, frame.d);
    case "ack":
      return frame.d.s === timeline.stream && frame.d.seq <= timeline.last ? dropEcho(timeline, frame.d.cid) : timeline;
    case "stream.begin":
    case "stream.snapshot":
    case "stream.delta":
    case "stream.end":
    case "stream.abort":
      return frame.d.s === timeline.stream ? { ...timeline, drafts: draftsAfter(timeline, frame) } : timeline;
    case "queue":
      return frame.d.s === timeline.stream ? { ...timeline, queue: frame.d } : timeline;
    case "typing":
      return frame.d.s === timeline.stream
        ? { ...timeline, typing: frame.d.on ? { who: frame.d.who, name: frame.d.name ?? "" } : null }
        : timeline;
    case "read":
      return frame.d.s === timeline.stream ? { ...timeline, seen: Math.max(timeline.seen, frame.d.seq) } : timeline;
    default:
      return timeline;
  }
}

/** Whether the conversation waits for people of whom nobody is there; not known yet is no. */
export function isUnattended({ status, queue }: Timeline): boolean {
  return status === "queued" && queue?.online === 0;
}

export function messagesOf(timeline: Timeline): MessageView[] {
  return timeline.events.flatMap(({ d }) => (d.k === "message" ? [d] : []));
}

/** How a proposed change stands: what became of it, else whether its button still works; the clock is not asked. */
export function changeStateOf({ proposal, changes }: Timeline, id: string): ViewOf<"change">["state"] | "open" | "void" {
  return changes.get(id) ?? (proposal === id ? "open" : "void");
}

/** A new socket: what was half-said on the old one comes again as a snapshot, or not at all. */
function greet(timeline: Timeline, welcome: ServerFrames["welcome"]): Timeline {
  if (welcome.streams[timeline.stream] === undefined) return timeline;
  return { ...timeline, typing: null, drafts: NO_DRAFTS, needsResync: false };
}

/** A head beyond `last` means a silent gap. */
function noteHead(timeline: Timeline, head: number | undefined): Timeline {
  return head === undefined || head <= timeline.last ? timeline : { ...timeline, needsResync: true };
}

function replace(timeline: Timeline, reset: ServerFrames["reset"]): Timeline {
  if (reset.adds) return add(timeline, reset);
  const empty = { ...emptyTimeline(timeline.stream), epoch: reset.ep, hasEarlier: reset.more, echoes: timeline.echoes };
  const kept = { ...empty, drafts: timeline.epoch === reset.ep ? timeline.drafts : NO_DRAFTS, queue: timeline.queue };
  const filled = reset.events.reduce(push, kept);
  return { ...filled, last: Math.max(filled.last, reset.head), typing: timeline.typing, seen: timeline.seen };
}

/** One more page of the snapshot that began with a reset. */
function add(timeline: Timeline, reset: ServerFrames["reset"]): Timeline {
  const filled = reset.events.reduce(push, timeline);
  return { ...filled, last: Math.max(filled.last, reset.head) };
}

function receive(timeline: Timeline, frame: EventServerFrame): Timeline {
  if (timeline.epoch !== "" && frame.ep !== timeline.epoch) return { ...timeline, needsResync: true };
  const event = { seq: frame.seq, ts: frame.ts, d: frame.d };
  if (event.seq <= timeline.last) return timeline;
  const known = timeline.epoch === "" ? { ...timeline, epoch: frame.ep } : timeline;
  if (event.seq > known.last + 1) return hold(known, event);
  return catchUp(push(known, event));
}

function hold(timeline: Timeline, event: EventFrame): Timeline {
  const others = timeline.early.filter((one) => one.seq !== event.seq);
  const early = [...others, event].sort((one, other) => one.seq - other.seq).slice(0, BUFFER_LIMIT);
  return { ...timeline, early, needsResync: true };
}

function catchUp(timeline: Timeline): Timeline {
  let current = timeline;
  for (const event of timeline.early) {
    if (event.seq === current.last + 1) current = push(current, event);
  }
  const early = current.early.filter((event) => event.seq > current.last);
  return { ...current, early, needsResync: early.length > 0 };
}

function push(timeline: Timeline, event: EventFrame): Timeline {
  const known = { ...timeline, last: event.seq, events: [...timeline.events, event] };
  return evolve(known, event);
}

type DraftFrame = Extract<ServerFrame, { t: `stream.${string}` }>;

function draftsAfter(timeline: Timeline, frame: DraftFrame): Drafts {
  switch (frame.t) {
    case "stream.begin":
    case "stream.snapshot":
      return begin(timeline.drafts, frame.d);
    case "stream.delta":
      return append(timeline.drafts, frame.d);
    case "stream.end":
      return frame.d.seq <= timeline.last ? forget(timeline.drafts, frame.d.turn) : timeline.drafts;
    case "stream.abort":
      return forget(timeline.drafts, frame.d.turn);
  }
}
