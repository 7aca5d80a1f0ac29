// The numbers an owner may change, what was tried, and whether it may be saved; pure.

export const GROUPS = {
  mood: ["frustration_at", "frustrated_turns_for_offer", "anger_at"],
  topics: ["sensitive_at", "surely_sensitive_at"],
  circles: ["repeats_for_offer", "failures_for_escalation", "thumbs_down_for_offer", "turn_cap"],
  quiet: ["quiet_turns_after_decline", "quiet_turns_after_offer"],
} as const;
export type Group = keyof typeof GROUPS;
export type Name = (typeof GROUPS)[Group][number];
export const NAMES: readonly Name[] = Object.values(GROUPS).flat();
export type Numbers = Record<Name, number>;

/** A chance of 0 to 1, written as per cent; else a count. */
export function isChance(name: Name): boolean {
  return name.endsWith("_at");
}

export interface Change {
  version: number;
  by: string;
  at: string;
  numbers: { name: string; was: number; now: number }[];
}

export interface Policy {
  version: number;
  numbers: Numbers;
  defaults: Numbers;
  bounds: Record<Name, { least: number; most: number }>;
  changes: Change[];
}

export const WANTS = ["asked", "accepted", "person", "rating"] as const;
export const ALARMS = ["marked", "declined", "solved"] as const;

export interface Side {
  handed_over: Record<string, number>;
  offered: Record<string, number>;
  missed: Partial<Record<(typeof WANTS)[number], number>>;
  false_alarms: Partial<Record<(typeof ALARMS)[number], number>>;
}

export interface Tried {
  replay: string;
  good_until: string;
  comparison: {
    since: string;
    until: string;
    visits: number;
    left_out: number;
    is_cut: boolean;
    current: Side;
    proposed: Side;
  };
}

/** What stands in the fields: texts, because half a number is being typed now and then. */
export type Draft = Record<Name, string>;

export function draftOf(numbers: Numbers): Draft {
  return Object.fromEntries(
    NAMES.map((name) => [name, String(isChance(name) ? Math.round(numbers[name] * 100) : numbers[name])]),
  ) as Draft;
}

/** The number in a field, null when it is none or out of its bounds. */
export function numberIn(policy: Policy, name: Name, text: string): number | null {
  if (!/^\d{1,3}$/.test(text.trim())) return null;
  const value = Number(text) / (isChance(name) ? 100 : 1);
  const { least, most } = policy.bounds[name];
  return value >= least && value <= most ? value : null;
}

/** Every number of a draft, null when one of them is wrong. */
export function numbersOf(policy: Policy, draft: Draft): Numbers | null {
  const entries = NAMES.map((name) => [name, numberIn(policy, name, draft[name])] as const);
  return entries.some(([, value]) => value === null) ? null : (Object.fromEntries(entries) as Numbers);
}

export function isSame(one: Numbers, other: Numbers): boolean {
  return NAMES.every((name) => one[name] === other[name]);
}

export interface Row {
  key: string;
  now: number;
  then: number;
}

/** A total and its parts, for both sides; a part that is nothing on either is left out. */
export function rowsOf(now: Record<string, number>, then: Record<string, number>): { total: Row; parts: Row[] } {
  const keys = [...new Set([...Object.keys(now), ...Object.keys(then)])];
  const parts = keys
    .map((key) => ({ key, now: now[key] ?? 0, then: then[key] ?? 0 }))
    .sort((one, other) => Math.max(other.now, other.then) - Math.max(one.now, one.then));
  const sum = (side: "now" | "then"): number => parts.reduce((total, row) => total + row[side], 0);
  return { total: { key: "total", now: sum("now"), then: sum("then") }, parts };
}
