// From a timeline to the rows of the log: which messages stand together, what is said between them. Pure.
import type { EventFrame, MessageView, ViewOf } from "../../lib/frames";
import type { Timeline } from "../../lib/timeline";
import { voiceOf } from "../../lib/voice";
import { clock, day, say } from "../words";

export type MessageRow = {
  kind: "message"; seq: number; ts: string; view: MessageView;
  /** Does it open a group of one author? */
  isFirst: boolean;
};
export type NoticeRow = { kind: "notice" | "day"; seq: number; text: string };
export type Row = MessageRow | NoticeRow;

const GROUP_MS = 5 * 60_000;

export function rowsOf(timeline: Timeline): Row[] {
  const rows: Row[] = [];
  let operator = "";
  for (const event of timeline.events) {
    const text = notice(event, operator);
    if (text !== null) rows.push({ kind: "notice", seq: event.seq, text });
    if (event.d.k === "status" && event.d.operator_name) operator = event.d.operator_name;
    const voice = voiceOf(event.d);
    if (voice !== null) pushMessage(rows, event, voice);
  }
  return rows;
}

function pushMessage(rows: Row[], event: EventFrame, view: MessageView): void {
  const before = rows.findLast((row) => row.kind === "message");
  const isAnotherDay = before?.kind === "message" && day(before.ts) !== day(event.ts);
  if (isAnotherDay) rows.push({ kind: "day", seq: event.seq, text: dayWords(event.ts) });
  const previous = rows.at(-1);
  const continues =
    previous?.kind === "message" && previous.view.who === view.who && previous.view.name === view.name &&
    Date.parse(event.ts) - Date.parse(previous.ts) < GROUP_MS;
  rows.push({ kind: "message", seq: event.seq, ts: event.ts, view, isFirst: !continues });
}

function dayWords(ts: string): string {
  return day(ts) === day(new Date()) ? say("widget.today") : day(ts);
}

function notice({ d }: EventFrame, operator: string): string | null {
  switch (d.k) {
    case "status":
      return statusNotice(d.cause, d.operator_name || operator);
    case "stopped":
      return say("widget.notice_stopped");
    case "offer_answered":
      return say(d.accepted ? "widget.offer_accepted" : "widget.offer_declined");
    case "verified":
      return say("widget.notice_verified", { until: clock(d.until) });
    case "callback_done":
      return say("widget.contact_done");
    case "change":
      return changeNotice(d.state);
    default:
      return null;
  }
}

/** The customer's own answer; what the order system says is a message. */
function changeNotice(state: ViewOf<"change">["state"]): string | null {
  if (state === "confirmed") return say("widget.change_confirmed");
  return state === "declined" ? say("widget.change_declined") : null;
}

type Cause = Extract<EventFrame["d"], { k: "status" }>["cause"];

function statusNotice(cause: Cause, name: string): string {
  switch (cause) {
    case "handoff_requested":
      return say("widget.notice_queued");
    case "handoff_cancelled":
      return say("widget.notice_cancelled");
    case "operator_assigned":
      return say("widget.notice_assigned", { name });
    case "operator_released":
      return say("widget.notice_released");
    case "returned_to_assistant":
      return name ? say("widget.notice_returned", { name }) : say("widget.notice_returned_nobody");
    case "resolved":
      return say("widget.notice_resolved");
  }
}

/** "about 3 minutes", "2–5 min": a range of seconds as people say it, null when nothing is known. */
export function waitingWords(lo?: number | null, hi?: number | null): string | null {
  if (hi == null) return null;
  if (hi <= 60) return say("widget.minutes_under");
  const [from, to] = [Math.max(1, Math.round((lo ?? hi) / 60)), Math.ceil(hi / 60)];
  return from >= to ? say("widget.minutes_one", { count: to }) : say("widget.minutes_range", { lo: from, hi: to });
}
