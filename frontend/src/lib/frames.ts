// The wire's types as the pages use them: payloads are generated from the protocol, envelopes are named here.
import type { Protocol } from "./protocol.gen";

export type CustomerFrames = Protocol["customer"];
export type OperatorFrames = Protocol["operator"];
export type ServerFrames = Protocol["server"];
export type EventFrame = Protocol["ev"];
export type EventView = EventFrame["d"];
export type ViewOf<K extends EventView["k"]> = Extract<EventView, { k: K }>;
export type MessageView = ViewOf<"message">;
export type Status = ViewOf<"status">["status"];
export type Position = { seq: number; ep: string };

/** A numbered event on its own: `s` names the stream, `ep` the epoch of its log. */
export type EventServerFrame = EventFrame & { t: "ev"; s: string; ep: string };

type Plain<T extends keyof ServerFrames> = { t: T; d: ServerFrames[T]; re?: string };
/** Everything that the server may say. */
export type ServerFrame = { [T in keyof ServerFrames]: Plain<T> }[keyof ServerFrames] | EventServerFrame;

/** A frame to the server, before the envelope is closed; the answer to it carries `id` as `re`. */
export type ClientFrame = { t: string; d: object; id?: string };

/** A frame that is sent until acknowledged: `cid` is what the acknowledgement names. */
export type AskingFrame = { t: string; d: { cid: string; s?: string; text?: string; [field: string]: unknown } };

/** The server's text as a frame; null for what is not one, so that a newer server never breaks an older page. */
export function parseFrame(text: string): ServerFrame | null {
  try {
    const frame: unknown = JSON.parse(text);
    return isFrame(frame) ? frame : null;
  } catch {
    return null;
  }
}

function isFrame(frame: unknown): frame is ServerFrame {
  if (typeof frame !== "object" || frame === null) return false;
  const { t, d } = frame as { t?: unknown; d?: unknown };
  return typeof t === "string" && typeof d === "object" && d !== null;
}

export function envelope(frame: ClientFrame): string {
  return JSON.stringify({ v: 1, t: frame.t, id: frame.id, d: frame.d });
}

/** A client's id of what it asks for: the idempotency key, so never made twice. */
export function newCid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `${Date.now().toString(36)}-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
