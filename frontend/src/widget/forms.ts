// The forms beside a reply that asks for details: which one is open, what is wrong in it, the message it makes. Pure.
import type { MessageView } from "../lib/frames";
import type { Timeline } from "../lib/timeline";
import { voiceOf } from "../lib/voice";
import { language, say, type Lang } from "./words";

export type FormKind = Exclude<MessageView["form"], "">;
/** `name` is the other way to prove an identity: by name and postcode. */
export type Way = FormKind | "name";
export type Part = "order" | "reach" | "email" | "name" | "postcode" | "code" | "city" | "street" | "house" | "flat";
export type Typed = Readonly<Partial<Record<Part, string>>>;
export type Mistakes = Partial<Record<Part, string>>;

/** What each way asks for, in the order in which it is asked and said. */
export const PARTS: Record<Way, readonly Part[]> = {
  identity: ["order", "reach"],
  name: ["order", "name", "postcode"],
  email: ["order", "email"],
  code: ["code"],
  address: ["city", "street", "house", "flat", "postcode"],
};

export function isOptional(way: Way, part: Part): boolean {
  return way === "address" && (part === "flat" || part === "postcode");
}

/** The message whose form is open: the newest one, while the assistant has the conversation and waits; 0 for none. */
export function openForm({ events, status, awaited, offer, echoes }: Timeline): number {
  const newest = events.findLast(({ d }) => voiceOf(d) !== null);
  if (newest === undefined || status !== "bot" || awaited > 0 || offer !== null || echoes.length > 0) return 0;
  const view = voiceOf(newest.d);
  return view?.who === "assistant" && view.form !== "" ? newest.seq : 0;
}

const ORDER = /(?<![\p{L}\d@.+-])\p{L}{1,4}-?\d{3,16}(?![\p{L}\d@-])/u;
const AFTER_SIGN = /[#№]\s?(\d{2,16})(?!\d)/u;

/** The order's number that the customer's last message names, "" when it names none. */
export function orderNamed({ events }: Timeline): string {
  const said = events.findLast(({ d }) => d.k === "message" && d.who === "customer")?.d;
  const text = said?.k === "message" ? said.text : "";
  return ORDER.exec(text)?.[0] ?? AFTER_SIGN.exec(text)?.[1] ?? "";
}

/** The customer's message that says what was typed; nobody types commas, for they part what is read. */
export function composed(way: Way, typed: Typed): string {
  const part = (name: Part): string => tidy(typed[name]);
  switch (way) {
    case "identity":
      return joined(orderSaid(part("order")), isEmail(part("reach")) ? part("reach") : phoneSaid(part("reach")));
    case "name":
      return joined(orderSaid(part("order")), part("name"), say("widget.form_said_postcode", { postcode: postcodeSaid(part("postcode")) }));
    case "email":
      return joined(orderSaid(part("order")), part("email"));
    case "code":
      return digits(part("code"));
    case "address":
      return joined(citySaid(part("city")), streetSaid(part("street"), part("house")), flatSaid(part("flat")), postcodeSaid(part("postcode")));
  }
}

/** Only what is missing or cannot be meant; whether it is true, the server finds out. */
export function mistakesIn(way: Way, typed: Typed): Mistakes {
  const mistakes: Mistakes = {};
  for (const part of PARTS[way]) {
    const words = mistakeIn(part, tidy(typed[part]), isOptional(way, part), tidy(typed.street));
    if (words !== null) mistakes[part] = words;
  }
  return mistakes;
}

function mistakeIn(part: Part, value: string, mayBeEmpty: boolean, street: string): string | null {
  if (value === "" && mayBeEmpty) return null;
  switch (part) {
    case "order":
      return /\d{2,}/.test(value) ? null : say("widget.form_no_order");
    case "reach":
      if (value === "") return say("widget.form_no_reach");
      return /[@\p{L}]/u.test(value) ? emailMistake(value) : phoneMistake(value);
    case "email":
      return value === "" ? say("widget.form_no_email") : emailMistake(value);
    case "name":
      return /\p{L}{2,}.*\s.*\p{L}{2,}/u.test(value) ? null : say("widget.form_no_name");
    case "postcode":
      if (value === "") return say("widget.form_no_postcode");
      return /\d/.test(value) && value.length >= 4 ? null : say("widget.form_bad_postcode");
    case "code":
      return digits(value).length === 6 ? null : say("widget.form_bad_code");
    case "city":
      return /\p{L}/u.test(value) ? null : say("widget.form_no_city");
    case "street":
      return /\p{L}/u.test(value) ? null : say("widget.form_no_street");
    case "house":
      return /\d/.test(value) || (value === "" && HAS_HOUSE[language()].test(street)) ? null : say("widget.form_no_house");
    case "flat":
      return null;
  }
}

export function isEmail(written: string): boolean {
  return /^\S+@\S+\.\S{2,}$/.test(written);
}

const emailMistake = (value: string): string | null => (isEmail(value) ? null : say("widget.contact_bad_email"));
const phoneMistake = (value: string): string | null => {
  const count = digits(value).length;
  return count >= 10 && count <= 15 ? null : say("widget.contact_bad_phone");
};

/** A street that has its house with it, as browsers fill it in: "12 Main Street", and in Russian the other way round. */
const HAS_HOUSE: Record<Lang, RegExp> = { en: /^\d+\p{L}?\s\p{L}/u, ru: /\s\d+[\p{L}\d/]*$/u };

const tidy = (value = ""): string => value.replace(/[,;\s]+/g, " ").trim();
const digits = (value: string): string => value.replace(/\D/g, "");
const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== "").join(", ");

/** Bare digits are marked as an order's number. */
function orderSaid(order: string): string {
  return /^\d+$/.test(order) ? say("widget.form_said_order", { order }) : order;
}

function phoneSaid(phone: string): string {
  return say("widget.form_said_phone", { phone: phone.replace(/[^\d\s().+-]+/g, " ") });
}

/** "101 000" is one number. */
function postcodeSaid(postcode: string): string {
  return /^[\d ]+$/.test(postcode) ? digits(postcode) : postcode;
}

/** "St" would be read as a street. */
function citySaid(city: string): string {
  return city.replace(/\bSt(?:\.\s?|\s)/gi, "Saint ");
}

function streetSaid(street: string, house: string): string {
  return house === "" ? street : say("widget.form_said_street", { street, house });
}

function flatSaid(flat: string): string {
  return /^\d/.test(flat) ? say("widget.form_said_flat", { flat }) : flat;
}
