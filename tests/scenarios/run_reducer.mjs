// Folds frames with the pages' own reducer: a list of frame lists comes in on stdin, the states go out on stdout.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const frontend = process.argv[2];
const { rolldown } = await import(
  pathToFileURL(createRequire(join(frontend, "package.json")).resolve("rolldown")).href
);
const folder = mkdtempSync(join(tmpdir(), "reducer-"));
try {
  const file = join(folder, "timeline.mjs");
  const bundle = await rolldown({ input: join(frontend, "src/lib/timeline.ts"), cwd: frontend });
  await bundle.write({ file, format: "esm" });
  const { applyFrame, emptyTimeline, messagesOf } = await import(pathToFileURL(file).href);
  const states = JSON.parse(await text(process.stdin)).map(({ stream, frames }) => {
    const timeline = frames.reduce(applyFrame, emptyTimeline(stream));
    const { last, status, awaited, offer, operator, needsResync, proposal, confirmed, changes } = timeline;
    const messages = messagesOf(timeline).map(({ who, text }) => ({ who, text }));
    const decided = [...changes.keys()].sort();
    return { last, status, awaited, offer, operator, needsResync, proposal, confirmed, decided, messages };
  });
  process.stdout.write(JSON.stringify(states));
} finally {
  rmSync(folder, { recursive: true });
}
