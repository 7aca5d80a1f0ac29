// The widget's state and everything that a customer can do with it; views only read the state and call these acts.
import { Connection, Refused } from "../lib/connection";
import { newCid, type CustomerFrames, type ServerFrame } from "../lib/frames";
import { Outbox } from "../lib/link/outbox";
import { RestError } from "../lib/rest";
import { addEcho, applyFrame, dropEcho, emptyTimeline, isUnattended, type Timeline } from "../lib/timeline";
import { echoesIn, takeAnswer } from "./answers";
import { whileOthersAreMade, withPress, type Change } from "./changes";
import { Visitor, type Reports } from "./session";
import { OUTBOX, type Shelves } from "./shelves";
import { firstState, type ChatState } from "./state";
import { isNews, unreadIn } from "./unread";
import { language } from "./words";

const TYPING_EVERY_MS = 2_000;
const TYPING_SHOWN_MS = 6_000;
const RESYNC_EVERY_MS = 2_000;

type Acts = Omit<CustomerFrames, "hello" | "pong" | "resync" | "typing" | "read" | "stream.stop" | "msg.send">;

export class Chat {
  readonly visitor: Visitor;
  readonly #outbox: Outbox;
  readonly #connection: Connection;
  readonly #watchers = new Set<() => void>();
  #state: ChatState;
  #typedAt = 0;
  #resyncedAt = 0;
  #typingEnds: ReturnType<typeof setTimeout> | undefined;
  #isStarted = false;
  #knownHead = 0;

  constructor(shelves: Shelves, token: string, reports: Reports) {
    this.visitor = new Visitor(shelves.local, token, reports);
    this.#outbox = new Outbox(shelves.session, OUTBOX);
    this.#state = firstState(this.#outbox.all);
    this.#connection = new Connection({
      url: `${window.location.origin.replace(/^http/, "ws")}/ws/v1/customer`,
      hello: () => this.#hello(),
      deliver: (frame) => this.#receive(frame),
      onPhase: (phase) => this.#set({ phase }),
      outbox: this.#outbox,
      fallback: this.visitor.plain(() => this.#state.timeline),
    });
  }

  get state(): ChatState {
    return this.#state;
  }

  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Connects once; before that nothing is asked of the server. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#connection.attach(window);
    this.#connection.start();
  }

  /** Again after a refusal. */
  reconnect = (): void => this.#connection.start();

  /** The shop's page says who is signed in; before the first session it is only remembered. */
  identify(token: string): void {
    this.visitor.token = token;
    // A failure here is made good by the next session, which brings the token along.
    if (this.#state.session !== null && token) this.visitor.identify(token, language()).catch(() => undefined);
  }

  setOpen(isOpen: boolean, isQuiet = false): void {
    this.#set({ isOpen, isQuiet });
    if (isOpen) this.start();
    this.markRead();
  }

  /** Who left a contact because nobody is there and writes on, goes on with the assistant. */
  say(text: string): void {
    const { timeline } = this.#state;
    if (isUnattended(timeline) && timeline.contact !== null) this.act("queue.leave", {});
    const cid = newCid();
    this.#connection.ask({ t: "msg.send", d: { s: this.#stream, cid, text } });
    this.#connection.send({ t: "typing", d: { s: this.#stream, on: false } });
    this.#typedAt = 0;
    this.#set({ timeline: addEcho(this.#state.timeline, { cid, text, at: new Date().toISOString() }), trouble: "" });
  }

  /** Everything else that is asked for by one frame and must not be lost. */
  act<T extends keyof Acts>(t: T, d: Omit<Acts[T], "s" | "cid">): void {
    this.#connection.ask({ t, d: { s: this.#stream, cid: newCid(), ...d } });
    this.#set({ trouble: "" });
  }

  /** The button of a proposed change, or "no": the first press counts. */
  answer({ proposal, token }: Change, isWanted: boolean): void {
    if (this.#state.pressed.has(proposal)) return;
    this.#set({ pressed: withPress(this.#state.pressed, proposal, isWanted ? "sending" : "dropping") });
    if (isWanted) this.act("change.confirm", { proposal, token });
    else this.act("change.decline", { proposal });
  }

  stop(turn: number): void {
    this.#connection.send({ t: "stream.stop", d: { s: this.#stream, turn } });
  }

  /** The customer is writing, or has erased everything. */
  setTyping(on: boolean): void {
    const now = Date.now();
    if (on ? now - this.#typedAt < TYPING_EVERY_MS : this.#typedAt === 0) return;
    this.#typedAt = on ? now : 0;
    this.#connection.send({ t: "typing", d: { s: this.#stream, on } });
  }

  retry(cid: string): void {
    const asked = this.#outbox.all.find((one) => one.cid === cid);
    if (asked) this.#connection.ask(asked.frame);
    this.#set({});
  }

  /** Takes a message that was not sent back, to be written anew. */
  takeBack(cid: string): void {
    this.#outbox.remove(cid);
    this.#set({ timeline: dropEcho(this.#state.timeline, cid) });
  }

  forgiveTrouble = (): void => this.#set({ trouble: "" });

  markRead(): void {
    const { timeline, isOpen } = this.#state;
    if (!isOpen || document.visibilityState === "hidden" || timeline.last === 0) return;
    const isNew = unreadIn(timeline, this.visitor.readUpTo(timeline.stream)) > 0;
    this.visitor.rememberRead(timeline.stream, timeline.last);
    if (isNew) this.#connection.send({ t: "read", d: { s: timeline.stream, seq: timeline.last } });
    if (this.#state.unread > 0) this.#set({ unread: 0 });
  }

  get #stream(): string {
    return this.#state.timeline.stream;
  }

  async #hello(): Promise<object> {
    const lang = language();
    const { token } = this.visitor;
    const session = await this.visitor.startSession(lang).catch((error: unknown) => {
      throw error instanceof RestError && error.status === 403 ? new Refused(error.message) : error;
    });
    this.#address(session.stream);
    this.#set({ session });
    if (token !== this.visitor.token) this.identify(this.visitor.token);
    const { stream, last, epoch } = this.#state.timeline;
    return { v: [1], ticket: session.ticket, lang, streams: { [stream]: { seq: last, ep: epoch } } };
  }

  /** Another stream than before: unsent words move there, as do those written before there was any. */
  #address(stream: string): void {
    if (stream === this.#stream) return;
    this.#outbox.address(stream);
    this.#set({ timeline: { ...emptyTimeline(stream), echoes: echoesIn(this.#outbox) }, isLoaded: false });
  }

  #receive(frame: ServerFrame): void {
    const timeline = applyFrame(this.#state.timeline, frame);
    if (frame.t === "welcome") this.#greet(frame.d);
    if (frame.t === "error" && frame.d.retryable) this.#wait(frame.d);
    const trouble = takeAnswer(this.#outbox, frame) || this.#state.trouble;
    const lagMs = frame.t === "ack" ? Date.now() - Date.parse(frame.d.ts) : this.#state.lagMs;
    const isNew = frame.t === "ev" && frame.seq > this.#knownHead && isNews(frame.d);
    const news = isNew ? [...this.#state.news.slice(-4), frame.seq] : this.#state.news;
    const isLoaded = this.#state.isLoaded || (timeline.last > 0 && timeline.last >= this.#knownHead);
    this.#set({ timeline, news, isLoaded, trouble, lagMs, unread: unreadIn(timeline, this.visitor.readUpTo(timeline.stream)) });
    if (timeline.needsResync) this.#resync(timeline);
    if (frame.t === "typing" && frame.d.on) this.#endTypingLater();
    this.markRead();
  }

  #greet(welcome: Extract<ServerFrame, { t: "welcome" }>["d"]): void {
    const head = welcome.streams[this.#stream]?.head ?? 0;
    if (!this.#state.isLoaded) this.#knownHead = head;
    const disclosure = welcome.disclosure?.text ?? this.#state.disclosure;
    this.#set({ disclosure, textLimit: welcome.limits.text, isLoaded: this.#state.isLoaded || head === 0 });
  }

  #wait(error: Extract<ServerFrame, { t: "error" }>["d"]): void {
    this.#set({ pressed: whileOthersAreMade(this.#state.pressed, this.#outbox.all, error) });
    this.#connection.retry(error.retry_after_ms ?? 3_000);
  }

  #resync({ stream, last, epoch }: Timeline): void {
    const now = Date.now();
    if (now - this.#resyncedAt < RESYNC_EVERY_MS) return;
    this.#resyncedAt = now;
    this.#connection.send({ t: "resync", d: { s: stream, seq: last, ep: epoch } });
  }

  #endTypingLater(): void {
    clearTimeout(this.#typingEnds);
    this.#typingEnds = setTimeout(() => this.#set({ timeline: { ...this.#state.timeline, typing: null } }), TYPING_SHOWN_MS);
  }

  #set(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change, asked: this.#outbox.all };
    for (const watcher of this.#watchers) watcher();
  }
}
