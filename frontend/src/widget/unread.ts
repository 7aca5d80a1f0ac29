// Which events are news to a customer, and how many of them are not seen yet.
import type { EventView } from "../lib/frames";
import type { Timeline } from "../lib/timeline";
import { voiceOf } from "../lib/voice";

/** What is worth an announcement and a mark on the launcher: words from the other side, a person coming or going. */
export function isNews(view: EventView): boolean {
  return isFromOtherSide(view) || (view.k === "status" && view.cause === "operator_assigned");
}

export function unreadIn(timeline: Timeline, read: number): number {
  return timeline.events.filter(({ seq, d }) => seq > read && isFromOtherSide(d)).length;
}

/** Words of the assistant, of a person, of the order system. */
export function isFromOtherSide(view: EventView): boolean {
  const voice = voiceOf(view);
  return voice !== null && voice.who !== "customer";
}
