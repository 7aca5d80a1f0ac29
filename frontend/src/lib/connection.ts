// Carries out what link/machine.ts decides: the websocket, its timers, the outbox, the browser's own events.
import { envelope, parseFrame, type AskingFrame, type ClientFrame, type Position, type ServerFrame } from "./frames";
import { AT_REST, phaseOf, step, type Effect, type Input, type Link, type Phase, type Timer } from "./link/machine";
import type { Outbox } from "./link/outbox";
import { pollForever, type Poll } from "./link/polling";

export type { Phase } from "./link/machine";

const UNANSWERED_MS = 12_000;

/** Thrown by `Ports.hello` when there is no point in trying again. */
export class Refused extends Error {}

/** What a page brings. `hello` makes the payload of the first frame anew for each connection. */
export type Ports = {
  url: string;
  hello: () => Promise<object>;
  deliver: (frame: ServerFrame) => void;
  onPhase: (phase: Phase) => void;
  outbox: Outbox;
  openSocket?: (url: string) => WebSocket;
  fallback?: { poll: Poll; position: () => Position; send: (body: string) => Promise<ServerFrame[]> };
  chance?: () => number;
};

export class Connection {
  readonly #ports: Ports;
  readonly #timers = new Map<Timer, ReturnType<typeof setTimeout>>();
  #link: Link = AT_REST;
  #socket: WebSocket | null = null;
  #hello: object = {};
  #polling: AbortController | null = null;
  #posted: Promise<void> = Promise.resolve();
  #resend: ReturnType<typeof setTimeout> | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  get phase(): Phase {
    return phaseOf(this.#link);
  }

  start(): void {
    this.#take({ type: "start" });
  }

  stop(): void {
    clearTimeout(this.#resend);
    this.#take({ type: "stop" });
  }

  /** Sends now or never: typing, read, resync, stop. False when there is no connection. */
  send(frame: ClientFrame): boolean {
    if (this.#link.socket === "live") this.#socket?.send(envelope(frame));
    else if (this.#link.isPolling) this.#posted = this.#posted.then(() => this.#post(frame));
    else return false;
    return true;
  }

  /** Sends until acknowledged. */
  ask(frame: AskingFrame): void {
    this.#ports.outbox.put(frame, new Date().toISOString());
    this.send(frame);
    this.#resendLater(UNANSWERED_MS);
  }

  /** Sends everything unacknowledged again, after `ms`. */
  retry(ms: number): void {
    this.#resendLater(ms);
  }

  /** Ties the connection to the browser's network, visibility and clock; the result unties it. */
  attach(page: Window): () => void {
    const untie = new AbortController();
    const { signal } = untie;
    page.addEventListener("online", () => this.#take({ type: "online" }), { signal });
    page.addEventListener("offline", () => this.#take({ type: "offline" }), { signal });
    page.document.addEventListener("visibilitychange", () => {
      if (page.document.visibilityState === "visible") this.#take({ type: "awake", at: Date.now() });
    }, { signal });
    let ticked = Date.now();
    const drift = setInterval(() => {
      if (Date.now() - ticked > 15_000) this.#take({ type: "awake", at: Date.now() });
      ticked = Date.now();
    }, 5_000);
    signal.addEventListener("abort", () => clearInterval(drift));
    if (!page.navigator.onLine) this.#take({ type: "offline" });
    return () => untie.abort();
  }

  #take(input: Input): void {
    const before = phaseOf(this.#link);
    const policy = { canPoll: this.#ports.fallback !== undefined, chance: this.#ports.chance ?? Math.random };
    const [link, effects] = step(this.#link, input, policy);
    this.#link = link;
    for (const effect of effects) this.#perform(effect);
    const phase = phaseOf(this.#link);
    if (phase !== before || input.type === "start") this.#ports.onPhase(phase);
  }

  #perform(effect: Effect): void {
    switch (effect.do) {
      case "prepare":
        return void this.#prepare();
      case "open":
        return this.#open();
      case "hello":
        return this.#socket?.send(envelope({ t: "hello", d: this.#hello }));
      case "drop":
        return this.#drop();
      case "flush":
        return this.#flush();
      case "poll":
        return void this.#poll();
      case "unpoll":
        return this.#polling?.abort();
      case "send":
        return this.#socket?.send(envelope(effect.frame));
      case "deliver":
        return this.#ports.deliver(effect.frame);
      case "timer":
        return this.#arm(effect.name, effect.ms);
      case "cancel":
        return clearTimeout(this.#timers.get(effect.name));
    }
  }

  #arm(name: Timer, ms: number): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, setTimeout(() => this.#take({ type: "timer", name }), ms));
  }

  async #prepare(): Promise<void> {
    try {
      this.#hello = await this.#ports.hello();
      this.#take({ type: "ready" });
    } catch (error) {
      this.#take({ type: "unready", refusal: error instanceof Refused ? 4500 : 0 });
    }
  }

  #open(): void {
    const make = this.#ports.openSocket ?? ((url: string) => new WebSocket(url, "support.v1"));
    const socket = make(this.#ports.url);
    this.#socket = socket;
    const isCurrent = (): boolean => this.#socket === socket;
    socket.onopen = () => isCurrent() && this.#take({ type: "opened" });
    socket.onclose = ({ code }) => isCurrent() && this.#take({ type: "closed", code });
    socket.onmessage = ({ data }) => {
      const frame = parseFrame(String(data));
      if (isCurrent() && frame !== null) this.#take({ type: "frame", frame, at: Date.now() });
    };
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
  }

  #flush(): void {
    for (const { frame } of this.#ports.outbox.unsent) this.send(frame);
  }

  #resendLater(ms: number): void {
    clearTimeout(this.#resend);
    this.#resend = setTimeout(() => {
      if (this.#ports.outbox.unsent.length === 0) return;
      this.#flush();
      this.#resendLater(UNANSWERED_MS);
    }, ms);
  }

  async #poll(): Promise<void> {
    const { fallback, deliver } = this.#ports;
    if (fallback === undefined) return;
    this.#polling?.abort();
    const polling = new AbortController();
    this.#polling = polling;
    try {
      await pollForever(fallback.poll, fallback.position, deliver, polling.signal);
    } catch {
      if (!polling.signal.aborted) this.#take({ type: "poll-failed" });
    }
  }

  /** One after the other, as on a socket: what was said first arrives first. */
  async #post(frame: ClientFrame): Promise<void> {
    try {
      for (const answer of (await this.#ports.fallback?.send(envelope(frame))) ?? []) this.#ports.deliver(answer);
    } catch {
      // Asked frames stay in the outbox and are sent again; the others are for the moment only.
    }
  }
}
