// The figures as the server gives them, null where there is nothing to count; what they mean stands in docs/metrics.md.

export interface Spread {
  n: number;
  unanswered: number;
  p50: number | null;
  p90: number | null;
  within_norm: number | null;
  within_aim: number | null;
  norm_s: number;
  aim_s: number;
}

export interface Satisfaction {
  n: number;
  good: number;
  share: number | null;
  low: number | null;
  high: number | null;
  asked: number;
  response_rate: number | null;
}

export const OUTCOMES = [
  "bot_confirmed",
  "bot_assumed",
  "human_resolved",
  "called_back",
  "human_unresolved",
  "abandoned_in_bot",
  "abandoned_in_queue",
  "no_question",
  "open",
  "spam",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const TIMES = ["human_first_reply_s", "resolution_s", "waiting_s", "first_reply_s", "total_wait_s"] as const;
export type TimeName = (typeof TIMES)[number];

export interface Summary extends Record<TimeName, Spread> {
  since: string;
  until: string;
  at: string;
  conversations: number;
  outcomes: Record<Outcome, number>;
  queue: { entered: number; taken: number; left: number; left_early: number; waiting: number };
  csat: Satisfaction;
  csat_assistant: Satisfaction;
  csat_people: Satisfaction;
  escalated: number;
  escalation_rate: number | null;
  escalations: Record<string, number>;
  judgements: { calls: number; not_needed: number; share: number | null };
  reopened: number;
  unanswered: number;
  unanswered_visits: number;
  callbacks: { done: number; open: number };
  answers: { total: number; by_model: number; by_quotation: number; by_rules: number; simplified: number };
  tokens: number;
  tokens_per_resolved: number | null;
}
