// The words of the figures, and how figures are written in them.
import en from "@words/en/reports.json";
import ru from "@words/ru/reports.json";
import { language, learn, say } from "../lib/words";

declare module "../lib/words" {
  interface Sections {
    reports: keyof typeof en;
  }
}

learn("reports", { en, ru });

/** "1.4 s", "41 s", "2 min 28 s", "3.5 h". */
export function timeWords(seconds: number): string {
  if (seconds < 10) return say("reports.seconds", { value: number(seconds, 1) });
  if (seconds < 60) return say("reports.seconds", { value: number(seconds, 0) });
  if (seconds >= 7200) return say("reports.hours", { value: number(seconds / 3600, 1) });
  const whole = Math.round(seconds);
  const rest = whole % 60;
  const minutes = Math.floor(whole / 60);
  return rest === 0
    ? say("reports.minutes", { value: minutes })
    : say("reports.minutes_seconds", { minutes, seconds: rest });
}

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value);
}
