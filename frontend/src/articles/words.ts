// The words of the editor's page; importing this file teaches them.
import en from "@words/en/articles.json";
import ru from "@words/ru/articles.json";
import { learn } from "../lib/words";

declare module "../lib/words" {
  interface Sections {
    articles: keyof typeof en;
  }
}

learn("articles", { en, ru });
