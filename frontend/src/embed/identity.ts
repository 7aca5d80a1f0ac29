// Who the shop says is here: the token that its page passes, and a sign-out that outlives the page it was said on.
import { isKept, keep } from "./keeping";

/** `token` is null when the page says nothing, "" when it says that nobody is signed in. */
export type PageSays = { token: string | null; forget: boolean };

const FORGET = "zabota.forget";
/** The server takes no longer ones; what is longer is cut, so that it refuses them by name. */
const LONGEST = 4_097;

export class Identity {
  #token: string | null;
  #forget = isKept("local", FORGET);

  /** Takes the token out of the page's text: scripts and extensions need not find it there. */
  constructor({ dataset }: HTMLScriptElement) {
    this.#token = dataset["token"] === undefined ? null : short(dataset["token"]);
    delete dataset["token"];
  }

  get says(): PageSays {
    return { token: this.#token, forget: this.#forget };
  }

  signIn(token: unknown): void {
    this.#token = short(token);
  }

  /** Until the frame has done it, on this page or the next. */
  signOut(): void {
    this.#token = null;
    this.#forget = true;
    keep("local", FORGET, "1");
  }

  noteForgotten(): void {
    this.#forget = false;
    keep("local", FORGET, null);
  }

  dropToken(): void {
    this.#token = null;
  }
}

function short(token: unknown): string {
  return typeof token === "string" ? token.trim().slice(0, LONGEST) : "not a text";
}
