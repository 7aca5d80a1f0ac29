// The words of sign-in, setup and the bar; importing this file teaches them.
import en from "@words/en/account.json";
import ru from "@words/ru/account.json";
import { learn } from "../lib/words";

declare module "../lib/words" {
  interface Sections {
    account: keyof typeof en;
  }
}

learn("account", { en, ru });
