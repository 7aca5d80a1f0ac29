// Replies that are being written, by turn: pure, never numbered, replaced by the final message.

/** `length` counts characters as the server does (code points), not UTF-16 units. */
export type Draft = { readonly text: string; readonly length: number; readonly isBroken: boolean };
export type Drafts = ReadonlyMap<number, Draft>;

export const NO_DRAFTS: Drafts = new Map();
type Piece = { turn: number; text: string; off: number };

/** A draft begins, or begins again from what the server has of it. */
export function begin(drafts: Drafts, piece: Piece): Drafts {
  if (piece.off !== 0) return append(drafts, piece);
  return new Map(drafts).set(piece.turn, { text: piece.text, length: count(piece.text), isBroken: false });
}

/** Adds a piece at its offset: what is already here is skipped, a hole marks the draft broken until a snapshot. */
export function append(drafts: Drafts, piece: Piece): Drafts {
  const draft = drafts.get(piece.turn) ?? { text: "", length: 0, isBroken: false };
  if (draft.isBroken || piece.off > draft.length) {
    return draft.isBroken ? drafts : new Map(drafts).set(piece.turn, { ...draft, isBroken: true });
  }
  const fresh = Array.from(piece.text).slice(draft.length - piece.off);
  if (fresh.length === 0) return drafts.has(piece.turn) ? drafts : new Map(drafts).set(piece.turn, draft);
  const grown = { text: draft.text + fresh.join(""), length: draft.length + fresh.length, isBroken: false };
  return new Map(drafts).set(piece.turn, grown);
}

/** Without the draft of `turn`. */
export function forget(drafts: Drafts, turn: number): Drafts {
  if (!drafts.has(turn)) return drafts;
  const rest = new Map(drafts);
  rest.delete(turn);
  return rest;
}

/** Without the drafts of `turn` and of every turn before it. */
export function settle(drafts: Drafts, turn: number): Drafts {
  const rest = new Map([...drafts].filter(([of]) => of > turn));
  return rest.size === drafts.size ? drafts : rest;
}

function count(text: string): number {
  return Array.from(text).length;
}
