// Generated from docs/protocol.schema.json by `npm run types`; never edited by hand.

export interface SupportV1 {
  [k: string]: unknown;
}
