// How the desk is laid out: which conversation stands in which section and in what order; pure.
import type { ViewOf } from "../../lib/frames";
import type { Lang } from "../../lib/words";

export type DeskEntry = ViewOf<"entry">;
export type Entries = ReadonlyMap<string, DeskEntry>;

export const SECTIONS = ["mine", "waiting", "callbacks", "bot", "others", "resolved"] as const;
export type SectionName = (typeof SECTIONS)[number];
export type Sections = Readonly<Record<SectionName, readonly DeskEntry[]>>;

/** The one section an entry stands in. A callback of somebody who is being talked to stays where it is. */
export function sectionOf(entry: DeskEntry, me: string): SectionName {
  if (entry.status === "queued") return "waiting";
  if (entry.status === "assigned") return entry.operator_id === me ? "mine" : "others";
  if (entry.callback) return "callbacks";
  return entry.status === "resolved" ? "resolved" : "bot";
}

export function layOut(entries: Entries, me: string, lang: Lang | "all"): Sections {
  const all = [...entries.values()].filter((entry) => lang === "all" || entry.lang === lang);
  const inSection = (name: SectionName): DeskEntry[] => all.filter((entry) => sectionOf(entry, me) === name);
  return {
    mine: inSection("mine").sort(byOwedReply),
    waiting: inSection("waiting").sort((one, other) => time(one.queued_at) - time(other.queued_at)),
    callbacks: inSection("callbacks").sort((one, other) => time(one.last_at) - time(other.last_at)),
    // Somebody who opened the widget and has said nothing yet is no conversation to watch.
    bot: inSection("bot")
      .filter(({ last_who }) => last_who !== "")
      .sort(byNewest),
    others: inSection("others").sort(byNewest),
    resolved: inSection("resolved").sort(byNewest),
  };
}

/** Customers who wait for a word first, the longest waiting on top; then the freshest. */
function byOwedReply(one: DeskEntry, other: DeskEntry): number {
  const owed = Number(owesReply(other)) - Number(owesReply(one));
  if (owed !== 0) return owed;
  return owesReply(one) ? time(one.last_at) - time(other.last_at) : byNewest(one, other);
}

function byNewest(one: DeskEntry, other: DeskEntry): number {
  return time(other.last_at) - time(one.last_at);
}

export function owesReply(entry: DeskEntry): boolean {
  return entry.last_who === "customer";
}

export function time(moment: string | null | undefined): number {
  return moment ? Date.parse(moment) : 0;
}

/** The conversation `by` steps away from `from` in reading order; the ends stay the ends. */
export function neighbour(order: readonly string[], from: string | null, by: 1 | -1): string | null {
  if (order.length === 0) return null;
  const at = from === null ? -1 : order.indexOf(from);
  if (at === -1) return order[by === 1 ? 0 : order.length - 1] ?? null;
  return order[Math.min(Math.max(at + by, 0), order.length - 1)] ?? null;
}

export type Urgency = "calm" | "soon" | "late";
const AIM_S = 30;
const NORM_S = 60;

/** The first word of a person: aimed at within 30 s, late after 60 s. */
export function urgency(seconds: number): Urgency {
  if (seconds >= NORM_S) return "late";
  return seconds >= AIM_S ? "soon" : "calm";
}

/** The short name of a conversation until its customer is known. */
export function shortId(conversation: string): string {
  return conversation
    .replace(/[^a-z0-9]/gi, "")
    .slice(-4)
    .toUpperCase();
}
