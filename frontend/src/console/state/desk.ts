// The desk's one connection and what an operator can do over it; the state itself is folded in fold.ts.
import { Api, CallFailed } from "../../account/api";
import { Connection, Refused, type Phase } from "../../lib/connection";
import { newCid, type OperatorFrames, type ServerFrame, type ServerFrames } from "../../lib/frames";
import type { Asked } from "../../lib/link/outbox";
import type { Lang } from "../../lib/words";
import { Acts } from "./acts";
import { fold, follow, NEW_DESK, withLoaded, withSuggestion, type DeskState } from "./fold";
import { Mail } from "./mail";
import { noticesOf, type Notice } from "./notices";
import type { DeskEntry } from "./sections";

const ANSWERED_WITHIN_MS = 8_000;
type Asking = { readonly kind: string; readonly conversation: string };

export class Desk extends Acts {
  state: DeskState = NEW_DESK;
  phase: Phase = "connecting";
  readonly #api: Api;
  readonly #connection: Connection;
  readonly #mail: Mail;
  readonly #asked = new Map<string, Asking>();
  readonly #watched = new Set<string>();
  readonly #onChange: () => void;
  readonly #onNotice: (notice: Notice) => void;

  constructor(api: Api, lang: () => Lang, me: string, onChange: () => void, onNotice: (notice: Notice) => void) {
    super();
    this.#api = api;
    this.#onChange = onChange;
    this.#onNotice = onNotice;
    this.#mail = new Mail(me);
    this.#connection = new Connection({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/v1/operator`,
      hello: () => this.#hello(lang()),
      deliver: (frame) => this.#take(frame),
      onPhase: (phase) => {
        this.phase = phase;
        onChange();
      },
      outbox: this.#mail.outbox,
    });
  }

  /** Connects; the result disconnects. */
  start(): () => void {
    const untie = this.#connection.attach(window);
    this.#connection.start();
    return () => {
      untie();
      this.#connection.stop();
    };
  }

  /** Messages and notes that are on their way to `stream` or were refused. */
  unsent(stream: string): readonly Asked[] {
    return this.#mail.unsent(stream);
  }

  entry(conversation: string): DeskEntry | undefined {
    return this.state.entries.get(conversation);
  }

  /** Follows these conversations with their notes, and no others. */
  watch(conversations: readonly string[]): void {
    const wanted = new Set(conversations.flatMap((each) => [`conv:${each}`, `note:${each}`]));
    for (const stream of this.#watched) if (!wanted.has(stream)) this.#unwatch(stream);
    for (const stream of wanted) if (!this.#watched.has(stream)) this.#follow(stream);
  }

  setPresence(status: OperatorFrames["op.status"]["status"]): void {
    if (this.pass("op.status", { status }) && this.state.me !== null)
      this.#change({ ...this.state, me: { ...this.state.me, status } });
  }

  dropSuggestion(conversation: string): void {
    this.#change(withSuggestion(this.state, `conv:${conversation}`, null));
  }

  say(conversation: string, text: string): void {
    this.#write({ s: `conv:${conversation}`, cid: newCid(), text, av: this.av(conversation) });
  }

  note(conversation: string, text: string): void {
    this.#write({ s: `note:${conversation}`, cid: newCid(), text });
  }

  forget(cid: string): void {
    this.#mail.outbox.remove(cid);
    this.#onChange();
  }

  /** Conversations that the inbox does not tell of: with the assistant, or resolved. */
  async load(status: "bot" | "resolved"): Promise<void> {
    const { entries } = await this.#api.get<{ entries: DeskEntry[] }>("conversations", { status, limit: 50 });
    this.#change(withLoaded(this.state, status, entries));
  }

  async #hello(lang: Lang): Promise<object> {
    await this.#api.me().catch((error: unknown) => {
      throw error instanceof CallFailed && error.status === 401 ? new Refused() : error;
    });
    const { last, epoch } = this.state.inbox;
    return { v: [1], csrf: this.#api.csrf, lang, streams: { inbox: { seq: last, ep: epoch } } };
  }

  #take(frame: ServerFrame): void {
    const before = this.state;
    this.state = fold(before, frame);
    if (frame.t === "welcome") for (const stream of this.#watched) this.#requestStream(stream);
    if (frame.t === "error") this.#refused(frame.d, frame.re);
    if (frame.t === "ack") this.#mail.acknowledged(frame.d.cid, frame.d.seq, this.state.timelines.get(frame.d.s));
    if (frame.t === "ev") this.#mail.arrived(frame.d);
    this.#mend();
    for (const notice of noticesOf(before, this.state, [...this.#asked.values()])) this.#announce(notice);
    this.#onChange();
  }

  #announce(notice: Notice): void {
    for (const [id, asking] of this.#asked) if (asking.conversation === notice.conversation) this.#asked.delete(id);
    this.#onNotice(notice);
  }

  #refused(error: ServerFrames["error"], re: string | undefined): void {
    const asking = re === undefined ? undefined : this.#asked.get(re);
    if (re !== undefined) this.#asked.delete(re);
    if (error.cid && error.retryable) return this.#connection.retry(error.retry_after_ms ?? 1_000);
    const about = error.cid ? this.#mail.refuse(error.cid, error.message) : "";
    this.#onNotice({
      kind: "refused",
      conversation: asking?.conversation ?? about,
      code: error.code,
      words: error.message,
    });
  }

  /** Asks for what a stream misses. */
  #mend(): void {
    for (const timeline of [this.state.inbox, ...this.state.timelines.values()]) {
      if (!timeline.needsResync) continue;
      this.pass("resync", { s: timeline.stream, seq: timeline.last, ep: timeline.epoch });
    }
  }

  #follow(stream: string): void {
    this.#watched.add(stream);
    this.#change(follow(this.state, stream));
    this.#requestStream(stream);
  }

  #unwatch(stream: string): void {
    this.#watched.delete(stream);
    this.pass("unwatch", { s: stream });
  }

  #requestStream(stream: string): void {
    const timeline = this.state.timelines.get(stream);
    this.pass("watch", { s: stream, seq: timeline?.last ?? 0, ep: timeline?.epoch ?? "" });
  }

  protected ask(kind: keyof OperatorFrames, conversation: string, d: object): void {
    this.#onNotice({ kind: "acted", conversation });
    const id = newCid();
    this.#asked.set(id, { kind, conversation });
    const isSent = this.#connection.send({ t: kind, id, d: { s: `conv:${conversation}`, ...d } });
    setTimeout(() => this.#asked.delete(id), isSent ? ANSWERED_WITHIN_MS : 0);
    if (!isSent) this.#onNotice({ kind: "offline", conversation });
  }

  #write(d: { s: string; cid: string; text: string; av?: number }): void {
    this.#connection.ask({ t: "msg.send", d });
    this.#onChange();
  }

  protected pass(t: keyof OperatorFrames, d: object): boolean {
    return this.#connection.send({ t, d });
  }

  protected av(conversation: string): number {
    return this.entry(conversation)?.av ?? 0;
  }

  #change(state: DeskState): void {
    this.state = state;
    this.#onChange();
  }
}
