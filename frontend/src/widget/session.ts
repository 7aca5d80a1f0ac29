// Who this browser is to the shop: the secret, single-use tickets, the shop's own name and colour, transcripts.
import type { Ports } from "../lib/connection";
import type { Position, ServerFrame } from "../lib/frames";
import type { Shelf } from "../lib/link/outbox";
import type { PollAnswer } from "../lib/link/polling";
import { request, respond, RestError } from "../lib/rest";
import type { Timeline } from "../lib/timeline";
import type { Lang } from "../lib/words";
import { CONVERSATION, SECRET, SIGNED_IN } from "./shelves";

/** A frame that hangs longer is given up, so that the next ones get their turn; the outbox sends it again. */
const SEND_MS = 15_000;
/** A tab that has just signed the customer in writes the new secret down within this time. */
const RENEWAL_MS = 1_000;

export type IdentityState = "verified" | "refused" | "none";
/** What the visitor tells of the shop's token, and whom it hands over to when the browser has changed hands. */
export type Reports = {
  onIdentity: (identity: IdentityState, code: string) => void;
  /** Another customer has signed in, whose secret is on the shelf; never returns: the widget starts anew. */
  onAnother: () => Promise<never>;
};

export type Session = {
  secret: string;
  customer: string;
  conversation: string;
  stream: string;
  ticket: string;
  shop: { name: Record<Lang, string>; accent: string };
  identity: IdentityState;
  identity_error: string;
  is_another: boolean;
};

/** The customer of this browser, known by the secret on its shelf. */
export class Visitor {
  readonly #shelf: Shelf;
  readonly #reports: Reports;
  #identifying: Promise<void> = Promise.resolve();
  /** The shop's word on who is signed in, empty without one. */
  token: string;

  constructor(shelf: Shelf, token: string, reports: Reports) {
    this.#shelf = shelf;
    this.token = token;
    this.#reports = reports;
  }

  /** Has this browser talked to the shop before? */
  get isKnown(): boolean {
    return this.#shelf.getItem(SECRET) !== null;
  }

  /** A session with a fresh ticket; a secret that the server no longer knows is dropped and a new customer begins. */
  async startSession(lang: Lang): Promise<Session> {
    await this.#identifying;
    return this.#open(lang);
  }

  async #open(lang: Lang): Promise<Session> {
    const secret = this.#shelf.getItem(SECRET);
    try {
      const body = { lang, ...(secret === null ? {} : { secret }), ...(this.token ? { token: this.token } : {}) };
      const session = await request<Session>("/api/v1/session", { method: "POST", body });
      this.#shelf.setItem(CONVERSATION, session.conversation);
      this.#shelf.setItem(SECRET, session.secret);
      this.#report(session.identity, session.identity_error);
      return session.is_another ? this.#reports.onAnother() : session;
    } catch (error) {
      if (secret === null || !(error instanceof RestError) || error.status !== 401) throw error;
      await new Promise((resolve) => setTimeout(resolve, RENEWAL_MS));
      if (this.#shelf.getItem(SECRET) === secret) this.#shelf.removeItem(SECRET);
      return this.#open(lang);
    }
  }

  /** The same frames over plain requests. */
  plain(timeline: () => Timeline): NonNullable<Ports["fallback"]> {
    return {
      poll: (position, signal) => this.#poll(timeline().stream, position, signal),
      position: () => ({ seq: timeline().last, ep: timeline().epoch }),
      send: (body) => this.#send(body),
    };
  }

  /** The shop's page brought a token while the chat was running. */
  identify(token: string, lang: Lang): Promise<void> {
    const identifying = this.#identifying.then(() => this.#identify(token, lang));
    this.#identifying = identifying.catch(() => undefined);
    return identifying;
  }

  async #identify(token: string, lang: Lang): Promise<void> {
    try {
      const asked = { method: "POST", body: { token, lang }, headers: this.#bearer, signal: AbortSignal.timeout(SEND_MS) } as const;
      const answer = await request<{ secret: string }>("/api/v1/identify", asked);
      if (answer.secret) this.#shelf.setItem(SECRET, answer.secret);
      this.#report("verified", "");
    } catch (error) {
      if (!(error instanceof RestError)) return; // The next session takes the token along.
      if (error.status === 409) await this.#open(lang); // The token is another customer's: so will be the secret.
      else this.#report("refused", error.code);
    }
  }

  #report(identity: IdentityState, code: string): void {
    if (identity === "verified") this.#shelf.setItem(SIGNED_IN, "1");
    this.#reports.onIdentity(identity, code);
  }

  async #poll(stream: string, position: Position, signal: AbortSignal): Promise<PollAnswer> {
    const query = new URLSearchParams({ stream, after: String(position.seq), ep: position.ep, wait: "25" });
    return request<PollAnswer>(`/api/v1/events?${query}`, { headers: this.#bearer, signal });
  }

  async #send(body: string): Promise<ServerFrame[]> {
    const signal = AbortSignal.timeout(SEND_MS);
    const answer = await request<{ frames: ServerFrame[] }>("/api/v1/send", { method: "POST", body, headers: this.#bearer, signal });
    return answer.frames;
  }

  /** The conversation as a text file, in the reader's own time. */
  async transcript(lang: Lang): Promise<Blob> {
    const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone);
    const response = await respond(`/api/v1/transcript?format=txt&lang=${lang}&tz=${zone}`, { headers: this.#bearer });
    return response.blob();
  }

  /** The seq up to which this browser has shown `stream` to its owner. */
  readUpTo(stream: string): number {
    return Number(this.#shelf.getItem(`zabota.read.${stream}`)) || 0;
  }

  rememberRead(stream: string, seq: number): void {
    this.#shelf.setItem(`zabota.read.${stream}`, String(seq));
  }

  get #bearer(): Record<string, string> {
    return { authorization: `Bearer ${this.#shelf.getItem(SECRET) ?? ""}` };
  }
}
