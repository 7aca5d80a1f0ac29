// Starts the widget from its address: language, colour, theme, the shop's name, the page that embeds it.
import { render } from "preact";
import { applyAccent, applyTheme, type Theme } from "../lib/theme";
import { Chat } from "./chat";
import { handOver, heedReplaced, isSignedOut, leave, leaveAndBegin, watchOtherTabs } from "./handover";
import { connectHost, type PageSays } from "./host";
import type { Reports } from "./session";
import { openShelves, type Shelves } from "./shelves";
import { App } from "./view/app";
import { asLang, say, setLanguage } from "./words";
import "../design/base.css";
import "./style/panel.css";
import "./style/messages.css";
import "./style/cards.css";
import "./style/change.css";
import "./style/form.css";
import "./style/help.css";

const address = new URLSearchParams(window.location.search);
const shop = address.get("shop") ?? "";
setLanguage(asLang(address.get("lang")));
applyTheme((address.get("theme") ?? "auto") as Theme);
applyAccent(address.get("accent"));
document.title = say("widget.title", { shop: shop || say("widget.this_shop") });

let chat: Chat | null = null;
let shelves: Shelves | null = null;
const host = connectHost(address.get("host"), {
  onOpen: (isOpen, isQuiet) => chat?.setOpen(isOpen, isQuiet),
  onIdentity: (says) => shelves && heed(says, shelves),
  onReplaced: (replaced) => shelves && heedReplaced(host, shelves, replaced, chat?.state.session?.conversation),
});

/** The shop's page has signed somebody in or out while the widget was there. */
function heed(says: PageSays, shelves: Shelves): void {
  if (isSignedOut(says, shelves)) void leaveAndBegin(host, shelves);
  else chat?.identify(says.token ?? "");
}

/** The launcher's count and the shop's colour follow the chat. */
function follow(chat: Chat): () => void {
  let told = 0;
  let accent = "";
  return () => {
    const { unread, session } = chat.state;
    if (unread !== told) host.tell({ type: "unread", count: (told = unread) });
    if (session && !address.has("accent") && session.shop.accent !== accent) applyAccent((accent = session.shop.accent));
  };
}

async function begin(): Promise<void> {
  const kept = (shelves = await openShelves(host));
  const says = await host.who();
  if (isSignedOut(says, kept)) leave(host, kept);
  const reports: Reports = {
    onIdentity: (identity, code) => host.tell({ type: "identity", identity, code }),
    onAnother: () => handOver(host, kept, true),
  };
  const talk = (chat = new Chat(kept, says.token ?? "", reports));
  watchOtherTabs(host, kept, () => talk.state.session?.conversation);
  talk.watch(follow(talk));
  document.addEventListener("visibilitychange", () => talk.markRead());
  const close = host.isEmbedded ? (): void => (talk.setOpen(false), host.tell({ type: "close" })) : null;
  render(<App chat={talk} shop={shop} shelf={kept.session} close={close} />, document.getElementById("root") as HTMLElement);
  if (!host.isEmbedded) talk.setOpen(true);
  else if (talk.visitor.isKnown) talk.start();
  host.tell({ type: "ready" });
}

void begin();
