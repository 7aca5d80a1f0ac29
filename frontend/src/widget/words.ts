// The widget's section of the catalogue, made known to `say`.
import en from "@words/en/widget.json";
import ru from "@words/ru/widget.json";
import { learn } from "../lib/words";

declare module "../lib/words" {
  interface Sections {
    widget: keyof typeof en;
  }
}

learn("widget", { en, ru });

export { asLang, clock, date, day, language, say, setLanguage, type Lang } from "../lib/words";
