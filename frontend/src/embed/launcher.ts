// The round button in the shop's page and the frame that it opens; styles are set from script, so any CSP allows them.
import { parse, textOn } from "../lib/theme";
import { say } from "./words";
import type { Options } from "./options";

const SVG = "http://www.w3.org/2000/svg";
const PHONE = "(max-width: 640px)";
const BUBBLE = "M4 9a5 5 0 0 1 5-5h10a5 5 0 0 1 5 5v6a5 5 0 0 1-5 5h-4.5L9 24.5V20a5 5 0 0 1-5-5ZM10 10h8M10 14h5";
const CROSS = "M8 8l12 12M20 8 8 20";
const FACE = 'system-ui, -apple-system, "Segoe UI", Roboto, "PT Sans", "Noto Sans", Arial, sans-serif';

export function isPhone(): boolean {
  return window.matchMedia(PHONE).matches;
}

type Styles = Partial<Record<keyof CSSStyleDeclaration, string>>;

function dress(element: HTMLElement, styles: Styles): void {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(kebab(name), value ?? "", "important");
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function drawing(): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [name, value] of Object.entries({ width: "28", height: "28", viewBox: "0 0 28 28", "aria-hidden": "true", focusable: "false" })) svg.setAttribute(name, value);
  for (const [name, value] of Object.entries({ fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linejoin": "round", "stroke-linecap": "round" })) path.setAttribute(name, value);
  svg.append(path);
  return svg;
}

export class Launcher {
  readonly button = document.createElement("button");
  readonly #count = document.createElement("span");
  readonly #icon = drawing();
  readonly #options: Options;
  #frame: HTMLIFrameElement | null = null;

  constructor(options: Options) {
    this.#options = options;
    const colour = parse(options.accent) ?? [47, 125, 91];
    this.button.type = "button";
    this.button.id = "zabota-launcher";
    this.button.setAttribute("aria-expanded", "false");
    dress(this.button, {
      all: "initial", position: "fixed", bottom: "20px", [options.position]: "20px", zIndex: "2147483000", width: "60px",
      height: "60px", display: "grid", placeItems: "center", border: "0", borderRadius: "50%", cursor: "pointer",
      background: `rgb(${colour.join(" ")})`, color: `rgb(${textOn(colour).join(" ")})`,
      boxShadow: "0 2px 6px rgb(0 0 0 / 18%), 0 8px 24px rgb(0 0 0 / 20%)",
    });
    dress(this.#count, {
      all: "initial", position: "absolute", top: "-4px", right: "-4px", display: "none", minWidth: "22px", height: "22px",
      padding: "0 6px", boxSizing: "border-box", borderRadius: "11px", background: "#b3261e", color: "#ffffff",
      font: `600 13px/22px ${FACE}`, textAlign: "center", boxShadow: "0 0 0 2px #ffffff",
    });
    this.button.append(this.#icon, this.#count);
    this.button.addEventListener("focus", () => this.#ring(this.button.matches(":focus-visible")));
    this.button.addEventListener("blur", () => this.#ring(false));
    this.setUnread(0);
    this.#draw(false);
  }

  get frame(): HTMLIFrameElement | null {
    return this.#frame;
  }

  /** Puts the frame into the page, hidden; the chat inside starts on its own. */
  load(address: string): HTMLIFrameElement {
    if (this.#frame) return this.#frame;
    const frame = document.createElement("iframe");
    frame.id = "zabota-frame";
    frame.src = address;
    frame.title = this.#options.shop ? say("title", { shop: this.#options.shop }) : say("open_chat");
    frame.allow = "clipboard-write";
    this.#frame = frame;
    this.#place(false);
    document.body.append(frame);
    window.matchMedia(PHONE).addEventListener("change", () => this.#place(this.isOpen));
    return frame;
  }

  get isOpen(): boolean {
    return this.button.getAttribute("aria-expanded") === "true";
  }

  show(isOpen: boolean, takesFocus = true): void {
    this.button.setAttribute("aria-expanded", String(isOpen));
    this.#draw(isOpen);
    this.#place(isOpen);
    if (!takesFocus) return;
    if (isOpen) this.#frame?.focus();
    else this.button.focus({ preventScroll: true });
  }

  setUnread(count: number): void {
    this.#count.textContent = count > 99 ? "99+" : String(count);
    dress(this.#count, { display: count > 0 ? "block" : "none" });
    this.button.dataset["unread"] = String(count);
    this.#name(count);
  }

  #name(count: number): void {
    const words = this.isOpen ? say("close_chat") : count > 0 ? say("open_chat_unread", { count }) : say("open_chat");
    this.button.setAttribute("aria-label", words);
  }

  #draw(isOpen: boolean): void {
    this.#icon.firstElementChild?.setAttribute("d", isOpen ? CROSS : BUBBLE);
    this.#name(Number(this.button.dataset["unread"]));
  }

  #ring(isOn: boolean): void {
    dress(this.button, { outline: isOn ? "3px solid Highlight" : "none", outlineOffset: "3px" });
  }

  /** Full screen on a phone, a card beside the button elsewhere. */
  #place(isOpen: boolean): void {
    const isFull = isPhone();
    if (this.#frame) {
      dress(this.#frame, {
        all: "initial", position: "fixed", zIndex: "2147483001", border: "0", display: isOpen ? "block" : "none", colorScheme: "normal",
        ...(isFull ? FULL : { ...CARD, [this.#options.position]: "20px" }),
      });
    }
    dress(this.button, { display: isOpen && isFull ? "none" : "grid" });
    if (isOpen && isFull) document.documentElement.style.setProperty("overflow", "hidden");
    else document.documentElement.style.removeProperty("overflow");
  }
}

const FULL: Styles = { inset: "0", width: "100%", height: "100dvh", background: "#ffffff" };
const CARD: Styles = {
  bottom: "96px", width: "420px", height: "min(760px, calc(100dvh - 116px))", borderRadius: "16px",
  boxShadow: "0 4px 12px rgb(0 0 0 / 12%), 0 16px 48px rgb(0 0 0 / 22%)", background: "#ffffff",
};
