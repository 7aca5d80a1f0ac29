// What the order system says is shown, counted and told like a message of the assistant.
import { beforeAll, expect, test } from "vitest";
import { aChange, aMessage, aProposal, aSettlement, aTalk } from "../../lib/testing";
import { isNews, unreadIn } from "../unread";
import { say, setLanguage } from "../words";
import { rowsOf } from "./rows";

beforeAll(() => setLanguage("en"));

const settled = aTalk(aMessage("customer"), aProposal("p-1"), aChange("p-1", "confirmed"), aSettlement("p-1"));

test("a settlement is a message with the assistant's label, its words and the order's card", () => {
  const row = rowsOf(settled).at(-1);
  expect(row).toMatchObject({ kind: "message", seq: 4, isFirst: true, view: { who: "assistant", ai: true, text: "**K-1** ✓" } });
  expect(row?.kind === "message" && row.view.cards.map(({ order }) => order)).toEqual(["K-1"]);
});

test("the customer's own answers are notices", () => {
  const notices = (state: "confirmed" | "declined"): unknown => rowsOf(aTalk(aProposal("p-1"), aChange("p-1", state))).at(-1);
  expect(notices("confirmed")).toMatchObject({ kind: "notice", text: say("widget.change_confirmed") });
  expect(notices("declined")).toMatchObject({ kind: "notice", text: say("widget.change_declined") });
});

test("a settlement is unread news, the press before it is not", () => {
  expect(unreadIn(settled, 2)).toBe(1);
  expect(settled.events.map(({ d }) => isNews(d))).toEqual([false, true, false, true]);
});
