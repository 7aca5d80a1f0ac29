// The same frames over plain HTTPS, for networks that break websockets: one question at a time, answered when there is news.
import type { Position, ServerFrame } from "../frames";

export type PollAnswer = { frames: ServerFrame[]; head: number; ep: string };
export type Poll = (position: Position, signal: AbortSignal) => Promise<PollAnswer>;

const SHORTEST_ROUND_MS = 1_000;

/** Asks until `signal` aborts; throws what `poll` throws. An answer that came at once and empty is not asked again at once. */
export async function pollForever(
  poll: Poll,
  position: () => Position,
  deliver: (frame: ServerFrame) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const askedAt = performance.now();
    const answer = await poll(position(), signal);
    if (signal.aborted) return;
    for (const frame of answer.frames) deliver(frame);
    const took = performance.now() - askedAt;
    if (answer.frames.length === 0 && took < SHORTEST_ROUND_MS) await pause(SHORTEST_ROUND_MS - took, signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
