// The card of a proposed change through its life: open, pressed, answered, refused, void.
import { describe, expect, test } from "vitest";
import type { Asked } from "../lib/link/outbox";
import { aChange, aProposal, aSettlement, aTalk, anAssignment } from "../lib/testing";
import type { Timeline } from "../lib/timeline";
import { pressedIn, standingOf, whileOthersAreMade, withPress, type Pressed } from "./changes";

const NONE: Pressed = new Map();
const asked = (t: string, proposal: string, refusal: string | null = null): Asked => ({
  cid: "c-1", at: "2026-11-21T10:00:00Z", refusal, frame: { t, d: { cid: "c-1", s: "conv:1", proposal } },
});
const stage = (timeline: Timeline, pressed = NONE, sent: Asked[] = []): string =>
  standingOf({ timeline, pressed, asked: sent }, "p-1").stage;

describe("a card", () => {
  test("is open until it is pressed, and then on its way until the stream tells of it", () => {
    const pressed = withPress(NONE, "p-1", "sending");
    expect(stage(aTalk(aProposal("p-1")))).toBe("open");
    expect(stage(aTalk(aProposal("p-1")), pressed)).toBe("sending");
    expect(stage(aTalk(aProposal("p-1"), aChange("p-1", "confirmed")), pressed)).toBe("confirmed");
    expect(stage(aTalk(aProposal("p-1"), aChange("p-1", "confirmed"), aSettlement("p-1")), pressed)).toBe("done");
    expect(stage(aTalk(aProposal("p-1"), aChange("p-1", "declined")), withPress(NONE, "p-1", "dropping"))).toBe("declined");
  });

  test("gives way to a newer one, and is void once a person took over", () => {
    expect(stage(aTalk(aProposal("p-1"), aProposal("p-2")))).toBe("replaced");
    expect(stage(aTalk(aProposal("p-1"), anAssignment()))).toBe("void");
  });

  test("keeps the server's refusal though the stream would still call it open", () => {
    const known = { timeline: aTalk(aProposal("p-1")), pressed: withPress(NONE, "p-1", "sending") };
    const refused = asked("change.confirm", "p-1", "Void.");
    expect(standingOf({ ...known, asked: [refused] }, "p-1")).toEqual({ stage: "void", words: "Void." });
  });

  test("is not touched by the press of another", () => {
    const known = { timeline: aTalk(aProposal("p-1")), pressed: withPress(NONE, "p-0", "sending") };
    expect(standingOf({ ...known, asked: [asked("change.confirm", "p-0", "Void.")] }, "p-1").stage).toBe("open");
  });
});

test("a reload finds presses that are still on their way, and no refused ones", () => {
  const sent = [asked("change.confirm", "p-1"), asked("change.decline", "p-2"), asked("change.confirm", "p-3", "Void."), asked("choice", "p-4")];
  expect([...pressedIn(sent)].map(([proposal, { stage: pressed }]) => [proposal, pressed])).toEqual([["p-1", "sending"], ["p-2", "dropping"]]);
});

test("while another change is made the press waits and the card says why", () => {
  const error = { code: "change_under_way", message: "Wait.", retryable: true, retry_after_ms: null, field: null, cid: "c-1" };
  const waiting = whileOthersAreMade(NONE, [asked("change.confirm", "p-1")], error);
  expect(waiting.get("p-1")).toEqual({ stage: "sending", words: "Wait." });
  expect(whileOthersAreMade(NONE, [asked("change.confirm", "p-1")], { ...error, code: "rate_limited" })).toBe(NONE);
  expect(whileOthersAreMade(NONE, [asked("msg.send", "p-1")], error)).toBe(NONE);
});
