// Which events are news to a customer, and how many of them are not seen yet.
import type { EventView } from "../lib/frames";
import type { Timeline } from "../lib/timeline";

/** What is worth an announcement and a mark on the launcher: words from the other side, a person coming or going. */
export function isNews(view: EventView): boolean {
  return (view.k === "message" && view.who !== "customer") || (view.k === "status" && view.cause === "operator_assigned");
}

export function unreadIn(timeline: Timeline, read: number): number {
  return timeline.events.filter(({ seq, d }) => seq > read && d.k === "message" && d.who !== "customer").length;
}
