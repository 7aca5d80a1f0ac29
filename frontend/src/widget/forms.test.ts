// What a form makes of what was typed, by the fixtures that the server's readers pass too, and when it is open.
import { beforeEach, describe, expect, test } from "vitest";
import composedCases from "../../../tests/fixtures/forms/composed.json";
import { aMessage, anAssignment, aTalk } from "../lib/testing";
import { addEcho } from "../lib/timeline";
import { composed, mistakesIn, openForm, orderNamed, PARTS, type Part, type Typed, type Way } from "./forms";
import { say, setLanguage, type Lang } from "./words";

type Case = { lang: Lang; way: Way; typed: Typed; text: string };

beforeEach(() => setLanguage("en"));

describe("what was typed", () => {
  for (const { lang, way, typed, text } of composedCases as Case[]) {
    test(`${lang} ${way}: becomes the message "${text}"`, () => {
      setLanguage(lang);
      expect(mistakesIn(way, typed)).toEqual({});
      expect(composed(way, typed)).toBe(text);
    });
  }

  test("of a code is its six digits, with or without a gap", () => {
    expect(composed("code", { code: "123 456" })).toBe("123456");
    expect(mistakesIn("code", { code: "12345" })).toEqual({ code: say("widget.form_bad_code") });
  });
});

describe("a mistake", () => {
  const wrong = (way: Way, typed: Typed): Part[] => Object.keys(mistakesIn(way, typed)) as Part[];

  test("is every field left empty but those that may be", () => {
    for (const way of Object.keys(PARTS) as Way[]) {
      const needed = PARTS[way].filter((part) => way !== "address" || (part !== "flat" && part !== "postcode"));
      expect(wrong(way, {})).toEqual(needed);
    }
  });

  test("is what can be neither an e-mail nor a phone", () => {
    expect(mistakesIn("identity", { order: "KL-1", reach: "anna.example.ru" })).toEqual({
      order: say("widget.form_no_order"), reach: say("widget.contact_bad_email"),
    });
    expect(mistakesIn("identity", { order: "KL-10427", reach: "123 45" })).toEqual({ reach: say("widget.contact_bad_phone") });
    expect(wrong("email", { order: "KL-10427", email: "anna@example" })).toEqual(["email"]);
  });

  test("is half a name, a postcode without digits, a house without a number", () => {
    expect(wrong("name", { order: "KL-10427", name: "Anna", postcode: "none" })).toEqual(["name", "postcode"]);
    expect(wrong("address", { city: "Boston", street: "5th Avenue", house: "corner" })).toEqual(["house"]);
    expect(wrong("address", { city: "Boston", street: "5th Avenue" })).toEqual(["house"]);
  });
});

describe("the form of a message", () => {
  const asking = aMessage("assistant", { kind: "identity", form: "identity" });
  const answer = aMessage("assistant");

  test("is open while the message is the newest and the assistant has the conversation", () => {
    expect(openForm(aTalk(aMessage("customer"), asking))).toBe(2);
    expect(openForm(aTalk(aMessage("customer"), answer))).toBe(0);
    expect(openForm(aTalk(asking, anAssignment()))).toBe(0);
    expect(openForm({ ...aTalk(asking), offer: "o-1" })).toBe(0);
  });

  test("is gone once anything is written after it, also while that is on its way", () => {
    const talk = aTalk(asking);
    expect(openForm(addEcho(talk, { cid: "c-1", text: "…", at: "2026-11-21T10:00:00Z" }))).toBe(0);
    expect(openForm(aTalk(asking, aMessage("customer")))).toBe(0);
    expect(openForm(aTalk(asking, answer))).toBe(0);
  });

  test("knows the order that the customer's last message names, and no other number", () => {
    const named = (text: string): string => orderNamed(aTalk(aMessage("customer", { text: "KL-99999" }), aMessage("customer", { text }), asking));
    expect(named("Where is KL-10427?")).toBe("KL-10427");
    expect(named("order #512, please")).toBe("512");
    expect(named("call +7 900 123-45-67, flat 12, mail a123@example.com")).toBe("");
  });
});
