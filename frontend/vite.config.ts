// One build of many small pages: each `<page>.html` here becomes /static/<page>.html with hashed assets beside it.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const pages = ["widget", "console", "articles", "reports", "policy", "sign-in", "setup", "demo"]
  .filter((page) => existsSync(here(`./${page}.html`)))
  .map((page) => [page, here(`./${page}.html`)] as const);

export default defineConfig({
  root: here("."),
  base: "/static/",
  resolve: { alias: { "@words": here("../app/catalogue") } },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: here("../app/web/static"),
    emptyOutDir: true,
    assetsDir: "assets",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: Object.fromEntries(pages) },
  },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"], environment: "node" },
});
