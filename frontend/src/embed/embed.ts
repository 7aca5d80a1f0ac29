// The loader that shops paste: a launcher at once, the chat's frame when it is wanted. Nothing else runs in their page.
import { Identity } from "./identity";
import { everything, isKept, keep, type Area } from "./keeping";
import { isPhone, Launcher } from "./launcher";
import { frameAddress, optionsOf } from "./options";
import { speak } from "./words";

type FrameMessage = Partial<Record<"zabota" | "type" | "count" | "area" | "key" | "value" | "keepsToken" | "identity" | "code", unknown>>;
type Api = { identify: (token: string) => void; forget: () => void };

declare global {
  interface Window {
    Zabota?: Api;
  }
}

const SEEN = "zabota.seen";
const OPEN = "zabota.open";
const SECRET = "zabota.secret";
const CONVERSATION = "zabota.conversation";

function start(script: HTMLScriptElement): void {
  if (document.getElementById("zabota-launcher")) return;
  const options = optionsOf(script);
  const { origin } = new URL(script.src);
  speak(options.lang);
  const launcher = new Launcher(options);
  const identity = new Identity(script);
  let isReady = false;
  let isListening = false;
  let isQuiet = false;

  const tell = (message: { type: string; [field: string]: unknown }): void => {
    launcher.frame?.contentWindow?.postMessage({ zabota: 1, ...message }, origin);
  };
  const load = (): void => void launcher.load(frameAddress(origin, options));
  const show = (isOpen: boolean, takesFocus = true): void => {
    isQuiet = !takesFocus;
    load();
    launcher.show(isOpen, takesFocus);
    if (isReady) tell({ type: isOpen ? "open" : "close", isQuiet });
    keep("session", OPEN, isOpen ? "1" : null);
    if (isOpen) keep("local", SEEN, "1");
  };
  const sayWho = (): void => tell({ type: "identity", ...identity.says });
  const hear = ({ type, count, area, key, value, keepsToken, identity: state, code }: FrameMessage): void => {
    if (type === "shelves") tell({ type: "kept", ...everything() });
    else if (type === "who") {
      isListening = true;
      sayWho();
    } else if (type === "identity") announce("identity", { identity: state, code });
    else if (type === "forgotten") {
      identity.noteForgotten();
      if (!launcher.isOpen) keep("local", SEEN, null);
    } else if (type === "again") {
      isReady = isListening = false;
      launcher.setUnread(0);
      if (keepsToken !== true) identity.dropToken();
    }
    else if (type === "keep" && isArea(area) && typeof key === "string" && (typeof value === "string" || value === null)) keep(area, key, value);
    else if (type === "unread" && typeof count === "number") launcher.setUnread(count);
    else if (type === "close") show(false);
    else if (type === "ready") {
      isReady = true;
      if (launcher.isOpen) tell({ type: "open", isQuiet });
    }
  };

  window.addEventListener("message", ({ origin: from, source, data }: MessageEvent<FrameMessage | null>) => {
    if (from === origin && source === launcher.frame?.contentWindow && data?.zabota === 1) hear(data);
  });
  launcher.button.addEventListener("click", () => show(!launcher.isOpen));
  launcher.button.addEventListener("pointerenter", load, { once: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && launcher.isOpen) show(false);
  });
  // The frame keeps its things here, and another tab has changed whose they are.
  window.addEventListener("storage", ({ key, oldValue, newValue: secret }) => {
    if (key !== SECRET || oldValue === null || oldValue === secret || !isListening) return;
    tell({ type: "replaced", secret, conversation: everything().local[CONVERSATION] ?? null });
  });
  window.Zabota = {
    identify: (token) => {
      identity.signIn(token);
      if (isListening) sayWho();
    },
    forget: () => {
      identity.signOut();
      if (launcher.isOpen) show(false, false);
      if (isListening) sayWho();
      else if (isKept("local", SEEN)) load();
    },
  };
  document.body.append(launcher.button);
  // Open on the page before this one: open here too, without taking the focus.
  if (isKept("session", OPEN) && !isPhone()) show(true, false);
  // Who has talked here before may have an answer waiting: count it without a click.
  else if (isKept("local", SEEN)) window.setTimeout(load, 200);
  announce("ready");
}

/** Tells the shop's page, which may listen for `zabota:ready` and `zabota:identity`. */
function announce(name: string, detail?: object): void {
  window.dispatchEvent(new CustomEvent(`zabota:${name}`, { detail }));
}

function isArea(area: unknown): area is Area {
  return area === "local" || area === "session";
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.body) start(script);
  else document.addEventListener("DOMContentLoaded", () => start(script));
}
