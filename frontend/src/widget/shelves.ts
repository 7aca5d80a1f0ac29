// Where the widget keeps things: its own storage, or the shop page's where the browser allows a frame none.
import { shelfOf, type Shelf } from "../lib/link/outbox";
import type { Host } from "./host";

export type Shelves = { readonly local: Shelf; readonly session: Shelf };
type Items = Readonly<Record<string, string>>;
export type Kept = { local: Items; session: Items };

/** Private windows forbid storage to frames of another site: then embed.js keeps these few lines for us. */
export async function openShelves(host: Host): Promise<Shelves> {
  if (!host.isEmbedded || mayStore()) {
    return { local: shelfOf(() => window.localStorage), session: shelfOf(() => window.sessionStorage) };
  }
  const kept = await host.kept();
  return { local: lent(host, "local", kept.local), session: lent(host, "session", kept.session) };
}

function mayStore(): boolean {
  try {
    window.localStorage.getItem("");
    return true;
  } catch {
    return false;
  }
}

function lent(host: Host, area: keyof Kept, items: Items): Shelf {
  const known = new Map(Object.entries(items));
  return {
    getItem: (key) => known.get(key) ?? null,
    setItem: (key, value) => {
      if (known.get(key) === value) return;
      known.set(key, value);
      host.tell({ type: "keep", area, key, value });
    },
    removeItem: (key) => {
      if (known.delete(key)) host.tell({ type: "keep", area, key, value: null });
    },
  };
}
