// What the launcher keeps in the shop's own storage: its state, and the frame's things where the frame may keep none.

export type Area = "local" | "session";
type Kept = Readonly<Record<Area, Readonly<Record<string, string>>>>;

const PREFIX = "zabota.";
const LONGEST = 100_000;

/** A page may forbid storage altogether: then nothing is kept and nothing breaks. */
export function keep(area: Area, key: string, value: string | null): void {
  if (!key.startsWith(PREFIX) || (value?.length ?? 0) > LONGEST) return;
  try {
    if (value === null) storage(area).removeItem(key);
    else storage(area).setItem(key, value);
  } catch {
    return;
  }
}

export function isKept(area: Area, key: string): boolean {
  return everythingIn(area)[key] !== undefined;
}

/** Everything of ours, for a frame whose browser refuses it a storage of its own. */
export function everything(): Kept {
  return { local: everythingIn("local"), session: everythingIn("session") };
}

function everythingIn(area: Area): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(storage(area)).filter(([key]) => key.startsWith(PREFIX))) as Record<string, string>;
  } catch {
    return {};
  }
}

function storage(area: Area): Storage {
  return area === "local" ? window.localStorage : window.sessionStorage;
}
