// What is said in a conversation: messages, and what the order system answers, told in the assistant's voice. Pure.
import type { EventView, MessageView, ViewOf } from "./frames";

/** The message that an event is for its reader, null when nothing is said by it. */
export function voiceOf(view: EventView): MessageView | null {
  if (view.k === "message") return view;
  return view.k === "change" && view.text !== "" ? settlement(view) : null;
}

/** A settlement is as automatic as the assistant and carries the same label. */
function settlement({ state, text, lang, card }: ViewOf<"change">): MessageView {
  return {
    k: "message", who: "assistant", ai: true, name: "", text, lang, cid: null, turn: null, kind: `change_${state}`,
    cites: [], cards: card === null ? [] : [card], quick_replies: [], change: null, form: "", simplified: false, why: null,
  };
}
