// Starts the widget from its address: language, colour, theme, the shop's name, the page that embeds it.
import { render } from "preact";
import { applyAccent, applyTheme, type Theme } from "../lib/theme";
import { Chat } from "./chat";
import { connectHost } from "./host";
import { isKnown } from "./session";
import { App } from "./view/app";
import { asLang, say, setLanguage } from "./words";
import "../design/base.css";
import "./style/panel.css";
import "./style/messages.css";
import "./style/cards.css";
import "./style/help.css";

const address = new URLSearchParams(window.location.search);
const shop = address.get("shop") ?? "";
setLanguage(asLang(address.get("lang")));
applyTheme((address.get("theme") ?? "auto") as Theme);
applyAccent(address.get("accent"));
document.title = say("widget.title", { shop: shop || say("widget.this_shop") });

const chat = new Chat();
const host = connectHost(address.get("host"), (message) => {
  if (message.type !== "theme") chat.setOpen(message.type === "open");
});
const close = host.isEmbedded ? (): void => (chat.setOpen(false), host.tell({ type: "close" })) : null;

let told = 0;
let accent = "";
chat.watch(() => {
  const { unread, session } = chat.state;
  if (unread !== told) host.tell({ type: "unread", count: (told = unread) });
  if (session && !address.has("accent") && session.shop.accent !== accent) applyAccent((accent = session.shop.accent));
});
document.addEventListener("visibilitychange", () => chat.markRead());

render(<App chat={chat} shop={shop} close={close} />, document.getElementById("root") as HTMLElement);
if (!host.isEmbedded) chat.setOpen(true);
else if (isKnown()) chat.start();
host.tell({ type: "ready" });
