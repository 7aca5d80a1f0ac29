// Builds src/embed/embed.ts into one unhashed classic script, static/embed.js: shops link to it for years.
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  configFile: false,
  root: here(".."),
  logLevel: "warn",
  publicDir: false,
  resolve: { alias: { "@words": here("../../app/catalogue") } },
  build: {
    outDir: process.argv[2] ?? here("../../app/web/static"),
    emptyOutDir: false,
    lib: { entry: here("../src/embed/embed.ts"), formats: ["iife"], name: "zabota", fileName: () => "embed.js" },
  },
});
