// Embeds the chat as any shop would: one script tag from the chat server, here under its other loopback name.
import type { Lang } from "../lib/words";

/** 127.0.0.1 and localhost are two origins of one server; anywhere else the chat comes from this origin. */
export function chatOrigin({ protocol, hostname, port }: Pick<Location, "protocol" | "hostname" | "port">): string {
  const twins: Readonly<Record<string, string>> = { "127.0.0.1": "localhost", localhost: "127.0.0.1" };
  return `${protocol}//${twins[hostname] ?? hostname}${port ? `:${port}` : ""}`;
}

export function embedChat(lang: Lang, shop: string): void {
  const script = document.createElement("script");
  script.src = `${chatOrigin(window.location)}/embed.js`;
  script.dataset["lang"] = lang;
  script.dataset["accent"] = "#2f7d5b";
  // The shop is light in any scheme, and so is its chat.
  script.dataset["theme"] = "light";
  script.dataset["shop"] = shop;
  document.body.append(script);
}
