// The words of the console; importing this file teaches them.
import en from "@words/en/console.json";
import ru from "@words/ru/console.json";
import type { WhyView } from "../lib/protocol.gen";
import { learn, percent, say } from "../lib/words";

declare module "../lib/words" {
  interface Sections {
    console: keyof typeof en;
  }
}

learn("console", { en, ru });

const REASONS = [
  "asked_for_human",
  "sensitive_topic",
  "frustration",
  "ungrounded_twice",
  "tool_failure",
  "model_unavailable",
  "loop",
  "turn_cap",
  "callback",
  "operator_took_over",
] as const;
const OUTCOMES = ["solved", "not_solved", "no_reply", "spam"] as const;
const TRIED = ["answer", "not_found", "clarify", "order", "identity", "handoff", "apology"] as const;

export type Outcome = (typeof OUTCOMES)[number];
export { OUTCOMES };

/** Why a person is needed; an unknown code of a newer server still gives a sentence. */
export function reasonWords(reason: string): string {
  const known = REASONS.find((each) => each === reason);
  return say(known === undefined ? "console.reason_other" : `console.reason_${known}`);
}

const GROUNDS = [
  "asked_for_human",
  "sensitive",
  "failures_in_row",
  "tool_failures",
  "model_unavailable",
  "repeats_question",
  "repeated_answer",
  "anger",
  "frustrated_turns",
  "thumbs_down",
  "customer_turns",
] as const;
/** Chances, where the others are counts. */
const CHANCES: readonly string[] = ["asked_for_human", "sensitive", "anger"];
const TOPICS = ["legal", "safety_injury", "medical", "self_harm", "fraud", "data_deletion", "press"] as const;

/** Why a person was offered or called, in one line: what was noticed, how much of it, from what on, telling words. */
export function whyWords(why: WhyView): string {
  const written = (value: number): string => (CHANCES.includes(why.ground) ? percent(value) : String(value));
  const known = GROUNDS.find((each) => each === why.ground);
  const topic = TOPICS.find((each) => each === why.topic);
  const line = say(known === undefined ? "console.why_other" : `console.why_${known}`, {
    weight: written(why.weight),
    limit: written(why.limit),
    topic: topic === undefined ? "" : say(`console.topic_${topic}`),
  });
  return [line, why.evidence.join(", ")].filter(Boolean).join(" · ");
}

export function outcomeWords(outcome: string): string {
  const known = OUTCOMES.find((each) => each === outcome);
  return known === undefined ? outcome : say(`console.outcome_${known}`);
}

export function triedWords(kind: string): string {
  const known = TRIED.find((each) => each === kind);
  return say(known === undefined ? "console.tried_other" : `console.tried_${known}`);
}

/** "45 s", "12 min", "3 h": one unit is enough to see who waits longest. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return say("console.seconds_short", { count: whole });
  if (whole < 3600) return say("console.minutes_short", { count: Math.floor(whole / 60) });
  if (whole < 86_400) return say("console.hours_short", { count: Math.floor(whole / 3600) });
  return say("console.days_short", { count: Math.floor(whole / 86_400) });
}

/** "0:07", "12:40", "1:02:05": a running clock. */
export function stopwatch(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (part: number): string => String(part).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}
