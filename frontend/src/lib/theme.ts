// Puts the shop's accent and the wanted theme on the document; every other colour is in tokens.css.

export type Theme = "auto" | "light" | "dark";
type Colour = readonly [red: number, green: number, blue: number];

const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [0, 0, 0];
const DARK_SURFACE: Colour = [32, 37, 33];
const SOFT_SURFACE: Colour = [232, 240, 235];
const AA = 4.6;

/** Follows the system while `theme` is "auto". */
export function applyTheme(theme: Theme): void {
  const media = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = (): void => {
    const dark = theme === "dark" || (theme === "auto" && media.matches);
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
  };
  apply();
  if (theme === "auto") media.addEventListener("change", apply);
}

/** `accent` is "#rrggbb", anything else is ignored. Whatever the shop chose, words in it and on it stay readable. */
export function applyAccent(accent: string | null | undefined): void {
  const colour = parse(accent);
  if (colour === null) return;
  const style = document.documentElement.style;
  style.setProperty("--accent", format(colour));
  style.setProperty("--on-accent", format(textOn(colour)));
  style.setProperty("--accent-on-light", format(readable(colour, SOFT_SURFACE, BLACK)));
  style.setProperty("--accent-on-dark", format(readable(colour, DARK_SURFACE, WHITE)));
}

/** White if it reads well on `colour`, else near-black. */
export function textOn(colour: Colour): Colour {
  return contrast(WHITE, colour) >= AA ? WHITE : [17, 20, 17];
}

/** `colour` moved towards `end` by the least that reads on `surface`. */
export function readable(colour: Colour, surface: Colour, end: Colour): Colour {
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = colour.map((part, at) => Math.round(part + (end[at as 0 | 1 | 2] - part) * share));
    if (contrast(mixed as unknown as Colour, surface) >= AA) return mixed as unknown as Colour;
  }
  return end;
}

/** WCAG contrast ratio, 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function parse(text: string | null | undefined): Colour | null {
  if (!text || !/^#[0-9a-f]{6}$/i.test(text)) return null;
  return [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16)) as unknown as Colour;
}

function format(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
