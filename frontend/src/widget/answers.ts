// What the outbox learns from the server and what of it is shown: acknowledged, seen in the stream, refused.
import type { ServerFrame, ServerFrames } from "../lib/frames";
import type { Outbox } from "../lib/link/outbox";
import type { Echo } from "../lib/timeline";

/** Their refusal stands beside them: with the words that were not sent, on the card whose button was pressed. */
const TELL_THEMSELVES: ReadonlySet<string> = new Set(["msg.send", "change.confirm", "change.decline"]);

/** The customer's words that are not in the stream yet. */
export function echoesIn(outbox: Outbox): Echo[] {
  return outbox.all.flatMap(({ cid, at, frame }) => (frame.t === "msg.send" ? [{ cid, at, text: frame.d.text ?? "" }] : []));
}

/** Keeps the outbox true to what the server said; gives the words of a refusal that nothing else shows. */
export function takeAnswer(outbox: Outbox, frame: ServerFrame): string {
  if (frame.t === "ack") outbox.remove(frame.d.cid);
  if (frame.t === "ev" && frame.d.k === "message" && frame.d.cid) outbox.remove(frame.d.cid);
  return frame.t === "error" && !frame.d.retryable ? refused(outbox, frame.d) : "";
}

function refused(outbox: Outbox, { cid, message }: ServerFrames["error"]): string {
  const asked = outbox.all.find((one) => one.cid === cid);
  if (asked === undefined) return message;
  if (!TELL_THEMSELVES.has(asked.frame.t)) outbox.remove(asked.cid);
  else outbox.refuse(asked.cid, message);
  return TELL_THEMSELVES.has(asked.frame.t) ? "" : message;
}
