// Who this browser is to the shop: the secret, single-use tickets, the shop's own name and colour, transcripts.
import type { Position, ServerFrame } from "../lib/frames";
import { shelfOf } from "../lib/link/outbox";
import type { PollAnswer } from "../lib/link/polling";
import { request, respond, RestError } from "../lib/rest";
import type { Lang } from "../lib/words";

export type Session = {
  secret: string;
  customer: string;
  conversation: string;
  stream: string;
  ticket: string;
  shop: { name: Record<Lang, string>; accent: string };
};

const SECRET = "zabota.secret";
const shelf = shelfOf(() => window.localStorage);

/** Has this browser talked to the shop before? */
export function isKnown(): boolean {
  return shelf.getItem(SECRET) !== null;
}

/** A session with a fresh ticket; a secret that the server no longer knows is dropped and a new customer begins. */
export async function startSession(lang: Lang): Promise<Session> {
  const secret = shelf.getItem(SECRET);
  try {
    const body = secret === null ? { lang } : { lang, secret };
    const session = await request<Session>("/api/v1/session", { method: "POST", body });
    shelf.setItem(SECRET, session.secret);
    return session;
  } catch (error) {
    if (secret === null || !(error instanceof RestError) || error.status !== 401) throw error;
    shelf.removeItem(SECRET);
    return startSession(lang);
  }
}

function bearer(): Record<string, string> {
  return { authorization: `Bearer ${shelf.getItem(SECRET) ?? ""}` };
}

export async function poll(stream: string, position: Position, signal: AbortSignal): Promise<PollAnswer> {
  const query = new URLSearchParams({ stream, after: String(position.seq), ep: position.ep, wait: "25" });
  return request<PollAnswer>(`/api/v1/events?${query}`, { headers: bearer(), signal });
}

export async function sendByPost(body: string): Promise<ServerFrame[]> {
  const answer = await request<{ frames: ServerFrame[] }>("/api/v1/send", { method: "POST", body, headers: bearer() });
  return answer.frames;
}

/** The conversation as a text file. */
export async function transcript(lang: Lang): Promise<Blob> {
  const response = await respond(`/api/v1/transcript?format=txt&lang=${lang}`, { headers: bearer() });
  return response.blob();
}

/** The seq up to which this browser has shown `stream` to its owner. */
export function readUpTo(stream: string): number {
  return Number(shelf.getItem(`zabota.read.${stream}`)) || 0;
}

export function rememberRead(stream: string, seq: number): void {
  shelf.setItem(`zabota.read.${stream}`, String(seq));
}
