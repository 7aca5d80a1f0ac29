// The loader that shops paste: a launcher at once, the chat's frame when it is wanted. Nothing else runs in their page.
import { Launcher } from "./launcher";
import { frameAddress, optionsOf } from "./options";
import { speak } from "./words";

type FrameMessage = { zabota?: unknown; type?: unknown; count?: unknown };

const SEEN = "zabota.seen";

function start(script: HTMLScriptElement): void {
  if (document.getElementById("zabota-launcher")) return;
  const options = optionsOf(script);
  const { origin } = new URL(script.src);
  speak(options.lang);
  const launcher = new Launcher(options);
  let isReady = false;

  const tell = (type: "open" | "close"): void => {
    launcher.frame?.contentWindow?.postMessage({ zabota: 1, type }, origin);
  };
  const load = (): void => void launcher.load(frameAddress(origin, options));
  const show = (isOpen: boolean): void => {
    load();
    launcher.show(isOpen);
    if (isReady) tell(isOpen ? "open" : "close");
    if (isOpen) remember();
  };

  window.addEventListener("message", (event: MessageEvent<FrameMessage | null>) => {
    if (event.origin !== origin || event.source !== launcher.frame?.contentWindow || event.data?.zabota !== 1) return;
    const { type, count } = event.data;
    if (type === "ready") {
      isReady = true;
      if (launcher.isOpen) tell("open");
    } else if (type === "close") launcher.show(false);
    else if (type === "unread" && typeof count === "number") launcher.setUnread(count);
  });
  launcher.button.addEventListener("click", () => show(!launcher.isOpen));
  launcher.button.addEventListener("pointerenter", load, { once: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && launcher.isOpen) show(false);
  });
  document.body.append(launcher.button);
  // Who has talked here before may have an answer waiting: count it without a click.
  if (hasTalked()) (window.requestIdleCallback ?? setTimeout)(load);
}

function hasTalked(): boolean {
  try {
    return localStorage.getItem(SEEN) !== null;
  } catch {
    return false;
  }
}

function remember(): void {
  try {
    localStorage.setItem(SEEN, "1");
  } catch {
    // Without storage the frame simply loads on the first click of each page.
  }
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.body) start(script);
  else document.addEventListener("DOMContentLoaded", () => start(script));
}
