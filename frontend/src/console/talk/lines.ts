// The words of the small lines between messages: what happened to the conversation.
import { say } from "../../lib/words";
import { outcomeWords, reasonWords } from "../words";
import type { Line } from "./items";

/** `me` is the id of the operator who reads. */
export function lineWords(view: Line, me: string): string {
  switch (view.k) {
    case "started":
      return say("console.ev_started");
    case "disclosed":
      return say("console.ev_disclosed");
    case "status":
      return statusWords(view, me);
    case "offer":
      return say("console.ev_offer");
    case "offer_answered":
      return say(view.accepted ? "console.ev_offer_accepted" : "console.ev_offer_declined");
    case "csat":
      return say("console.ev_csat", { count: view.score }) + (view.text ? ` · ${view.text}` : "");
    case "contact":
      return (
        say("console.ev_contact", { contact: [view.email, view.phone].filter(Boolean).join(", ") }) +
        (view.about ? ` · ${view.about}` : "")
      );
    case "callback_done":
      return say("console.ev_callback_done");
    case "change":
      return say(view.state === "confirmed" ? "console.ev_change_confirmed" : "console.ev_change_declined");
    case "verified":
      return say("console.ev_verified");
  }
}

function statusWords(view: Extract<Line, { k: "status" }>, me: string): string {
  switch (view.cause) {
    case "handoff_requested":
      return say("console.ev_handoff_requested", { reason: reasonWords(view.reason) });
    case "operator_assigned":
      if (view.operator_id === me) return say("console.ev_you_assigned");
      return say("console.ev_operator_assigned", { name: view.operator_name });
    case "resolved":
      return say(view.by === "customer" ? "console.ev_resolved_by_customer" : "console.ev_resolved", {
        outcome: outcomeWords(view.outcome),
      });
    default:
      return say(`console.ev_${view.cause}`);
  }
}
