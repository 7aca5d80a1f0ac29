// Turns docs/protocol.schema.json into src/lib/protocol.gen.ts; with --check it only says whether that file is stale.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const source = new URL("../../docs/protocol.schema.json", import.meta.url);
const target = new URL("../src/lib/protocol.gen.ts", import.meta.url);

/** A field's title repeats its name and would become a type of its own: only the models keep theirs. */
function withoutFieldTitles(node, isModel = false) {
  if (Array.isArray(node)) return node.map((item) => withoutFieldTitles(item));
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => key !== "title" || isModel || typeof value !== "string")
      .map(([key, value]) => [
        key,
        key === "$defs"
          ? Object.fromEntries(Object.entries(value).map(([name, model]) => [name, withoutFieldTitles(model, true)]))
          : withoutFieldTitles(value),
      ]),
  );
}

const schema = withoutFieldTitles(JSON.parse(await readFile(source, "utf8")), true);
const compiled = await compile(schema, "Protocol", {
  additionalProperties: false,
  bannerComment: "// Generated from docs/protocol.schema.json by `npm run types`; never edited by hand.",
  unreachableDefinitions: false,
  style: { printWidth: 110 },
});
const text = compiled.replaceAll(/ \*\n \* This interface was referenced by[\s\S]*?(?=\n \*\/)/g, " *").replaceAll("\n *\n */", "\n */");

if (process.argv.includes("--check")) {
  if ((await readFile(target, "utf8").catch(() => "")) !== text) {
    console.error("src/lib/protocol.gen.ts is stale: run `npm run types`.");
    process.exit(1);
  }
} else {
  await writeFile(target, text);
}
