// Talks with embed.js in the shop's page: only with the window above, only from the origin that it named.
import type { Kept } from "./shelves";

export type HostMessage = { type: "open" | "close"; isQuiet?: boolean } | ({ type: "kept" } & Kept);
export type FrameMessage =
  | { type: "ready" | "close" | "shelves" }
  | { type: "unread"; count: number }
  | { type: "keep"; area: keyof Kept; key: string; value: string | null };

export type Host = {
  /** False when the widget is a page of its own. */
  isEmbedded: boolean;
  tell: (message: FrameMessage) => void;
  /** What embed.js keeps for this frame; empty when it does not answer soon. */
  kept: () => Promise<Kept>;
};

const ANSWERS_WITHIN_MS = 1_500;
const NOTHING: Kept = { local: {}, session: {} };

/** `origin` is the page that opened the frame, named by embed.js in the address. */
export function connectHost(origin: string | null, onOpen: (isOpen: boolean, isQuiet: boolean) => void): Host {
  if (window.parent === window || origin === null) {
    return { isEmbedded: false, tell: () => undefined, kept: async () => NOTHING };
  }
  const tell = (message: FrameMessage): void => window.parent.postMessage({ zabota: 1, ...message }, origin);
  let answer: (kept: Kept) => void = () => undefined;
  window.addEventListener("message", ({ source, origin: from, data }: MessageEvent<unknown>) => {
    if (source !== window.parent || from !== origin || !isHostMessage(data)) return;
    if (data.type === "kept") answer({ local: { ...data.local }, session: { ...data.session } });
    else onOpen(data.type === "open", data.isQuiet === true);
  });
  const kept = (): Promise<Kept> =>
    new Promise((resolve) => {
      answer = resolve;
      tell({ type: "shelves" });
      setTimeout(() => resolve(NOTHING), ANSWERS_WITHIN_MS);
    });
  return { isEmbedded: true, tell, kept };
}

function isHostMessage(message: unknown): message is HostMessage {
  if (typeof message !== "object" || message === null) return false;
  const { zabota, type } = message as { zabota?: unknown; type?: unknown };
  return zabota === 1 && (type === "open" || type === "close" || type === "kept");
}
