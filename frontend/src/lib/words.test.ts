// The catalogue as the pages see it: both languages whole, plurals by count, every key that is said exists.
import { describe, expect, test } from "vitest";
import { asLang, learn, say, setLanguage, type Entry, type Key } from "./words";

const sections = import.meta.glob<Record<string, Entry>>("../../../app/catalogue/*/*.json", { eager: true, import: "default" });
const sources = import.meta.glob<string>("../**/*.{ts,tsx}", { eager: true, query: "?raw", import: "default" });

const of = (lang: string): Map<string, Record<string, Entry>> =>
  new Map(Object.entries(sections).flatMap(([path, words]) => {
    const [language, file] = path.split("/").slice(-2) as [string, string];
    return language === lang ? [[file.replace(".json", ""), words] as const] : [];
  }));
const holes = (entry: Entry): string[] =>
  [...new Set(Object.values(typeof entry === "string" ? [entry] : entry).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

describe("the catalogue", () => {
  for (const [section, russian] of of("ru")) {
    test(`${section} has the same keys and the same placeholders in both languages`, () => {
      const english = of("en").get(section) ?? {};
      expect(Object.keys(russian).sort()).toEqual(Object.keys(english).sort());
      for (const [key, entry] of Object.entries(russian)) expect([key, holes(entry)]).toEqual([key, holes(english[key] as Entry)]);
    });
  }

  test("every plural has the forms of its language", () => {
    for (const [lang, forms] of [["ru", ["few", "many", "one", "other"]], ["en", ["one", "other"]]] as const) {
      for (const entry of [...of(lang).values()].flatMap((words) => Object.values(words))) {
        if (typeof entry !== "string") expect(Object.keys(entry).sort()).toEqual(forms);
      }
    }
  });

  test("every key that a page says exists, and every word of the widget is said", () => {
    const code = Object.entries(sources).filter(([path]) => !/\.test\.|testing\.ts$/.test(path)).map(([, text]) => text).join("\n");
    const known = new Set([...of("ru")].flatMap(([section, words]) => Object.keys(words).map((key) => `${section}.${key}`)));
    const said = [...code.matchAll(/say\(\s*"([a-z]+\.[a-z_0-9]+)"/g)].map((match) => match[1] as string);
    expect(said.filter((key) => !known.has(key))).toEqual([]);
    const widget = [...known].filter((key) => key.startsWith("widget."));
    const isSaid = (key: string): boolean => code.includes(`"${key}"`) || code.includes(`"${key.split(".")[1]}"`) || DYNAMIC.test(key);
    expect(widget.filter((key) => !isSaid(key))).toEqual([]);
  });

  const DYNAMIC = /^widget\.(score_\d|connecting|reconnecting|offline|refused)$/;

  test("no word that a person reads stands in the code", () => {
    const leaks = Object.entries(sources).filter(([path]) => !/\.test\.|testing\.ts$/.test(path)).flatMap(([path, source]) => {
      const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/ .*$/gm, "");
      const russian = [...code.matchAll(/[а-яё]{3,}/gi)].map(([word]) => word).filter((word) => !LANGUAGE_NAMES.has(word));
      const between = path.endsWith("x") ? [...code.matchAll(/>([^<>{}]*[a-z]{3,}[^<>{}]*)<\//gi)].map((match) => match[1]) : [];
      const spoken = [...code.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]*)"/g)].map((match) => match[1]);
      return [...russian, ...between, ...spoken].map((words) => `${path}: ${words}`);
    });
    expect(leaks).toEqual([]);
  });

  /** A language is named in itself, whatever the page speaks. */
  const LANGUAGE_NAMES = new Set(["Рус", "Русский"]);
});

describe("say", () => {
  test("chooses the plural form by count in Russian and English", () => {
    learn("sample", { ru: { items: { one: "{count} товар", few: "{count} товара", many: "{count} товаров", other: "{count} товара" } }, en: { items: { one: "{count} item", other: "{count} items" } } });
    const items = (count: number): string => say("sample.items" as Key, { count });
    setLanguage("ru");
    expect([1, 2, 5, 11, 21, 112].map(items)).toEqual(["1 товар", "2 товара", "5 товаров", "11 товаров", "21 товар", "112 товаров"]);
    setLanguage("en");
    expect([0, 1, 2].map(items)).toEqual(["0 items", "1 item", "2 items"]);
  });

  test("an unknown key is an error, not a blank", () => {
    expect(() => say("sample.nothing" as Key)).toThrow("No words");
  });

  test("the language is the one asked for, else the browser's", () => {
    expect(asLang("ru", ["en-US"])).toBe("ru");
    expect(asLang("auto", ["de-DE", "ru-RU", "en"])).toBe("ru");
    expect(asLang(null, ["fr"])).toBe("en");
  });
});
