// Bars and scales as plain elements; every one says its figures in words too.
import type { VNode } from "preact";
import { percent, say } from "../lib/words";
import type { Spread } from "./summary";
import { timeWords } from "./words";

/** A share of 1 as a bar; `low` and `high` are the band of its uncertainty. */
export function ShareBar({
  share,
  low = null,
  high = null,
}: {
  share: number | null;
  low?: number | null;
  high?: number | null;
}): VNode {
  return (
    <div class="share" aria-hidden="true">
      {share !== null && <i class="share-fill" style={{ width: wide(share) }} />}
      {low !== null && high !== null && <i class="share-band" style={{ left: wide(low), width: wide(high - low) }} />}
    </div>
  );
}

/** Where the median and the 90th percentile lie against the aim and the norm. */
export function TimeScale({ spread }: { spread: Spread }): VNode | null {
  const { p50, p90, norm_s: norm, aim_s: aim } = spread;
  if (p50 === null || p90 === null) return null;
  const end = Math.max(norm * 1.5, Math.min(p90, norm * 4) * 1.08);
  const at = (seconds: number): string => wide(Math.min(1, seconds / end));
  return (
    <div class="scale" aria-hidden="true">
      <i class="scale-good" style={{ width: at(aim) }} />
      <i class="scale-fair" style={{ left: at(aim), width: wide((norm - aim) / end) }} />
      <i class="scale-range" style={{ left: at(p50), width: `calc(${at(p90)} - ${at(p50)})` }} />
      <i class="scale-median" style={{ left: at(p50) }} />
      <span class="tick" style={{ left: at(aim) }}>
        {say("reports.aim", { time: timeWords(aim) })}
      </span>
      <span class="tick low" style={{ left: at(norm) }}>
        {say("reports.norm", { time: timeWords(norm) })}
      </span>
    </div>
  );
}

export interface Bar {
  key: string;
  words: string;
  value: number;
  hint?: string;
}

/** Counts as bars of one scale, with their share of the whole. */
export function Bars({ bars, whole }: { bars: readonly Bar[]; whole: number }): VNode {
  const longest = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <ul class="bars">
      {bars.map((bar) => (
        <li key={bar.key} class={bar.value === 0 ? "none" : bar.key}>
          <span class="bar-words">{bar.words}</span>
          <span class="bar-track" aria-hidden="true">
            <i style={{ width: wide(bar.value / longest) }} />
          </span>
          <span class="bar-value">
            {bar.value} <small>{whole > 0 ? percent(bar.value / whole) : ""}</small>
          </span>
          {bar.hint !== undefined && <span class="hint bar-hint">{bar.hint}</span>}
        </li>
      ))}
    </ul>
  );
}

function wide(share: number): string {
  return `${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`;
}
