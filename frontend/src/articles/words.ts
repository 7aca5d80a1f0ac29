// The words of the editor's page; importing this file teaches them.
import en from "@words/en/articles.json";
import ru from "@words/ru/articles.json";
import { learn, say } from "../lib/words";

declare module "../lib/words" {
  interface Sections {
    articles: keyof typeof en;
  }
}

learn("articles", { en, ru });

const SECTIONS = [
  "about",
  "account",
  "delivery",
  "loyalty",
  "orders",
  "payment",
  "products",
  "returns",
  "warranty",
] as const;

/** A section's name for people; one that the editors made up stands for itself. */
export function sectionWords(section: string): string {
  const known = SECTIONS.find((each) => each === section);
  return known === undefined ? section : say(`articles.section_${known}`);
}
