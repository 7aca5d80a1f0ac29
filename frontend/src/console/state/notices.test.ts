import { expect, it } from "vitest";
import { noticesOf } from "./notices";
import { aDesk, anEntry } from "./testing";

const QUEUED = anEntry({ status: "queued", queued_at: "2026-01-01T10:00:00Z" });
const MINE = anEntry({ status: "assigned", operator_id: "op-1", av: 1 });
const THEIRS = anEntry({ status: "assigned", operator_id: "op-2", operator_name: "Вторая", av: 2 });

it("the first filling of the desk announces nothing", () => {
  expect(noticesOf(aDesk([], { isFilled: false }), aDesk([QUEUED]), [])).toEqual([]);
});

it("a customer who begins to wait is announced once", () => {
  const before = aDesk([anEntry()]);
  const after = aDesk([QUEUED]);
  expect(noticesOf(before, after, [])).toEqual([{ kind: "waiting", conversation: "c-1" }]);
  expect(noticesOf(after, aDesk([{ ...QUEUED, last_text: "ещё" }]), [])).toEqual([]);
});

it("a new word of a customer is announced to the owner alone", () => {
  const word = { head: 4, last_who: "customer", last_at: "2026-01-01T10:01:00Z" };
  expect(noticesOf(aDesk([MINE]), aDesk([{ ...MINE, ...word }]), [])).toEqual([
    { kind: "message", conversation: "c-1" },
  ]);
  expect(noticesOf(aDesk([THEIRS]), aDesk([{ ...THEIRS, ...word }]), [])).toEqual([]);
});

it("a conversation that a colleague took over is lost, one handed to me is given", () => {
  expect(noticesOf(aDesk([MINE]), aDesk([THEIRS]), [])).toEqual([{ kind: "lost", conversation: "c-1" }]);
  expect(noticesOf(aDesk([THEIRS]), aDesk([MINE]), [])).toEqual([{ kind: "given", conversation: "c-1" }]);
});

it("what I asked for is confirmed, not reported as a loss", () => {
  const asked = [{ kind: "conv.transfer", conversation: "c-1" }];
  expect(noticesOf(aDesk([MINE]), aDesk([THEIRS]), asked)).toEqual([
    { kind: "done", conversation: "c-1", did: "conv.transfer" },
  ]);
  const claimed = noticesOf(aDesk([QUEUED]), aDesk([MINE]), [{ kind: "conv.take", conversation: "c-1" }]);
  expect(claimed).toEqual([{ kind: "done", conversation: "c-1", did: "conv.take" }]);
});
