// What stays in the outbox after the server's answer, and which refusals are told elsewhere.
import { expect, test } from "vitest";
import type { ServerFrame } from "../lib/frames";
import { Outbox } from "../lib/link/outbox";
import { echoesIn, takeAnswer } from "./answers";

function outboxWith(t: string, d: object = {}): Outbox {
  const kept = new Map<string, string>();
  const shelf = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) };
  const outbox = new Outbox(shelf, "box");
  outbox.put({ t, d: { cid: "c-1", s: "conv:1", ...d } }, "2026-11-21T10:00:00Z");
  return outbox;
}
const refusal = (retryable: boolean): ServerFrame => ({
  t: "error", d: { code: "proposal_void", message: "Void.", retryable, retry_after_ms: null, field: null, cid: "c-1" },
});

test("an acknowledged act is done with", () => {
  const outbox = outboxWith("change.confirm");
  takeAnswer(outbox, { t: "ack", d: { cid: "c-1", s: "conv:1", seq: 5, ts: "2026-11-21T10:00:00Z" } });
  expect(outbox.all).toEqual([]);
});

test("a refused press stays with its words for its card, and is not sent again", () => {
  const outbox = outboxWith("change.confirm");
  expect(takeAnswer(outbox, refusal(false))).toBe("");
  expect(outbox.all.map(({ refusal: words }) => words)).toEqual(["Void."]);
  expect(outbox.unsent).toEqual([]);
});

test("the refusal of an act without a place of its own is told and forgotten", () => {
  const outbox = outboxWith("rate.answer");
  expect(takeAnswer(outbox, refusal(false))).toBe("Void.");
  expect(outbox.all).toEqual([]);
});

test("what may be tried again stays to be sent", () => {
  const outbox = outboxWith("change.confirm");
  expect(takeAnswer(outbox, refusal(true))).toBe("");
  expect(outbox.unsent.length).toBe(1);
});

test("only words that were said have an echo", () => {
  expect(echoesIn(outboxWith("msg.send", { text: "hello" })).map(({ text }) => text)).toEqual(["hello"]);
  expect(echoesIn(outboxWith("change.confirm"))).toEqual([]);
});
