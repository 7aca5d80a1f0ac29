// Talks with embed.js in the shop's page: only with the window above, only from the origin that it named.
import type { IdentityState } from "./session";
import type { Kept } from "./shelves";

/** What the shop's page says of its customer: `token` is null for nothing, "" for nobody signed in. */
export type PageSays = { token: string | null; forget: boolean };
/** What another tab has written down: a new secret, and whose it is. */
export type Replaced = { secret: string | null; conversation: string | null };
type HostMessage =
  | { type: "open" | "close"; isQuiet?: boolean }
  | ({ type: "kept" } & Kept)
  | ({ type: "identity" } & PageSays)
  | ({ type: "replaced" } & Replaced);
export type FrameMessage =
  | { type: "ready" | "close" | "shelves" | "who" | "forgotten" }
  | { type: "again"; keepsToken: boolean }
  | { type: "identity"; identity: IdentityState; code: string }
  | { type: "unread"; count: number }
  | { type: "keep"; area: keyof Kept; key: string; value: string | null };

export type Host = {
  /** False when the widget is a page of its own. */
  isEmbedded: boolean;
  tell: (message: FrameMessage) => void;
  /** What embed.js keeps for this frame; empty when it does not answer soon. */
  kept: () => Promise<Kept>;
  /** Who is signed in, from now on told to `onIdentity` too; nothing when the page does not answer soon. */
  who: () => Promise<PageSays>;
};

export type Ears = {
  onOpen: (isOpen: boolean, isQuiet: boolean) => void;
  onIdentity: (says: PageSays) => void;
  /** Another tab has changed the shelves that the shop's page lends. */
  onReplaced: (replaced: Replaced) => void;
};

const KNOWN: ReadonlySet<string> = new Set<HostMessage["type"]>(["open", "close", "kept", "identity", "replaced"]);
const ANSWERS_WITHIN_MS = 1_500;
const NOTHING: Kept = { local: {}, session: {} };
const SILENCE: PageSays = { token: null, forget: false };

/** `origin` is the page that opened the frame, named by embed.js in the address. */
export function connectHost(origin: string | null, { onOpen, onIdentity, onReplaced }: Ears): Host {
  if (window.parent === window || origin === null) {
    return { isEmbedded: false, tell: () => undefined, kept: async () => NOTHING, who: async () => SILENCE };
  }
  const tell = (message: FrameMessage): void => window.parent.postMessage({ zabota: 1, ...message }, origin);
  let answer: (kept: Kept) => void = () => undefined;
  let answerWho: ((says: PageSays) => void) | null = null;
  window.addEventListener("message", ({ source, origin: from, data }: MessageEvent<unknown>) => {
    if (source !== window.parent || from !== origin || !isHostMessage(data)) return;
    if (data.type === "kept") answer({ local: { ...data.local }, session: { ...data.session } });
    else if (data.type === "replaced") onReplaced({ secret: textOf(data.secret), conversation: textOf(data.conversation) });
    else if (data.type === "identity") {
      const says = { token: textOf(data.token), forget: data.forget === true };
      if (answerWho === null) return onIdentity(says);
      answerWho(says);
      answerWho = null;
    } else onOpen(data.type === "open", data.isQuiet === true);
  });
  const kept = (): Promise<Kept> =>
    new Promise((resolve) => {
      answer = resolve;
      tell({ type: "shelves" });
      setTimeout(() => resolve(NOTHING), ANSWERS_WITHIN_MS);
    });
  const who = (): Promise<PageSays> =>
    new Promise((resolve) => {
      answerWho = resolve;
      tell({ type: "who" });
      setTimeout(() => (resolve(SILENCE), (answerWho = null)), ANSWERS_WITHIN_MS);
    });
  return { isEmbedded: true, tell, kept, who };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function isHostMessage(message: unknown): message is HostMessage {
  if (typeof message !== "object" || message === null) return false;
  const { zabota, type } = message as { zabota?: unknown; type?: unknown };
  return zabota === 1 && typeof type === "string" && KNOWN.has(type);
}
