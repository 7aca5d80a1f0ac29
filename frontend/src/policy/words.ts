// The words of the policy's page, and how its numbers are written in them.
import en from "@words/en/policy.json";
import ru from "@words/ru/policy.json";
import { language, learn, say } from "../lib/words";
import type { Field } from "./model";

declare module "../lib/words" {
  interface Sections {
    policy: keyof typeof en;
  }
}

learn("policy", { en, ru });

/** "60%", "2": a number as the page writes it. */
export function written(field: Field, value: number): string {
  return new Intl.NumberFormat(language(), field.isChance ? { style: "percent" } : {}).format(value);
}

/** The short name of a number, in the list of changes too. */
export function nameOf(field: Field): string {
  return say(`policy.name_${field.name}`);
}
