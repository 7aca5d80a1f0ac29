// What the widget knows at a moment: one immutable value that every view is drawn from.
import type { Phase } from "../lib/connection";
import type { Asked } from "../lib/link/outbox";
import { emptyTimeline, type Timeline } from "../lib/timeline";
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
};

export function firstState(asked: readonly Asked[]): ChatState {
  return {
    phase: "connecting", session: null, timeline: emptyTimeline(""), asked, isLoaded: false, disclosure: "",
    textLimit: 4_000, isOpen: false, isQuiet: false, unread: 0, news: [], trouble: "",
  };
}
