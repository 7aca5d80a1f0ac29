// The few words of the launcher, so that the loader stays tiny: no more of the catalogue is taken in.
import { close_chat, open_chat, open_chat_unread, title } from "@words/en/widget.json";
import { close_chat as closeRu, open_chat as openRu, open_chat_unread as unreadRu, title as titleRu } from "@words/ru/widget.json";
import { learn, say as sayAny, setLanguageQuietly, type Lang, type Values } from "../lib/words";

type Word = "close_chat" | "open_chat" | "open_chat_unread" | "title";

/** Never touches the document: it belongs to the shop. */
export function speak(lang: Lang): void {
  learn("widget", {
    en: { close_chat, open_chat, open_chat_unread, title },
    ru: { close_chat: closeRu, open_chat: openRu, open_chat_unread: unreadRu, title: titleRu },
  });
  setLanguageQuietly(lang);
}

export function say(word: Word, values?: Values): string {
  return sayAny(`widget.${word}`, values);
}
