// What the customer asked for and the server has not acknowledged: kept per tab, keyed by cid, so a reload loses nothing.
import type { AskingFrame } from "../frames";

export type Asked = {
  readonly cid: string;
  readonly frame: AskingFrame;
  /** ISO time of the asking. */
  readonly at: string;
  /** The server's words when it refused for good; null while it is on its way. */
  readonly refusal: string | null;
};

/** The part of Storage that is used; a browser may forbid the real one inside another site's page. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export class Outbox {
  readonly #shelf: Shelf;
  readonly #key: string;
  #asked: readonly Asked[];

  constructor(shelf: Shelf, key: string) {
    this.#shelf = shelf;
    this.#key = key;
    this.#asked = read(shelf, key);
  }

  get all(): readonly Asked[] {
    return this.#asked;
  }

  /** To be sent (again), in the order of asking. */
  get unsent(): readonly Asked[] {
    return this.#asked.filter((one) => one.refusal === null);
  }

  put(frame: AskingFrame, at: string): void {
    const { cid } = frame.d;
    const others = this.#asked.filter((one) => one.cid !== cid);
    this.#keep([...others, { cid, frame, at, refusal: null }]);
  }

  refuse(cid: string, words: string): void {
    this.#keep(this.#asked.map((one) => (one.cid === cid ? { ...one, refusal: words } : one)));
  }

  remove(cid: string): void {
    if (this.#asked.some((one) => one.cid === cid)) this.#keep(this.#asked.filter((one) => one.cid !== cid));
  }

  /** Everything kept goes to `stream` from now on. */
  address(stream: string): void {
    this.#keep(this.#asked.map((one) => ({ ...one, frame: { t: one.frame.t, d: { ...one.frame.d, s: stream } } })));
  }

  #keep(asked: readonly Asked[]): void {
    this.#asked = asked;
    try {
      if (asked.length === 0) this.#shelf.removeItem(this.#key);
      else this.#shelf.setItem(this.#key, JSON.stringify(asked));
    } catch {
      // A full or forbidden storage costs only the reload, not the message.
    }
  }
}

function read(shelf: Shelf, key: string): readonly Asked[] {
  try {
    const kept: unknown = JSON.parse(shelf.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isAsked) : [];
  } catch {
    return [];
  }
}

function isAsked(one: unknown): one is Asked {
  const { cid, frame, at } = (one ?? {}) as Partial<Asked>;
  return typeof cid === "string" && typeof at === "string" && typeof frame?.t === "string" && typeof frame.d === "object";
}

/** The browser's storage, or one that forgets on reload where it is forbidden. */
export function shelfOf(open: () => Storage): Shelf {
  try {
    const storage = open();
    storage.getItem("");
    return storage;
  } catch {
    const kept = new Map<string, string>();
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    };
  }
}
