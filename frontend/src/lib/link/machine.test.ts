// When the link connects, waits, polls and gives up, told as sentences; no sockets and no clocks.
import { describe, expect, test } from "vitest";
import type { ServerFrame } from "../frames";
import { AT_REST, phaseOf, step, type Effect, type Input, type Link, type Policy } from "./machine";

const POLICY: Policy = { canPoll: true, chance: () => 1 };
const limits = { text: 4000, frame: 65536, messages_per_10s: 20 };
const WELCOME: ServerFrame = {
  t: "welcome", d: { conn: "c", ping_ms: 20_000, limits, streams: {}, disclosure: null, customer: null, me: null, colleagues: [] },
};
const frame = (of: ServerFrame, at = 0): Input => ({ type: "frame", frame: of, at });
const CONNECT: Input[] = [{ type: "start" }, { type: "ready" }, { type: "opened" }, frame(WELCOME)];
const BREAK: Input[] = [{ type: "timer", name: "retry" }, { type: "ready" }, { type: "closed", code: 1006 }];

function run(inputs: readonly Input[], policy = POLICY): { link: Link; last: readonly Effect[]; all: Effect[] } {
  let link = AT_REST;
  let last: readonly Effect[] = [];
  const all: Effect[] = [];
  for (const input of inputs) {
    [link, last] = step(link, input, policy);
    all.push(...last);
  }
  return { link, last, all };
}

const names = (effects: readonly Effect[]): string[] => effects.map((effect) => effect.do);
const timer = (effects: readonly Effect[], name: string): number | undefined =>
  effects.flatMap((effect) => (effect.do === "timer" && effect.name === name ? [effect.ms] : [])).at(-1);

describe("connecting", () => {
  test("a ticket is fetched, the socket opened, hello said, and after welcome the outbox goes out", () => {
    const { link, all } = run(CONNECT);
    expect(names(all).filter((one) => !["cancel", "timer", "drop", "unpoll"].includes(one))).toEqual(["prepare", "open", "hello", "deliver", "flush"]);
    expect(phaseOf(link)).toBe("live");
  });

  test("a step that takes too long is given up and tried again", () => {
    const { link, last } = run([{ type: "start" }, { type: "timer", name: "stall" }]);
    expect(link.socket).toBe("none");
    expect(timer(last, "retry")).toBe(500);
  });

  test("a late ticket of an abandoned attempt opens nothing", () => {
    expect(run([{ type: "start" }, { type: "timer", name: "stall" }, { type: "ready" }]).last).toEqual([]);
  });
});

describe("waiting", () => {
  test("waits double from half a second to thirty", () => {
    const failure: Input[] = [{ type: "unready", refusal: 0 }, { type: "timer", name: "retry" }];
    const inputs: Input[] = [{ type: "start" }, ...Array.from({ length: 9 }, () => failure).flat()];
    let link = AT_REST;
    const waits: number[] = [];
    for (const input of inputs) {
      const [next, effects] = step(link, input, POLICY);
      link = next;
      const wait = timer(effects, "retry");
      if (wait !== undefined) waits.push(wait);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  test("the wait is drawn from the whole range, so that many clients do not come at once", () => {
    const none = run([...CONNECT, { type: "closed", code: 1006 }], { canPoll: true, chance: () => 0 });
    expect(timer(none.last, "retry")).toBe(0);
  });

  test("success starts the waits anew", () => {
    const { last } = run([{ type: "start" }, { type: "unready", refusal: 0 }, { type: "unready", refusal: 0 }, ...CONNECT.slice(0), { type: "closed", code: 1006 }]);
    expect(timer(last, "retry")).toBe(500);
  });
});

describe("a live socket", () => {
  test("a ping is answered and the silence timer armed for its interval and ten seconds", () => {
    const ping: ServerFrame = { t: "ping", d: { n: 7, heads: {} } };
    const { last } = run([...CONNECT, frame(ping, 5)]);
    expect(last).toContainEqual({ do: "send", frame: { t: "pong", d: { n: 7 } } });
    expect(timer(last, "silence")).toBe(30_000);
  });

  test("silence means that the socket is dead", () => {
    const { link, last } = run([...CONNECT, { type: "timer", name: "silence" }]);
    expect(names(last)).toContain("drop");
    expect(phaseOf(link)).toBe("reconnecting");
  });

  test("a drain comes back when the server said", () => {
    const { link, last } = run([...CONNECT, frame({ t: "drain", d: { reconnect_in_ms: 1_234 } })]);
    expect(link.socket).toBe("none");
    expect(timer(last, "retry")).toBe(1_234);
  });

  test.each([4001, 4002, 4003, 4006, 4499, 1006, 1012])("close code %i comes back", (code) => {
    expect(timer(run([...CONNECT, { type: "closed", code }]).last, "retry")).toBeDefined();
  });

  test.each([4500, 4501, 4502, 4503, 4505, 4506])("close code %i never comes back by itself", (code) => {
    const { link, last } = run([...CONNECT, { type: "closed", code }, { type: "online" }, { type: "timer", name: "retry" }]);
    expect(phaseOf(link)).toBe("refused");
    expect(last).toEqual([]);
    expect(names(step(link, { type: "start" }, POLICY)[1])).toContain("prepare");
  });
});

describe("the world outside", () => {
  test("the network's return connects at once", () => {
    const { last } = run([...CONNECT, { type: "offline" }, { type: "closed", code: 1006 }, { type: "online" }]);
    expect(names(last)).toContain("prepare");
  });

  test("after sleep a socket that missed its heartbeat is replaced", () => {
    expect(names(run([...CONNECT, { type: "awake", at: 60_000 }]).last)).toContain("prepare");
    expect(run([...CONNECT, { type: "awake", at: 5_000 }]).last).toEqual([]);
  });

  test("after sleep a planned wait is not waited out", () => {
    expect(names(run([...CONNECT, { type: "closed", code: 1006 }, { type: "awake", at: 1 }]).last)).toContain("prepare");
  });

  test("while the browser is offline the customer is told so", () => {
    expect(phaseOf(run([...CONNECT, { type: "offline" }]).link)).toBe("offline");
  });
});

describe("without websockets", () => {
  const polling: Input[] = [{ type: "start" }, { type: "ready" }, { type: "closed", code: 1006 }, ...BREAK];

  test("two sockets in a row that never greeted turn to polling, and the outbox goes out", () => {
    const { link, last } = run(polling);
    expect(names(last)).toEqual(expect.arrayContaining(["poll", "flush"]));
    expect(phaseOf(link)).toBe("live");
  });

  test("a lost socket that had been live is not a reason to poll", () => {
    expect(run([...CONNECT, { type: "closed", code: 1006 }, ...BREAK]).link.isPolling).toBe(false);
  });

  test("a socket is tried again now and then, and polling ends when it greets", () => {
    const { link, all } = run([...polling, { type: "timer", name: "retry" }, { type: "ready" }, { type: "opened" }, frame(WELCOME)]);
    expect(link.isPolling).toBe(false);
    expect(names(all)).toContain("unpoll");
  });

  test("while the socket fails polling goes on undisturbed", () => {
    const { link, last } = run([...polling, ...BREAK]);
    expect(link.isPolling).toBe(true);
    expect(names(last)).not.toContain("poll");
  });

  test("failing polls wait and begin again with a socket", () => {
    const { link, last } = run([...polling, { type: "poll-failed" }]);
    expect(link.isPolling).toBe(false);
    expect(timer(last, "retry")).toBeGreaterThan(0);
  });

  test("a page that cannot poll only waits", () => {
    expect(run(polling, { canPoll: false, chance: () => 1 }).link.isPolling).toBe(false);
  });
});
