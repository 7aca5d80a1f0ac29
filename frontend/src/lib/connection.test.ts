// The shell around the machine with a stand-in for the browser's socket: what is sent, kept and sent again.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Connection, Refused, type Phase, type Ports } from "./connection";
import type { ServerFrame } from "./frames";
import { Outbox, type Shelf } from "./link/outbox";

class StubSocket {
  static made: StubSocket[] = [];
  onopen: (() => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  readonly sent: { t: string; d: Record<string, unknown> }[] = [];
  isClosed = false;

  constructor() {
    StubSocket.made.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as { t: string; d: Record<string, unknown> });
  }
  close(): void {
    this.isClosed = true;
  }
  say(t: string, d: object): void {
    this.onmessage?.({ data: JSON.stringify({ v: 1, t, d }) });
  }
  welcome(): void {
    this.onopen?.();
    this.say("welcome", { conn: "c", ping_ms: 25_000, limits: {}, streams: {} });
  }
}

function shelf(): Shelf & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
}

function ports(change: Partial<Ports> = {}): Ports & { heard: ServerFrame[]; phases: Phase[] } {
  const heard: ServerFrame[] = [];
  const phases: Phase[] = [];
  return {
    heard, phases, url: "ws://shop/ws", hello: async () => ({ v: [1], ticket: "t" }), deliver: (frame) => void heard.push(frame),
    onPhase: (phase) => void phases.push(phase), outbox: new Outbox(shelf(), "outbox"),
    openSocket: () => new StubSocket() as unknown as WebSocket, chance: () => 0.5, ...change,
  };
}

const newest = (): StubSocket => StubSocket.made.at(-1) as StubSocket;
const message = (cid: string): { t: string; d: { cid: string; s: string; text: string } } => ({ t: "msg.send", d: { cid, s: "conv:1", text: "Привет" } });
const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);

beforeEach(() => {
  vi.useFakeTimers();
  StubSocket.made = [];
});
afterEach(() => vi.useRealTimers());

describe("a connection", () => {
  test("says hello first, with a fresh ticket each time", async () => {
    let tickets = 0;
    const connection = new Connection(ports({ hello: async () => ({ ticket: `t${(tickets += 1)}` }) }));
    connection.start();
    await settle();
    newest().welcome();
    expect(newest().sent[0]).toMatchObject({ t: "hello", d: { ticket: "t1" } });
    newest().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(300);
    newest().welcome();
    expect(newest().sent[0]).toMatchObject({ t: "hello", d: { ticket: "t2" } });
  });

  test("sends what was asked for while away, in order, once it is welcome", async () => {
    const connection = new Connection(ports());
    connection.start();
    connection.ask(message("one"));
    connection.ask(message("two"));
    await settle();
    newest().welcome();
    expect(newest().sent.slice(1).map(({ d }) => d["cid"])).toEqual(["one", "two"]);
  });

  test("sends again what was never acknowledged, and not what was", async () => {
    const mine = ports();
    const connection = new Connection(mine);
    connection.start();
    await settle();
    newest().welcome();
    connection.ask(message("one"));
    connection.ask(message("two"));
    mine.outbox.remove("one");
    newest().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(300);
    newest().welcome();
    expect(newest().sent.slice(1).map(({ d }) => d["cid"])).toEqual(["two"]);
  });

  test("asks again on the same socket when an answer does not come", async () => {
    const connection = new Connection(ports());
    connection.start();
    await settle();
    newest().welcome();
    connection.ask(message("one"));
    await vi.advanceTimersByTimeAsync(12_500);
    expect(newest().sent.filter(({ t }) => t === "msg.send")).toHaveLength(2);
  });

  test("drops what is only for the moment while there is no socket", () => {
    const connection = new Connection(ports());
    expect(connection.send({ t: "typing", d: { s: "conv:1", on: true } })).toBe(false);
  });

  test("hears nothing more from a socket that it gave up", async () => {
    const mine = ports();
    const connection = new Connection(mine);
    connection.start();
    await settle();
    const old = newest();
    old.welcome();
    await vi.advanceTimersByTimeAsync(35_500);
    expect(old.isClosed).toBe(true);
    const before = mine.heard.length;
    old.say("ping", { n: 1, heads: {} });
    expect(mine.heard).toHaveLength(before);
  });

  test("ignores what it cannot read", async () => {
    const mine = ports();
    const connection = new Connection(mine);
    connection.start();
    await settle();
    newest().onmessage?.({ data: "not json" });
    newest().onmessage?.({ data: "[]" });
    expect(mine.heard).toEqual([]);
    connection.stop();
  });

  test("stays away when it is refused", async () => {
    const mine = ports({ hello: () => Promise.reject(new Refused("no")) });
    new Connection(mine).start();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(mine.phases.at(-1)).toBe("refused");
    expect(StubSocket.made).toHaveLength(0);
  });

  test("polls and posts when websockets fail twice, and shows no trouble", async () => {
    const posted: string[] = [];
    const poll = vi.fn(async (_: unknown, signal: AbortSignal) => {
      await new Promise((resolve) => (setTimeout(resolve, 25_000), signal.addEventListener("abort", resolve)));
      return { frames: [], head: 0, ep: "e" };
    });
    const send = async (body: string): Promise<ServerFrame[]> => (posted.push(body), [{ t: "ack", d: { cid: "one", s: "conv:1", seq: 1, ts: "" } }]);
    const mine = ports({ fallback: { poll, position: () => ({ seq: 0, ep: "" }), send } });
    const connection = new Connection(mine);
    connection.start();
    connection.ask(message("one"));
    await settle();
    newest().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(1_000);
    newest().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(10);
    expect(poll).toHaveBeenCalledTimes(1);
    expect(posted).toHaveLength(1);
    expect(mine.phases.at(-1)).toBe("live");
    expect(mine.heard).toContainEqual(expect.objectContaining({ t: "ack" }));
    connection.stop();
  });

  test("posts one frame after the other, so that words keep their order", async () => {
    const begun: string[] = [];
    const answers: ((frames: ServerFrame[]) => void)[] = [];
    const poll = (_: unknown, signal: AbortSignal) =>
      new Promise<never>((_resolve, reject) => signal.addEventListener("abort", reject));
    const send = (body: string) => (begun.push(body), new Promise<ServerFrame[]>((resolve) => answers.push(resolve)));
    const connection = new Connection(ports({ fallback: { poll, position: () => ({ seq: 0, ep: "" }), send } }));
    connection.start();
    await settle();
    newest().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(1_000);
    newest().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(10);
    connection.ask(message("one"));
    connection.ask(message("two"));
    await settle();
    expect(begun).toHaveLength(1);
    answers[0]?.([]);
    await settle();
    expect(begun).toHaveLength(2);
    connection.stop();
  });
});

describe("the outbox", () => {
  test("survives a reload of its tab", () => {
    const kept = shelf();
    new Outbox(kept, "outbox").put(message("one"), "2026-11-21T10:00:00Z");
    expect(new Outbox(kept, "outbox").unsent.map(({ cid }) => cid)).toEqual(["one"]);
  });

  test("keeps a refused message for its writer, but does not send it", () => {
    const outbox = new Outbox(shelf(), "outbox");
    outbox.put(message("one"), "2026-11-21T10:00:00Z");
    outbox.refuse("one", "Слишком длинно");
    expect(outbox.unsent).toEqual([]);
    expect(outbox.all[0]?.refusal).toBe("Слишком длинно");
  });

  test("moves to the stream of a new conversation", () => {
    const outbox = new Outbox(shelf(), "outbox");
    outbox.put(message("one"), "2026-11-21T10:00:00Z");
    outbox.address("conv:2");
    expect(outbox.unsent[0]?.frame.d.s).toBe("conv:2");
  });

  test("starts empty from a damaged shelf, and works on one that refuses", () => {
    const broken: Shelf = { getItem: () => "{oops", setItem: () => { throw new Error("full"); }, removeItem: () => undefined };
    const outbox = new Outbox(broken, "outbox");
    outbox.put(message("one"), "2026-11-21T10:00:00Z");
    expect(outbox.unsent).toHaveLength(1);
  });
});
