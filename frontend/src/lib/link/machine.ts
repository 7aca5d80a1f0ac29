// When to connect, greet, wait, poll and give up: a pure state machine; sockets, timers and requests are connection.ts.
import type { ClientFrame, ServerFrame } from "../frames";

export const STALL_MS = 10_000;
export const GRACE_MS = 10_000;
export const FIRST_WAIT_MS = 500;
export const LONGEST_WAIT_MS = 30_000;
export const SOCKET_AGAIN_MS = 60_000;
export const FAILURES_BEFORE_POLLING = 2;

export type Timer = "retry" | "stall" | "silence";
export type Link = {
  readonly socket: "none" | "preparing" | "opening" | "greeting" | "live";
  readonly isPolling: boolean;
  /** Waits since the last success; sockets in a row that never reached `welcome`. */
  readonly attempt: number;
  readonly failures: number;
  readonly pingMs: number;
  readonly heardAt: number;
  readonly wasLive: boolean;
  readonly isOffline: boolean;
  /** The close code that forbids coming back, 0 while there is none. */
  readonly refusal: number;
};

export const AT_REST: Link = {
  socket: "none", isPolling: false, attempt: 0, failures: 0, pingMs: 25_000, heardAt: 0, wasLive: false,
  isOffline: false, refusal: 0,
};

/** `at` is a monotonic clock in milliseconds. */
export type Input =
  | { type: "start" | "stop" | "ready" | "opened" | "online" | "offline" | "poll-failed" }
  | { type: "unready"; refusal: number }
  | { type: "frame"; frame: ServerFrame; at: number }
  | { type: "closed"; code: number }
  | { type: "awake"; at: number }
  | { type: "timer"; name: Timer };

export type Effect =
  | { do: "prepare" | "open" | "hello" | "drop" | "flush" | "poll" | "unpoll" }
  | { do: "send"; frame: ClientFrame }
  | { do: "deliver"; frame: ServerFrame }
  | { do: "timer"; name: Timer; ms: number }
  | { do: "cancel"; name: Timer };

export type Policy = { readonly canPoll: boolean; readonly chance: () => number };
type Step = readonly [Link, readonly Effect[]];

/** What the customer should know. */
export type Phase = "connecting" | "live" | "reconnecting" | "offline" | "refused";

export function phaseOf(link: Link): Phase {
  if (link.refusal > 0) return "refused";
  if (link.isOffline) return "offline";
  if (link.socket === "live" || link.isPolling) return "live";
  return link.wasLive || link.attempt > 1 ? "reconnecting" : "connecting";
}

export function step(link: Link, input: Input, policy: Policy): Step {
  if (link.refusal > 0 && input.type !== "start") return [link, []];
  switch (input.type) {
    case "start":
      return connect({ ...AT_REST, wasLive: link.wasLive });
    case "stop":
      return [AT_REST, [{ do: "drop" }, { do: "unpoll" }, ...cancels("retry", "stall", "silence")]];
    case "ready":
      return link.socket === "preparing" ? [{ ...link, socket: "opening" }, [{ do: "open" }]] : [link, []];
    case "unready":
      if (link.socket !== "preparing") return [link, []];
      return input.refusal > 0 ? refuse(link, input.refusal) : wait(link, policy);
    case "opened":
      return [{ ...link, socket: "greeting" }, [{ do: "hello" }]];
    case "frame":
      return hear({ ...link, heardAt: input.at }, input.frame);
    case "closed":
      return lose(link, input.code, policy);
    case "poll-failed":
      return wait({ ...link, isPolling: false, failures: 1 }, policy, [{ do: "unpoll" }]);
    case "online":
      return connect({ ...link, attempt: 0, isOffline: false });
    case "offline":
      return [{ ...link, isOffline: true }, []];
    case "awake":
      return wake(link, input.at);
    case "timer":
      return input.name === "retry" ? connect(link) : lose(link, 0, policy);
  }
}

function connect(link: Link): Step {
  const effects: Effect[] = [{ do: "drop" }, ...cancels("retry", "silence"), { do: "prepare" }];
  return [{ ...link, socket: "preparing" }, [...effects, { do: "timer", name: "stall", ms: STALL_MS }]];
}

function hear(link: Link, frame: ServerFrame): Step {
  const listen: Effect = { do: "timer", name: "silence", ms: link.pingMs + GRACE_MS };
  switch (frame.t) {
    case "welcome":
      return welcomed(link, frame, frame.d.ping_ms);
    case "ping":
      return [link, [listen, { do: "send", frame: { t: "pong", d: { n: frame.d.n } } }, { do: "deliver", frame }]];
    case "drain": {
      const wait: Effect = { do: "timer", name: "retry", ms: frame.d.reconnect_in_ms };
      return [{ ...link, socket: "none" }, [{ do: "drop" }, ...cancels("stall", "silence"), wait]];
    }
    default:
      return [link, [listen, { do: "deliver", frame }]];
  }
}

function welcomed(link: Link, frame: ServerFrame, pingMs: number): Step {
  const live: Link = {
    ...link, socket: "live", isPolling: false, attempt: 0, failures: 0, pingMs, wasLive: true, isOffline: false,
  };
  const listen: Effect = { do: "timer", name: "silence", ms: pingMs + GRACE_MS };
  return [live, [...cancels("stall"), { do: "unpoll" }, { do: "deliver", frame }, { do: "flush" }, listen]];
}

function lose(link: Link, code: number, policy: Policy): Step {
  if (code >= 4500 && code <= 4999) return refuse(link, code);
  if (link.socket === "none") return [link, []];
  const failures = link.socket === "live" ? 0 : link.failures + (link.socket === "preparing" ? 0 : 1);
  return wait({ ...link, failures }, policy);
}

function wait(link: Link, policy: Policy, before: readonly Effect[] = []): Step {
  const quiet: Effect[] = [...before, { do: "drop" }, ...cancels("stall", "silence")];
  if (policy.canPoll && (link.isPolling || link.failures >= FAILURES_BEFORE_POLLING)) {
    const polling: Link = { ...link, socket: "none", isPolling: true, attempt: 0, wasLive: true };
    const begin: Effect[] = link.isPolling ? [] : [{ do: "poll" }, { do: "flush" }];
    return [polling, [...quiet, ...begin, { do: "timer", name: "retry", ms: SOCKET_AGAIN_MS }]];
  }
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** link.attempt);
  const ms = Math.round(policy.chance() * longest);
  return [{ ...link, socket: "none", attempt: link.attempt + 1 }, [...quiet, { do: "timer", name: "retry", ms }]];
}

function refuse(link: Link, code: number): Step {
  const refused: Link = { ...link, socket: "none", isPolling: false, refusal: code };
  return [refused, [{ do: "drop" }, { do: "unpoll" }, ...cancels("retry", "stall", "silence")]];
}

/** After sleep timers are late: a socket that missed a heartbeat is dead, a planned retry is due. */
function wake(link: Link, at: number): Step {
  const isStale = link.socket === "live" && at - link.heardAt > link.pingMs + 2_000;
  const isWaiting = link.socket === "none" && !link.isPolling && link.attempt > 0;
  return isStale || isWaiting ? connect({ ...link, attempt: 0 }) : [link, []];
}

function cancels(...names: Timer[]): Effect[] {
  return names.map((name) => ({ do: "cancel", name }));
}
