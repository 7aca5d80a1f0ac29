// The words of the policy's page, and how its numbers are written in them.
import en from "@words/en/policy.json";
import ru from "@words/ru/policy.json";
import { learn, percent, say } from "../lib/words";
import { isChance, type Name } from "./model";

declare module "../lib/words" {
  interface Sections {
    policy: keyof typeof en;
  }
}

learn("policy", { en, ru });

/** "60%", "2": a number as the page writes it. */
export function written(name: Name, value: number): string {
  return isChance(name) ? percent(value) : String(value);
}

/** The short name of a number, in the list of changes too. */
export function nameOf(name: Name): string {
  return say(`policy.name_${name}`);
}
