// The sections that are asked for: loaded when unfolded, renewed while somebody looks at them.
import { useEffect, useState } from "preact/hooks";
import type { Desk } from "./desk";

export const LOADED = ["bot", "resolved"] as const;
export type LoadedSection = (typeof LOADED)[number];
export type Loading = "loading" | "ready" | "failed";

const RENEWED_MS: Readonly<Record<LoadedSection, number>> = { bot: 8_000, resolved: 30_000 };

/** How each section stands, and a way to try again at once. */
export function useLoaded(
  desk: Desk,
  isOpen: (section: LoadedSection) => boolean,
): [Readonly<Record<LoadedSection, Loading>>, (section: LoadedSection) => void] {
  const [states, setStates] = useState<Readonly<Record<LoadedSection, Loading>>>({
    bot: "loading",
    resolved: "loading",
  });
  const load = (section: LoadedSection): void => {
    const set = (state: Loading): void =>
      setStates((known) => (known[section] === state ? known : { ...known, [section]: state }));
    desk.load(section).then(
      () => set("ready"),
      () => set("failed"),
    );
  };
  const open = LOADED.filter(isOpen).join(" ");
  useEffect(() => {
    const renewing = LOADED.filter((section) => open.includes(section)).map((section) => {
      load(section);
      return setInterval(
        () => document.visibilityState === "visible" && desk.phase === "live" && load(section),
        RENEWED_MS[section],
      );
    });
    return () => renewing.forEach(clearInterval);
  }, [open]);
  return [states, load];
}
