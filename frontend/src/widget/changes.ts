// How a proposed change of an order stands for its customer: by the stream, and by what was pressed here. Pure.
import type { MessageView, ServerFrames } from "../lib/frames";
import type { Asked } from "../lib/link/outbox";
import { changeStateOf } from "../lib/timeline";
import type { ChatState } from "./state";

export type Change = NonNullable<MessageView["change"]>;
export type Stage = ReturnType<typeof changeStateOf> | "sending" | "dropping" | "replaced" | "expired";

/** `words` are the server's about the press: why it has to wait, or why it did not count. */
export type Standing = { readonly stage: Stage; readonly words: string };

/** What was pressed in this tab, by proposal: the first press counts. */
export type Pressed = ReadonlyMap<string, Standing>;

export function withPress(pressed: Pressed, proposal: string, stage: "sending" | "dropping", words = ""): Pressed {
  return new Map(pressed).set(proposal, { stage, words });
}

/** Presses that a reload finds still on their way. */
export function pressedIn(asked: readonly Asked[]): Pressed {
  return asked.reduce<Pressed>((pressed, { frame, refusal }) => {
    const proposal = proposalOf(frame);
    if (proposal === null || refusal !== null) return pressed;
    return withPress(pressed, proposal, frame.t === "change.confirm" ? "sending" : "dropping");
  }, new Map());
}

/** Another change is being made: the press is repeated until that one is settled, and its card says so. */
export function whileOthersAreMade(pressed: Pressed, asked: readonly Asked[], error: ServerFrames["error"]): Pressed {
  const about = asked.find(({ cid }) => cid === error.cid);
  const proposal = about === undefined ? null : proposalOf(about.frame);
  if (proposal === null || error.code !== "change_under_way") return pressed;
  return withPress(pressed, proposal, "sending", error.message);
}

type Known = Pick<ChatState, "timeline" | "asked" | "pressed">;

/** The card of `proposal` now, whatever the clock says: a card expires while it is looked at. */
export function standingOf({ timeline, asked, pressed }: Known, proposal: string): Standing {
  const state = changeStateOf(timeline, proposal);
  if (state !== "open" && state !== "void") return { stage: state, words: "" };
  const refusal = asked.find(({ frame, refusal }) => refusal !== null && proposalOf(frame) === proposal)?.refusal;
  if (refusal) return { stage: "void", words: refusal };
  if (state === "open") return pressed.get(proposal) ?? { stage: "open", words: "" };
  const newest = timeline.events.findLast(({ d }) => d.k === "message" && d.change)?.d;
  const isNewest = newest?.k === "message" && newest.change?.proposal === proposal;
  return { stage: isNewest ? "void" : "replaced", words: "" };
}

function proposalOf({ t, d }: Asked["frame"]): string | null {
  return t.startsWith("change.") ? String(d["proposal"]) : null;
}
