// The loader that shops paste: a launcher at once, the chat's frame when it is wanted. Nothing else runs in their page.
import { everything, isKept, keep, type Area } from "./keeping";
import { isPhone, Launcher } from "./launcher";
import { frameAddress, optionsOf } from "./options";
import { speak } from "./words";

type FrameMessage = { zabota?: unknown; type?: unknown; count?: unknown; area?: unknown; key?: unknown; value?: unknown };

const SEEN = "zabota.seen";
const OPEN = "zabota.open";

function start(script: HTMLScriptElement): void {
  if (document.getElementById("zabota-launcher")) return;
  const options = optionsOf(script);
  const { origin } = new URL(script.src);
  speak(options.lang);
  const launcher = new Launcher(options);
  let isReady = false;
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
  const hear = ({ type, count, area, key, value }: FrameMessage): void => {
    if (type === "shelves") tell({ type: "kept", ...everything() });
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
  document.body.append(launcher.button);
  // Open on the page before this one: open here too, without taking the focus.
  if (isKept("session", OPEN) && !isPhone()) show(true, false);
  // Who has talked here before may have an answer waiting: count it without a click.
  else if (isKept("local", SEEN)) window.setTimeout(load, 200);
}

function isArea(area: unknown): area is Area {
  return area === "local" || area === "session";
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.body) start(script);
  else document.addEventListener("DOMContentLoaded", () => start(script));
}
