// The customer's mood turn by turn, as a line small enough to stand in a heading.
import type { VNode } from "preact";
import { say } from "../../lib/words";

const WIDTH = 72;
const HEIGHT = 20;
const EDGE = 3;
const MOODS = ["calm", "tense", "angry"] as const;
type Mood = (typeof MOODS)[number];

/** `mood` is the frustration of each turn, 0 to 1, oldest first; up is worse. */
export function MoodTrail({ mood }: { mood: readonly number[] }): VNode | null {
  const first = mood[0];
  const last = mood.at(-1);
  if (first === undefined || last === undefined) return null;
  const points = mood.map((value, at) => [placeX(at, mood.length), placeY(value)] as const);
  const label = say("console.packet_mood_label", { from: moodWords(first), to: moodWords(last) });
  const [x, y] = points.at(-1) ?? [0, 0];
  return (
    <span class={`mood ${moodOf(last)}`} role="img" aria-label={label} title={label}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
        <line x1={EDGE} y1={HEIGHT - EDGE} x2={WIDTH - EDGE} y2={HEIGHT - EDGE} class="mood-floor" />
        <polyline points={points.map((point) => point.join(",")).join(" ")} />
        <circle cx={x} cy={y} r="2.6" />
      </svg>
      <span class="mood-words" aria-hidden="true">
        {moodWords(last)}
      </span>
    </span>
  );
}

function placeX(at: number, count: number): number {
  return count === 1 ? WIDTH - EDGE : EDGE + (at / (count - 1)) * (WIDTH - 2 * EDGE);
}

function placeY(value: number): number {
  const held = Math.min(1, Math.max(0, value));
  return HEIGHT - EDGE - held * (HEIGHT - 2 * EDGE);
}

function moodOf(value: number): Mood {
  return value >= 0.66 ? "angry" : value >= 0.34 ? "tense" : "calm";
}

function moodWords(value: number): string {
  return say(`console.packet_mood_${moodOf(value)}`);
}
