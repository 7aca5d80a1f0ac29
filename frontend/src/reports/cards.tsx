// The cards of the page: each figure stands over the words of what was counted, and of how many.
import type { VNode } from "preact";
import { reasonWords } from "../console/words";
import { percent, say } from "../lib/words";
import { Card, Figure, useNarrow } from "./card";
import { type Bar, Bars, ShareBar } from "./charts";
import { OUTCOMES, type Summary } from "./summary";
import { number } from "./words";

export function Headline({ summary }: { summary: Summary }): VNode {
  const { outcomes, conversations, escalated } = summary;
  const real = conversations - outcomes.spam;
  const byAssistant = outcomes.bot_confirmed + outcomes.bot_assumed;
  return (
    <>
      <Card title={say("reports.conversations")} about={say("reports.conversations_def")}>
        <Figure value={number(conversations)} of="" />
      </Card>
      <Card
        title={say("reports.by_assistant")}
        about={say("reports.by_assistant_def", { confirmed: outcomes.bot_confirmed, assumed: outcomes.bot_assumed })}
      >
        <Figure
          value={real > 0 ? percent(byAssistant / real) : null}
          of={say("reports.of", { part: byAssistant, whole: real })}
        />
        <ShareBar share={real > 0 ? byAssistant / real : null} />
      </Card>
      <Card title={say("reports.escalation_rate")} about={say("reports.escalation_rate_def")}>
        <Figure
          value={summary.escalation_rate === null ? null : percent(summary.escalation_rate)}
          of={say("reports.of", { part: escalated, whole: real })}
        />
        <ShareBar share={summary.escalation_rate} />
      </Card>
    </>
  );
}

export function OutcomesCard({ summary }: { summary: Summary }): VNode {
  const isNarrow = useNarrow();
  const bars = OUTCOMES.map((key): Bar => ({
    key,
    words: say(`reports.outcome_${key}`),
    value: summary.outcomes[key],
    ...(isNarrow ? {} : { hint: say(`reports.outcome_${key}_def`) }),
  }));
  const about = (
    <>
      <p>{say("reports.outcomes_def", { count: summary.conversations })}</p>
      {isNarrow && (
        <dl class="meanings">
          {OUTCOMES.map((key) => (
            <div key={key}>
              <dt>{say(`reports.outcome_${key}`)}</dt>
              <dd>{say(`reports.outcome_${key}_def`)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
  return (
    <Card title={say("reports.outcomes")} wide about={about} aboutFirst>
      <Bars bars={bars} whole={summary.conversations} />
    </Card>
  );
}

export function EscalationsCard({ summary }: { summary: Summary }): VNode {
  const bars = Object.entries(summary.escalations).map(([reason, value]): Bar => ({
    key: reason,
    words: reasonWords(reason),
    value,
  }));
  return (
    <Card
      title={say("reports.escalations")}
      about={bars.length === 0 ? undefined : say("reports.escalations_def", { count: summary.escalated })}
      aboutFirst
    >
      {bars.length === 0 && <p class="hint">{say("reports.escalations_none")}</p>}
      <Bars bars={bars} whole={summary.escalated} />
      <NotNeeded summary={summary} />
    </Card>
  );
}

/** How often operators said that the assistant called a person in vain. */
function NotNeeded({ summary: { judgements } }: { summary: Summary }): VNode | null {
  if (judgements.calls === 0) return null;
  return (
    <div class="not-needed">
      <p>
        {say("reports.not_needed")}{" "}
        <strong>{say("reports.of", { part: judgements.not_needed, whole: judgements.calls })}</strong>
      </p>
      <p class="hint">{say("reports.not_needed_def")}</p>
    </div>
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
          [
            say("reports.answers_by_quotation"),
            answers.by_quotation,
            answers.simplified > 0 ? `${answers.simplified} ${say("reports.answers_simplified")}` : "",
          ],
          [say("reports.answers_by_rules"), answers.by_rules],
          [
            say("reports.unanswered"),
            summary.unanswered,
            `${summary.unanswered_visits} ${say("reports.unanswered_visits")}`,
          ],
          [
            say("reports.tokens"),
            summary.tokens,
            each === null || summary.tokens === 0 ? "" : `${number(each)} ${say("reports.tokens_per_resolved")}`,
          ],
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
