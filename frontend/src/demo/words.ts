// The demo shop's section of the catalogue.
import en from "@words/en/demo.json";
import ru from "@words/ru/demo.json";
import { learn } from "../lib/words";

declare module "../lib/words" {
  interface Sections {
    demo: keyof typeof en;
  }
}

learn("demo", { en, ru });

export { asLang, language, say, setLanguage, type Lang } from "../lib/words";
