// What customers thought of it: the share of good ratings with its uncertainty.
import type { VNode } from "preact";
import { percent, say } from "../lib/words";
import { Card, Figure } from "./card";
import { ShareBar } from "./charts";
import type { Satisfaction, Summary } from "./summary";

const FEW = 30;

export function SatisfactionCard({ summary }: { summary: Summary }): VNode {
  const { csat } = summary;
  return (
    <Card title={say("reports.csat")} about={say("reports.csat_def")}>
      <Figure value={csat.share === null ? null : percent(csat.share)} of={say("reports.n", { count: csat.n })} />
      <ShareBar share={csat.share} low={csat.low} high={csat.high} />
      <Few n={csat.n} />
      {csat.low !== null && csat.high !== null && (
        <p class="hint">{say("reports.csat_interval", { low: percent(csat.low), high: percent(csat.high) })}</p>
      )}
    </Card>
  );
}

export function RatersCard({ summary }: { summary: Summary }): VNode {
  const { csat } = summary;
  return (
    <Card title={say("reports.raters")}>
      <div class="split">
        <Split words={say("reports.csat_assistant")} part={summary.csat_assistant} />
        <Split words={say("reports.csat_people")} part={summary.csat_people} />
      </div>
      {csat.response_rate !== null && (
        <p class="hint">
          {say("reports.csat_response", { percent: percent(csat.response_rate), n: csat.n, asked: csat.asked })}
        </p>
      )}
    </Card>
  );
}

function Split({ words, part }: { words: string; part: Satisfaction }): VNode {
  return (
    <div>
      <span class="label">{words}</span>
      <span>
        {part.share === null ? say("reports.nothing") : percent(part.share)}{" "}
        <small>{say("reports.n", { count: part.n })}</small>
      </span>
      <ShareBar share={part.share} low={part.low} high={part.high} />
      <Few n={part.n} />
    </div>
  );
}

/** A rate of so few says little, wherever it stands. */
function Few({ n }: { n: number }): VNode | null {
  return n > 0 && n < FEW ? <small class="few">{say("reports.csat_few")}</small> : null;
}
