// One card for each time: median, 90th percentile, and how many kept to the aim and the norm.
import type { VNode } from "preact";
import { percent, say } from "../lib/words";
import { Card, Figure } from "./card";
import { ShareBar, TimeScale } from "./charts";
import type { Spread, TimeName } from "./summary";
import { timeWords } from "./words";

export function TimeCard({ name, spread }: { name: TimeName; spread: Spread }): VNode {
  const { p50, p90, within_norm, within_aim } = spread;
  return (
    <Card title={say(`reports.time_${name}`)} about={say(`reports.time_${name}_def`)}>
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
      <div class="split">
        <Within words={`${say("reports.within_aim")} · ${timeWords(spread.aim_s)}`} share={within_aim} />
        <Within words={`${say("reports.within_norm")} · ${timeWords(spread.norm_s)}`} share={within_norm} />
      </div>
      <p class="hint">
        {say("reports.n", { count: spread.n })}
        {spread.unanswered > 0 && `; ${say("reports.not_ended", { count: spread.unanswered })}`}
      </p>
    </Card>
  );
}

function Within({ words, share }: { words: string; share: number | null }): VNode {
  return (
    <div>
      <span class="label">{words}</span>
      <span>{share === null ? say("reports.nothing") : percent(share)}</span>
      <ShareBar share={share} />
    </div>
  );
}
