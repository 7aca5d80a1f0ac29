import { expect, it } from "vitest";
import { addressOf, type ArticleLine, bySection, EMPTY, hasTwin, problemsOf, readWhere } from "./model";

const line = (changes: Partial<ArticleLine>): ArticleLine => ({
  id: "a",
  lang: "ru",
  title: "А",
  section: "delivery",
  status: "published",
  audience: "public",
  updated: "2026-01-01T10:00:00Z",
  version: 1,
  has_draft: false,
  ...changes,
});

it("an address is made of a title in either language", () => {
  expect(addressOf("Сколько стоит доставка в Казань?")).toBe("skolko-stoit-dostavka-v-kazan");
  expect(addressOf("Do you deliver to Georgia?")).toBe("do-you-deliver-to-georgia");
  expect(addressOf("???")).toBe("");
});

it("a draft is complete with an address, a title, a section and a text", () => {
  expect(Object.keys(problemsOf(EMPTY)).sort()).toEqual(["body", "id", "section", "title"]);
  expect(problemsOf({ ...EMPTY, id: "a-1", title: "А", section: "s", body: "т" })).toEqual({});
  expect(problemsOf({ ...EMPTY, id: "-A", title: "А", section: "s", body: "т" })).toEqual({ id: "field_id_wrong" });
});

it("both languages of a topic stand in one row, titled in the reader's language", () => {
  const lines = [
    line({ title: "Доставка" }),
    line({ lang: "en", title: "Delivery" }),
    line({ id: "b", title: "Адрес" }),
  ];
  const [[section, topics]] = bySection(lines, lines, "en") as [[string, ReturnType<typeof bySection>[number][1]]];
  expect(section).toBe("delivery");
  expect(topics.map(({ shown }) => shown.title).sort()).toEqual(["Delivery", "Адрес"]);
  expect(topics.find(({ id }) => id === "a")?.inLang).toHaveProperty("ru");
  expect(hasTwin(lines, { id: "b", lang: "ru" })).toBe(false);
});

it("only a real address of an article is opened", () => {
  expect(readWhere("#delivery-city/ru")).toEqual({ id: "delivery-city", lang: "ru" });
  expect(readWhere("#new")).toBe("new");
  expect(readWhere("#x/de")).toBeNull();
  expect(readWhere("")).toBeNull();
});
