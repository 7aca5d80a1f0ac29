// Where the widget keeps things: its own storage, or the shop page's where the browser allows a frame none.
import { shelfOf, type Shelf } from "../lib/link/outbox";
import type { Host } from "./host";

/** What a customer leaves in this browser. */
export const SECRET = "zabota.secret";
/** Whose secret it is: written before the secret, so that another tab can tell a new one from another customer's. */
export const CONVERSATION = "zabota.conversation";
/** Set when a token of the shop has verified this customer: then a page where nobody is signed in ends it. */
export const SIGNED_IN = "zabota.signed_in";
export const OUTBOX = "zabota.outbox";
export const WRITING = "zabota.writing";

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

/** The customer is gone from this browser: what they said to the server is found by nobody here. */
export function forgetCustomer(shelves: Shelves): void {
  shelves.local.removeItem(CONVERSATION);
  shelves.local.removeItem(SECRET);
  shelves.local.removeItem(SIGNED_IN);
  forgetWords(shelves);
}

/** Unsent and half-written words of this tab. */
export function forgetWords({ session }: Shelves): void {
  session.removeItem(OUTBOX);
  session.removeItem(WRITING);
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
