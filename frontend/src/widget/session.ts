// Who this browser is to the shop: the secret, single-use tickets, the shop's own name and colour, transcripts.
import type { Ports } from "../lib/connection";
import type { Position, ServerFrame } from "../lib/frames";
import type { Shelf } from "../lib/link/outbox";
import type { PollAnswer } from "../lib/link/polling";
import { request, respond, RestError } from "../lib/rest";
import type { Timeline } from "../lib/timeline";
import type { Lang } from "../lib/words";

/** A frame that hangs longer is given up, so that the next ones get their turn; the outbox sends it again. */
const SEND_MS = 15_000;

export type Session = {
  secret: string;
  customer: string;
  conversation: string;
  stream: string;
  ticket: string;
  shop: { name: Record<Lang, string>; accent: string };
};

const SECRET = "zabota.secret";

/** The customer of this browser, known by the secret on its shelf. */
export class Visitor {
  readonly #shelf: Shelf;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  /** Has this browser talked to the shop before? */
  get isKnown(): boolean {
    return this.#shelf.getItem(SECRET) !== null;
  }

  /** A session with a fresh ticket; a secret that the server no longer knows is dropped and a new customer begins. */
  async startSession(lang: Lang): Promise<Session> {
    const secret = this.#shelf.getItem(SECRET);
    try {
      const body = secret === null ? { lang } : { lang, secret };
      const session = await request<Session>("/api/v1/session", { method: "POST", body });
      this.#shelf.setItem(SECRET, session.secret);
      return session;
    } catch (error) {
      if (secret === null || !(error instanceof RestError) || error.status !== 401) throw error;
      this.#shelf.removeItem(SECRET);
      return this.startSession(lang);
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
