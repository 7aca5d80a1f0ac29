// Articles as the editor's page knows them, and the rules of the form; pure, requests are in the components.
import { LANGS, type Lang } from "../lib/words";

export const STATUSES = ["published", "draft", "unpublished"] as const;
export type Status = (typeof STATUSES)[number];
export type Audience = "public" | "operators";

/** A line of the list. */
export interface ArticleLine {
  id: string;
  lang: Lang;
  title: string;
  section: string;
  status: Status;
  audience: Audience;
  updated: string;
  version: number;
  has_draft: boolean;
}

export interface Article extends ArticleLine {
  body: string;
}

/** What is being written; `id` is fixed once the article exists. */
export interface Draft {
  id: string;
  lang: Lang;
  title: string;
  section: string;
  audience: Audience;
  body: string;
}

export interface Where {
  id: string;
  lang: Lang;
}

export const EMPTY: Draft = { id: "", lang: "ru", title: "", section: "", audience: "public", body: "" };

export function draftOf(article: Article): Draft {
  const { id, lang, title, section, audience, body } = article;
  return { id, lang, title, section, audience, body };
}

export function isSame(one: Draft, other: Draft): boolean {
  return (Object.keys(one) as (keyof Draft)[]).every((field) => one[field] === other[field]);
}

export type Problem = "field_id_wrong" | "need_title" | "need_section" | "need_body";

/** What keeps a draft from being saved, by field. */
export function problemsOf(draft: Draft): Partial<Record<keyof Draft, Problem>> {
  return {
    ...(/^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$/.test(draft.id) ? {} : { id: "field_id_wrong" as const }),
    ...(draft.title.trim() ? {} : { title: "need_title" as const }),
    ...(draft.section.trim() ? {} : { section: "need_section" as const }),
    ...(draft.body.trim() ? {} : { body: "need_body" as const }),
  };
}

export interface Filter {
  words: string;
  lang: Lang | "";
  status: Status | "";
}

/** One topic with its articles in both languages; `shown` is the one whose title stands in the list. */
export interface Topic {
  id: string;
  shown: ArticleLine;
  inLang: Partial<Record<Lang, ArticleLine>>;
}

/** Topics of `lines` under their sections, in alphabetical order; twins come from `all`, whatever the filter. */
export function bySection(
  lines: readonly ArticleLine[],
  all: readonly ArticleLine[],
  lang: Lang,
): readonly (readonly [string, readonly Topic[]])[] {
  const sections = new Map<string, Map<string, Topic>>();
  for (const line of lines) {
    const topics = sections.get(line.section) ?? new Map<string, Topic>();
    const known = topics.get(line.id)?.shown;
    const shown = known === undefined || line.lang === lang ? line : known;
    const inLang = Object.fromEntries(all.filter(({ id }) => id === line.id).map((each) => [each.lang, each]));
    sections.set(line.section, topics.set(line.id, { id: line.id, shown, inLang }));
  }
  const sorted = [...sections].map(([name, topics]) => [name, [...topics.values()].sort(byTitle)] as const);
  return sorted.sort(([one], [other]) => one.localeCompare(other));
}

function byTitle(one: Topic, other: Topic): number {
  return one.shown.title.localeCompare(other.shown.title, one.shown.lang);
}

export function otherLang(lang: Lang): Lang {
  return LANGS.find((each) => each !== lang) ?? lang;
}

/** Whether the same article stands in the other language, given every line. */
export function hasTwin(lines: readonly ArticleLine[], { id, lang }: Where): boolean {
  return lines.some((line) => line.id === id && line.lang === otherLang(lang));
}

/** An address made of a title: Russian letters by their sound. */
export function addressOf(title: string): string {
  const latin = [...title.toLowerCase()].map((letter) => SOUNDS[letter] ?? letter).join("");
  return latin
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
}

const SOUNDS: Readonly<Record<string, string>> = {
  а: "a",
  б: "b",
  в: "v",
  г: "g",
  д: "d",
  е: "e",
  ё: "e",
  ж: "zh",
  з: "z",
  и: "i",
  й: "y",
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ф: "f",
  х: "h",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "sch",
  ъ: "",
  ы: "y",
  ь: "",
  э: "e",
  ю: "yu",
  я: "ya",
};

/** "delivery-0/ru" in the address of the page. */
export function readWhere(hash: string): Where | "new" | null {
  if (hash === "#new") return "new";
  const [, id, lang] = /^#([a-z0-9-]+)\/(ru|en)$/.exec(hash) ?? [];
  return id === undefined ? null : { id, lang: lang as Lang };
}
