// The reducer against the fixtures that the server's fold passes too, and what only a page has: the early buffer.
import { describe, expect, test } from "vitest";
import type { EventServerFrame, ServerFrame } from "./frames";
import { addEcho, applyFrame, BUFFER_LIMIT, emptyTimeline, messagesOf, type Timeline } from "./timeline";

type Expected = { stream: string; last: number; status: string; messages: { who: string; text: string }[] } & Record<string, unknown>;
type Fixture = { about: string; echoes?: { cid: string; text: string }[]; frames: ServerFrame[]; expect: Expected };

const fixtures = import.meta.glob<Fixture>("../../../tests/fixtures/timeline/*.json", { eager: true, import: "default" });

/** A timeline in the words of the fixtures. */
function summary(timeline: Timeline): Expected {
  return {
    stream: timeline.stream, epoch: timeline.epoch, last: timeline.last, status: timeline.status,
    operator: timeline.operator, awaited: timeline.awaited, offer: timeline.offer, score: timeline.score,
    ratings: Object.fromEntries(timeline.ratings), queue: timeline.queue, has_earlier: timeline.hasEarlier,
    needs_resync: timeline.needsResync, early: timeline.early.length,
    proposal: timeline.proposal, confirmed: timeline.confirmed, changes: Object.fromEntries(timeline.changes),
    decided: [...timeline.changes.keys()].sort(),
    contact: timeline.contact && (timeline.contact.email || timeline.contact.phone),
    drafts: Object.fromEntries([...timeline.drafts].map(([turn, { text }]) => [turn, text])),
    echoes: timeline.echoes.map(({ cid }) => cid),
    messages: messagesOf(timeline).map(({ who, text }) => ({ who, text })),
  };
}

describe("the fixtures shared with the server", () => {
  test("there are some", () => expect(Object.keys(fixtures).length).toBeGreaterThan(20));

  for (const [path, fixture] of Object.entries(fixtures)) {
    test(`${path.split("/").at(-1)}: ${fixture.about}`, () => {
      let timeline = emptyTimeline(fixture.expect.stream);
      for (const echo of fixture.echoes ?? []) timeline = addEcho(timeline, { ...echo, at: "2026-11-21T10:00:00Z" });
      expect(summary(fixture.frames.reduce(applyFrame, timeline))).toMatchObject(fixture.expect);
    });
  }
});

function spoken(seq: number): EventServerFrame {
  const d = {
    k: "message", who: "customer", ai: false, name: "", text: `№${seq}`, lang: "ru", cid: `cid-${seq}`, turn: null, kind: "",
    cites: [], cards: [], quick_replies: [], change: null, form: "", simplified: false, why: null,
  } as const;
  return { t: "ev", s: "conv:1", ep: "e1", seq, ts: "2026-11-21T10:00:00Z", d: { ...d, cites: [], cards: [], quick_replies: [] } };
}

describe("whatever the network does", () => {
  test("any order with any duplicates shows each event once and in order", () => {
    const order = [3, 1, 1, 5, 2, 4, 2, 5, 6, 3, 6];
    const timeline = order.map(spoken).reduce(applyFrame, emptyTimeline("conv:1"));
    expect(messagesOf(timeline).map(({ text }) => text)).toEqual(["№1", "№2", "№3", "№4", "№5", "№6"]);
    expect(timeline.needsResync).toBe(false);
  });

  test("the early buffer is bounded and keeps the oldest", () => {
    const early = Array.from({ length: BUFFER_LIMIT + 20 }, (_, at) => spoken(at + 2));
    const timeline = early.reduce(applyFrame, emptyTimeline("conv:1"));
    expect(timeline.early.length).toBe(BUFFER_LIMIT);
    expect(applyFrame(timeline, spoken(1)).last).toBe(BUFFER_LIMIT + 1);
  });

  test("a frame of another stream leaves the very same object", () => {
    const timeline = applyFrame(emptyTimeline("conv:1"), spoken(1));
    expect(applyFrame(timeline, { ...spoken(2), s: "conv:2" })).toBe(timeline);
  });

  test("a new socket forgets drafts: they come again as snapshots", () => {
    const drafting = applyFrame(emptyTimeline("conv:1"), { t: "stream.begin", d: { s: "conv:1", turn: 1, text: "Кур", off: 0 } });
    const streams = { "conv:1": { head: 0, ep: "e1" } };
    const limits = { text: 4000, frame: 65536, messages_per_10s: 20 };
    const welcome = { conn: "c", ping_ms: 25_000, limits, streams, disclosure: null, customer: null, me: null, colleagues: [] };
    expect(applyFrame(drafting, { t: "welcome", d: welcome }).drafts.size).toBe(0);
  });
});
