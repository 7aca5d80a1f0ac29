import { expect, it } from "vitest";
import type { ServerFrame } from "../../lib/frames";
import { fold, follow, NEW_DESK, withLoaded } from "./fold";
import { anEntry } from "./testing";

const TS = "2026-01-01T10:00:00Z";
const inbox = (seq: number, changes: Parameters<typeof anEntry>[0]): ServerFrame => ({
  t: "ev",
  s: "inbox",
  ep: "e",
  seq,
  ts: TS,
  d: anEntry(changes),
});
const reset = (head: number, ...entries: ReturnType<typeof anEntry>[]) => page(head, false, ...entries);
const page = (head: number, adds: boolean, ...entries: ReturnType<typeof anEntry>[]): ServerFrame => ({
  t: "reset",
  d: { s: "inbox", ep: "e", head, more: false, adds, events: entries.map((d) => ({ seq: head, ts: TS, d })) },
});

it("the inbox is filled by its reset and goes on with its events", () => {
  const desk = [reset(5, anEntry({ conversation: "a" })), inbox(6, { conversation: "b" })].reduce(fold, NEW_DESK);
  expect(desk.isFilled).toBe(true);
  expect([...desk.entries.keys()]).toEqual(["a", "b"]);
  expect(desk.inbox.last).toBe(6);
  expect(desk.inbox.events).toEqual([]);
});

it("a snapshot in several frames is filled by all of them, and reaches its head with the last", () => {
  const first = fold(NEW_DESK, page(0, false, anEntry({ conversation: "a" })));
  expect(first.inbox.last).toBe(0);
  const whole = fold(first, page(7, true, anEntry({ conversation: "b" })));
  expect([...whole.entries.keys()]).toEqual(["a", "b"]);
  expect(whole.inbox.last).toBe(7);
});

it("an event that came twice or out of order changes nothing", () => {
  const desk = [reset(5, anEntry({ conversation: "a", head: 9 })), inbox(5, { conversation: "a", head: 2 })].reduce(
    fold,
    NEW_DESK,
  );
  expect(desk.entries.get("a")?.head).toBe(9);
  const gap = fold(desk, inbox(8, { conversation: "a", head: 11 }));
  expect(gap.entries.get("a")?.head).toBe(9);
  expect(gap.inbox.needsResync).toBe(true);
});

it("of a loaded entry and the inbox's the one that has seen more stays", () => {
  const desk = fold(NEW_DESK, reset(1, anEntry({ conversation: "a", status: "queued", head: 9 })));
  const grown = withLoaded(desk, "bot", [
    anEntry({ conversation: "a", head: 8 }),
    anEntry({ conversation: "z", head: 3 }),
  ]);
  expect(grown.entries.get("a")?.status).toBe("queued");
  expect(withLoaded(grown, "bot", [anEntry({ conversation: "z", head: 5 })]).entries.get("z")?.head).toBe(5);
});

it("what left the loaded list leaves the desk, an open callback does not", () => {
  const gone = anEntry({ conversation: "gone" });
  const promised = anEntry({ conversation: "promised", callback: true });
  const desk = {
    ...NEW_DESK,
    entries: new Map([
      ["gone", gone],
      ["promised", promised],
    ]),
  };
  expect([...withLoaded(desk, "bot", []).entries.keys()]).toEqual(["promised"]);
});

it("only the customer's reading is a read mark", () => {
  const read = (who: "customer" | "operator", seq: number): ServerFrame => ({
    t: "read",
    d: { s: "conv:a", seq, who },
  });
  const desk = [read("operator", 9), read("customer", 4), read("customer", 2)].reduce(fold, follow(NEW_DESK, "conv:a"));
  expect(desk.seen.get("conv:a")).toBe(4);
});
