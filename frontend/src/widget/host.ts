// Talks with embed.js in the shop's page: only with the window above, only from the origin that it named.

export type HostMessage = { type: "open" } | { type: "close" } | { type: "theme"; theme: string };
export type FrameMessage = { type: "ready" } | { type: "close" } | { type: "unread"; count: number };

export type Host = {
  /** False when the widget is a page of its own. */
  isEmbedded: boolean;
  tell: (message: FrameMessage) => void;
};

/** `origin` is the page that opened the frame, named by embed.js in the address. */
export function connectHost(origin: string | null, onMessage: (message: HostMessage) => void): Host {
  const isEmbedded = window.parent !== window && origin !== null;
  if (!isEmbedded) return { isEmbedded, tell: () => undefined };
  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (event.source !== window.parent || event.origin !== origin) return;
    if (isHostMessage(event.data)) onMessage(event.data);
  });
  return { isEmbedded, tell: (message) => window.parent.postMessage({ zabota: 1, ...message }, origin) };
}

function isHostMessage(message: unknown): message is HostMessage {
  if (typeof message !== "object" || message === null) return false;
  const { zabota, type } = message as { zabota?: unknown; type?: unknown };
  return zabota === 1 && (type === "open" || type === "close" || type === "theme");
}
