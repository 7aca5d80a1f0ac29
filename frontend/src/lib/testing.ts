// Builders for the tests of the pages: messages, proposed changes, what became of them.
import type { EventView, MessageView, ViewOf } from "./frames";
import { applyFrame, emptyTimeline, type Timeline } from "./timeline";

export const STREAM = "conv:1";

export function aMessage(who: MessageView["who"], changes: Partial<MessageView> = {}): MessageView {
  return {
    k: "message", who, ai: who === "assistant", name: "", text: "…", lang: "ru", cid: null, turn: null, kind: "",
    cites: [], cards: [], quick_replies: [], change: null, form: "", simplified: false, why: null, ...changes,
  };
}

/** The assistant's message with the card of a change. */
export function aProposal(proposal: string): MessageView {
  const until = "2026-11-21T10:15:00Z";
  const change = { proposal, token: "t", deed: "cancel", title: "K-1", button: "OK", lines: [], facts: [], until };
  return aMessage("assistant", { kind: "order", change });
}

export function aChange(proposal: string, state: ViewOf<"change">["state"], changes: Partial<ViewOf<"change">> = {}): EventView {
  return { k: "change", proposal, state, text: "", lang: null, card: null, ...changes };
}

export function aSettlement(proposal: string, state: "done" | "refused" | "unclear" = "done"): EventView {
  const card = { order: "K-1", status: "cancelled", status_text: "…", lines: [], total: "", expected: "", tracking: "", note: "" };
  return aChange(proposal, state, { text: "**K-1** ✓", lang: "ru", card });
}

export function anAssignment(): EventView {
  return {
    k: "status", status: "assigned", cause: "operator_assigned", reason: "", operator_id: "", operator_name: "Op", av: 1,
    outcome: "", by: "",
  };
}

/** A conversation in which these events happened, one a second. */
export function aTalk(...views: EventView[]): Timeline {
  return views.reduce<Timeline>((timeline, d, at) => {
    const ts = new Date(Date.UTC(2026, 10, 21, 10, 0, at)).toISOString();
    return applyFrame(timeline, { t: "ev", s: STREAM, ep: "e1", seq: at + 1, ts, d });
  }, emptyTimeline(STREAM));
}
