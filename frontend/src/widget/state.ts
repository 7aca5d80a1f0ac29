// What the widget knows at a moment: one immutable value that every view is drawn from.
import type { Phase } from "../lib/connection";
import type { Asked } from "../lib/link/outbox";
import { emptyTimeline, type Timeline } from "../lib/timeline";
import { pressedIn, type Pressed } from "./changes";
import type { Session } from "./session";

export type ChatState = {
  readonly phase: Phase;
  readonly session: Session | null;
  readonly timeline: Timeline;
  readonly asked: readonly Asked[];
  /** True once the server has sent the conversation so far. */
  readonly isLoaded: boolean;
  readonly disclosure: string;
  readonly textLimit: number;
  readonly isOpen: boolean;
  /** Opened by the page, not by its reader: the focus stays where it is. */
  readonly isQuiet: boolean;
  readonly unread: number;
  /** Messages to announce, and the last thing that the server refused to do. */
  readonly news: readonly number[];
  readonly trouble: string;
  readonly pressed: Pressed;
  /** How far this browser's clock is ahead of the server's, in milliseconds. */
  readonly lagMs: number;
};

export function firstState(asked: readonly Asked[]): ChatState {
  return {
    phase: "connecting", session: null, timeline: emptyTimeline(""), asked, isLoaded: false, disclosure: "",
    textLimit: 4_000, isOpen: false, isQuiet: false, unread: 0, news: [], trouble: "",
    pressed: pressedIn(asked), lagMs: 0,
  };
}
