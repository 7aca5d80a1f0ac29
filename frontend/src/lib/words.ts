// The one catalogue of words on the page's side: `say` in the current language; no word is written elsewhere.

export type Lang = "ru" | "en";
export const LANGS: readonly Lang[] = ["ru", "en"];

/** A sentence, or its plural forms by CLDR category (the twin of app/catalogue). */
export type Entry = string | { one?: string; few?: string; many?: string; other: string };
type Section = Record<string, Entry>;

/**
 * Sections known to the compiler. A page adds its own, so that an unknown key does not compile:
 *
 *   import en from "@words/en/widget.json";
 *   import ru from "@words/ru/widget.json";
 *   import { learn } from "../lib/words";
 *   declare module "../lib/words" { interface Sections { widget: keyof typeof en } }
 *   learn("widget", { en, ru });
 */
export interface Sections {}
export type Key = { [S in keyof Sections]: `${S & string}.${Sections[S] & string}` }[keyof Sections];
export type Values = Readonly<Record<string, string | number>>;

const entries: Record<Lang, Map<string, Entry>> = { ru: new Map(), en: new Map() };
let current: Lang = "en";
/** Dates and times as the catalogue spells them: the English here is British. */
const LOCALES: Record<Lang, string> = { ru: "ru", en: "en-GB" };
let plurals = new Intl.PluralRules(current);

/** Adds a section; both languages must have the same keys, which the compiler checks. */
export function learn<T extends Section>(section: string, words: { en: T; ru: { [K in keyof T]: Entry } }): void {
  for (const lang of LANGS) {
    for (const [key, entry] of Object.entries(words[lang])) entries[lang].set(`${section}.${key}`, entry);
  }
}

/** The language of `say`, of the document and of every formatter below. */
export function setLanguage(lang: Lang): void {
  setLanguageQuietly(lang);
  if (typeof document !== "undefined") document.documentElement.lang = lang;
}

/** The same for a document that is not ours. */
export function setLanguageQuietly(lang: Lang): void {
  current = lang;
  plurals = new Intl.PluralRules(lang);
}

export function language(): Lang {
  return current;
}

/** "auto" and everything unknown become the browser's language: Russian when it prefers Russian, else English. */
export function asLang(wanted: string | null | undefined, preferred: readonly string[] = navigator.languages): Lang {
  if (wanted === "ru" || wanted === "en") return wanted;
  const known = preferred.map((tag) => tag.slice(0, 2)).find((tag) => tag === "ru" || tag === "en");
  return known === "ru" ? "ru" : "en";
}

/** The words of `key` with `{placeholders}` filled; a plural entry is chosen by the value `count`. */
export function say(key: Key, values: Values = {}): string {
  const entry = entries[current].get(key);
  if (entry === undefined) throw new Error(`No words for "${String(key)}" in ${current}`);
  const form = typeof entry === "string" ? entry : pluralForm(entry, Number(values["count"]));
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function pluralForm(entry: Exclude<Entry, string>, count: number): string {
  const category = plurals.select(count);
  return (category === "one" || category === "few" || category === "many" ? entry[category] : undefined) ?? entry.other;
}

/** "14:05": hours and minutes in the reader's own time zone. */
export function clock(moment: string | Date): string {
  return new Intl.DateTimeFormat(LOCALES[current], { hour: "numeric", minute: "2-digit" }).format(new Date(moment));
}

/** "21 November 2026". */
export function date(moment: string | Date): string {
  return new Intl.DateTimeFormat(LOCALES[current], { day: "numeric", month: "long", year: "numeric" }).format(new Date(moment));
}

/** "21 November": a day without its year. */
export function day(moment: string | Date): string {
  return new Intl.DateTimeFormat(LOCALES[current], { day: "numeric", month: "long" }).format(new Date(moment));
}

/** "60%": a share of 0 to 1. */
export function percent(share: number): string {
  return new Intl.NumberFormat(current, { style: "percent", maximumFractionDigits: 0 }).format(share);
}
