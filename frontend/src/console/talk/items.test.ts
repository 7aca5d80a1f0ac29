import { expect, it } from "vitest";
import type { EventView, ViewOf } from "../../lib/frames";
import { aTimeline } from "../state/testing";
import { aChange, aProposal, aSettlement, aTalk } from "../../lib/testing";
import { setLanguageQuietly } from "../../lib/words";
import { whyWords } from "../words";
import { callOf, itemsOf, markOf, ordersOf, packetOf } from "./items";

const message = (who: "customer" | "assistant" | "operator", text: string): ViewOf<"message"> => ({
  k: "message",
  who,
  ai: who === "assistant",
  name: who === "operator" ? "Первый" : "",
  text,
  lang: "ru",
  cid: null,
  turn: null,
  kind: "",
  cites: [],
  cards: [],
  quick_replies: [],
  change: null,
  form: "",
  simplified: false,
  why: null,
});
const aWhy = {
  action: "offer" as const,
  reason: "frustration",
  topic: "",
  ground: "anger",
  weight: 0.9,
  limit: 0.6,
  evidence: ["«outrage»"],
  judged: true,
};
const packet: EventView = {
  k: "packet",
  reason: "frustration",
  lang: "ru",
  summary: "",
  question: "",
  tried: [],
  identity: "",
  orders: [],
  mood: [],
  evidence: [],
  suggested_reply: "",
  suggested_cites: [],
};
const note: EventView = { k: "note", name: "Первый", text: "чек есть", cid: "n-1" };

it("notes stand between the messages they were written between", () => {
  const talk = aTimeline("conv:c", [message("customer", "раз"), message("customer", "два")]);
  const notes = aTimeline("note:c", [note], "2026-01-01T10:00:00.500Z");
  expect(itemsOf(talk, notes, 0).map(({ kind }) => kind)).toEqual(["day", "message", "note", "message"]);
});

it("one mark stands before the first unread word of the customer", () => {
  const talk = aTimeline("conv:c", [
    message("customer", "раз"),
    message("operator", "два"),
    message("customer", "три"),
    message("customer", "четыре"),
  ]);
  expect(itemsOf(talk, undefined, 2).map(({ key }) => key)).toEqual([
    "day-" + new Date("2026-01-01T10:00:00Z").toDateString(),
    "m1",
    "m2",
    "new",
    "m3",
    "m4",
  ]);
});

it("an author is named once in a row", () => {
  const talk = aTimeline("conv:c", [
    message("customer", "раз"),
    message("customer", "два"),
    message("assistant", "три"),
  ]);
  const named = itemsOf(talk, undefined, 0).flatMap((item) => (item.kind === "message" ? [item.isFirst] : []));
  expect(named).toEqual([true, false, true]);
});

it("the newest packet counts, and it is answered by a person's word after it", () => {
  const talk = aTimeline("conv:c", [message("customer", "раз"), message("operator", "два")]);
  expect(packetOf(talk, aTimeline("note:c", [packet]))?.isAnswered).toBe(true);
  expect(packetOf(talk, aTimeline("note:c", [packet], "2026-01-01T10:00:05Z"))?.isAnswered).toBe(false);
  expect(packetOf(talk, undefined)).toBeNull();
});

it("a call's last mark counts, and a mark of an older call does not", () => {
  const marked: ViewOf<"judged"> = { k: "judged", needed: false, call: 2, name: "Первый" };
  expect(markOf(aTimeline("note:c", [marked]), 2)).toBe("Первый");
  expect(markOf(aTimeline("note:c", [marked]), 5)).toBeNull();
  expect(markOf(aTimeline("note:c", [marked, { ...marked, needed: true }]), 2)).toBeNull();
  expect(markOf(undefined, 2)).toBeNull();
});

it("the newest call can be marked until it turns out that the customer wants a person", () => {
  const offered: EventView = { ...message("assistant", "звать?"), why: aWhy };
  const accepted: EventView = { k: "offer_answered", offer_id: "o", accepted: true };
  expect(callOf(aTimeline("conv:c", [message("customer", "раз")]))).toBeNull();
  expect(callOf(aTimeline("conv:c", [message("customer", "раз"), offered]))).toEqual({ seq: 2, why: aWhy, canMark: true });
  expect(callOf(aTimeline("conv:c", [offered, { ...accepted, accepted: false }]))?.canMark).toBe(true);
  expect(callOf(aTimeline("conv:c", [offered, accepted]))?.canMark).toBe(false);
  expect(callOf(aTimeline("conv:c", [offered, accepted, offered]))).toMatchObject({ seq: 3, canMark: true });
});

it("one line says what was noticed, how much of it, from what on, and in which words", () => {
  setLanguageQuietly("en");
  expect(whyWords(aWhy)).toBe("Strong anger: 90%, threshold 60% · «outrage»");
  expect(whyWords({ ...aWhy, ground: "frustrated_turns", weight: 2, limit: 2, evidence: [] })).toBe(
    "Annoyed messages in a row: 2, threshold 2",
  );
  expect(whyWords({ ...aWhy, ground: "of a newer server", weight: 3, limit: 2, evidence: [] })).toBe("3, threshold 2");
});

it("a proposed change shows how it stands, and its settlement is a message with the order's newest card", () => {
  const statesOf = (...talk: Parameters<typeof aTalk>): unknown[] =>
    itemsOf(aTalk(...talk), undefined, 0).flatMap((item) => (item.kind === "message" ? [item.change] : []));
  expect(statesOf(aProposal("p-1"))).toEqual(["open"]);
  expect(statesOf(aProposal("p-1"), aProposal("p-2"))).toEqual(["void", "open"]);
  const settled = [aProposal("p-1"), aChange("p-1", "confirmed"), aSettlement("p-1", "refused")];
  expect(statesOf(...settled)).toEqual(["refused", null]);
  expect(itemsOf(aTalk(...settled), undefined, 0).map(({ kind }) => kind)).toEqual(["day", "message", "line", "message"]);
  expect(ordersOf(aTalk(...settled)).map(({ order, status }) => [order, status])).toEqual([["K-1", "cancelled"]]);
});
