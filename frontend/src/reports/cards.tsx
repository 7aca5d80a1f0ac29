// The cards of the page: each figure stands over the words of what was counted, and of how many.
import type { ComponentChildren, VNode } from "preact";
import { reasonWords } from "../console/words";
import { say } from "../lib/words";
import { type Bar, Bars, ShareBar, TimeScale } from "./charts";
import { OUTCOMES, type Satisfaction, type Spread, type Summary, type TimeName } from "./summary";
import { number, percent, timeWords } from "./words";

const FEW = 30;

export function Card({ title, wide = false, children }: { title: string; wide?: boolean; children: ComponentChildren }): VNode {
  return (
    <section class={wide ? "card wide" : "card"}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function Figure({ value, of }: { value: string | null; of: string }): VNode {
  return (
    <p class="figure">
      {value === null ? <span class="none">{say("reports.nothing")}</span> : <strong>{value}</strong>} <span class="n">{of}</span>
    </p>
  );
}

export function Headline({ summary }: { summary: Summary }): VNode {
  const { outcomes, conversations, escalated } = summary;
  const real = conversations - outcomes.spam;
  const byAssistant = outcomes.bot_confirmed + outcomes.bot_assumed;
  return (
    <>
      <Card title={say("reports.conversations")}>
        <Figure value={number(conversations)} of="" />
        <p class="hint">{say("reports.conversations_def")}</p>
      </Card>
      <Card title={say("reports.by_assistant")}>
        <Figure value={real > 0 ? percent(byAssistant / real) : null} of={say("reports.of", { part: byAssistant, whole: real })} />
        <ShareBar share={real > 0 ? byAssistant / real : null} />
        <p class="hint">{say("reports.by_assistant_def", { confirmed: outcomes.bot_confirmed, assumed: outcomes.bot_assumed })}</p>
      </Card>
      <Card title={say("reports.escalation_rate")}>
        <Figure value={summary.escalation_rate === null ? null : percent(summary.escalation_rate)} of={say("reports.of", { part: escalated, whole: real })} />
        <ShareBar share={summary.escalation_rate} />
        <p class="hint">{say("reports.escalation_rate_def")}</p>
      </Card>
    </>
  );
}

export function SatisfactionCard({ summary }: { summary: Summary }): VNode {
  const { csat } = summary;
  return (
    <Card title={say("reports.csat")}>
      <Figure value={csat.share === null ? null : percent(csat.share)} of={say("reports.n", { count: csat.n })} />
      <ShareBar share={csat.share} low={csat.low} high={csat.high} />
      {csat.low !== null && csat.high !== null && <p class="hint">{say("reports.csat_interval", { low: percent(csat.low), high: percent(csat.high) })}</p>}
      <p class="hint">{say("reports.csat_def")}</p>
    </Card>
  );
}

export function RatersCard({ summary }: { summary: Summary }): VNode {
  const { csat } = summary;
  return (
    <Card title={say("reports.raters")}>
      <dl class="split">
        <Split words={say("reports.csat_assistant")} part={summary.csat_assistant} />
        <Split words={say("reports.csat_people")} part={summary.csat_people} />
      </dl>
      {csat.response_rate !== null && <p class="hint">{say("reports.csat_response", { percent: percent(csat.response_rate), n: csat.n, asked: csat.asked })}</p>}
    </Card>
  );
}

function Split({ words, part }: { words: string; part: Satisfaction }): VNode {
  return (
    <div>
      <dt>{words}</dt>
      <dd>
        {part.share === null ? say("reports.nothing") : percent(part.share)} <small>{say("reports.n", { count: part.n })}</small>
      </dd>
      <ShareBar share={part.share} low={part.low} high={part.high} />
      {part.n > 0 && part.n < FEW && <small class="few">{say("reports.csat_few")}</small>}
    </div>
  );
}

export function OutcomesCard({ summary }: { summary: Summary }): VNode {
  const bars = OUTCOMES.map((key): Bar => ({
    key,
    words: say(`reports.outcome_${key}`),
    value: summary.outcomes[key],
    hint: say(`reports.outcome_${key}_def`),
  }));
  return (
    <Card title={say("reports.outcomes")} wide>
      <p class="hint">{say("reports.outcomes_def", { count: summary.conversations })}</p>
      <Bars bars={bars} whole={summary.conversations} />
    </Card>
  );
}

export function TimeCard({ name, spread }: { name: TimeName; spread: Spread }): VNode {
  const { p50, p90, within_norm, within_aim } = spread;
  return (
    <Card title={say(`reports.time_${name}`)}>
      <div class="times">
        <div>
          <span class="label">{say("reports.median")}</span>
          <Figure value={p50 === null ? null : timeWords(p50)} of="" />
        </div>
        <div>
          <span class="label">{say("reports.p90")}</span>
          <Figure value={p90 === null ? null : timeWords(p90)} of="" />
        </div>
      </div>
      <TimeScale spread={spread} />
      <dl class="split">
        <Within words={`${say("reports.within_aim")} · ${timeWords(spread.aim_s)}`} share={within_aim} />
        <Within words={`${say("reports.within_norm")} · ${timeWords(spread.norm_s)}`} share={within_norm} />
      </dl>
      <p class="hint">
        {say(`reports.time_${name}_def`)} {say("reports.n", { count: spread.n })}
        {spread.unanswered > 0 && `; ${say("reports.not_ended", { count: spread.unanswered })}`}
      </p>
    </Card>
  );
}

function Within({ words, share }: { words: string; share: number | null }): VNode {
  return (
    <div>
      <dt>{words}</dt>
      <dd>{share === null ? say("reports.nothing") : percent(share)}</dd>
      <ShareBar share={share} />
    </div>
  );
}

export function EscalationsCard({ summary }: { summary: Summary }): VNode {
  const bars = Object.entries(summary.escalations).map(([reason, value]): Bar => ({ key: reason, words: reasonWords(reason), value }));
  return (
    <Card title={say("reports.escalations")}>
      <p class="hint">{bars.length === 0 ? say("reports.escalations_none") : say("reports.escalations_def", { count: summary.escalated })}</p>
      <Bars bars={bars} whole={summary.escalated} />
    </Card>
  );
}

export function QueueCard({ summary }: { summary: Summary }): VNode {
  const { queue, callbacks, reopened } = summary;
  return (
    <Card title={say("reports.queue")} wide>
      <Counts
        rows={[
          [say("reports.queue_entered"), queue.entered],
          [say("reports.queue_taken"), queue.taken],
          [say("reports.queue_left"), queue.left, `${queue.left_early} ${say("reports.queue_left_early")}`],
          [say("reports.queue_waiting"), queue.waiting],
          [say("reports.callbacks_done"), callbacks.done],
          [say("reports.callbacks_open"), callbacks.open],
          [say("reports.reopened"), reopened],
        ]}
      />
    </Card>
  );
}

export function AnswersCard({ summary }: { summary: Summary }): VNode {
  const { answers, tokens_per_resolved: each } = summary;
  return (
    <Card title={say("reports.answers")} wide>
      <Counts
        rows={[
          [say("reports.answers_by_model"), answers.by_model],
          [say("reports.answers_by_quotation"), answers.by_quotation, answers.simplified > 0 ? `${answers.simplified} ${say("reports.answers_simplified")}` : ""],
          [say("reports.answers_by_rules"), answers.by_rules],
          [say("reports.unanswered"), summary.unanswered, `${summary.unanswered_visits} ${say("reports.unanswered_visits")}`],
          [say("reports.tokens"), summary.tokens, each === null || summary.tokens === 0 ? "" : `${number(each)} ${say("reports.tokens_per_resolved")}`],
        ]}
      />
      {summary.unanswered > 0 && <a href="/articles">{say("reports.unanswered_link")}</a>}
    </Card>
  );
}

function Counts({ rows }: { rows: readonly (readonly [words: string, value: number, hint?: string])[] }): VNode {
  return (
    <dl class="counts">
      {rows.map(([words, value, hint]) => (
        <div key={words}>
          <dt>
            {words}
            {hint && <small>{hint}</small>}
          </dt>
          <dd>{number(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
