// What the shop wrote in the script's data- attributes, made safe.

export type Options = { lang: "ru" | "en"; accent: string; position: "left" | "right"; theme: "auto" | "light" | "dark"; shop: string };

export function optionsOf(script: HTMLScriptElement): Options {
  const { lang, accent, position, theme, shop } = script.dataset;
  return {
    lang: lang === "ru" || lang === "en" ? lang : guessLanguage(),
    accent: accent && /^#[0-9a-f]{6}$/i.test(accent) ? accent : "",
    position: position === "left" ? "left" : "right",
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    shop: (shop ?? "").slice(0, 60),
  };
}

/** The page's own language, else the browser's. */
function guessLanguage(): "ru" | "en" {
  const tags = [document.documentElement.lang, ...navigator.languages];
  return tags.map((tag) => tag.slice(0, 2)).find((tag) => tag === "ru" || tag === "en") === "ru" ? "ru" : "en";
}

export function frameAddress(origin: string, options: Options): string {
  const query = new URLSearchParams({ lang: options.lang, theme: options.theme, host: window.location.origin });
  if (options.accent) query.set("accent", options.accent);
  if (options.shop) query.set("shop", options.shop);
  return `${origin}/widget?${query}`;
}
