// Quiet words around the conversation: the connection's banner, a refused act, announcements for screen readers.
import { useEffect, useState } from "preact/hooks";
import type { VNode } from "preact";
import type { Phase } from "../../lib/connection";
import { spoken } from "../../lib/spoken";
import { voiceOf } from "../../lib/voice";
import { say } from "../words";
import type { ChatState } from "../state";
import { authorWords } from "./message";
import { Close } from "./icons";

/** A connection that comes back sooner than this is not worth a word. */
const PATIENCE_MS: Readonly<Record<Phase, number>> = {
  live: 0, connecting: 2_500, reconnecting: 1_200, offline: 0, refused: 0,
};

export function Banner({ phase, restart }: { phase: Phase; restart: () => void }): VNode {
  const [shown, setShown] = useState<Phase>("live");
  useEffect(() => {
    const later = setTimeout(() => setShown(phase), PATIENCE_MS[phase]);
    return () => clearTimeout(later);
  }, [phase]);
  return (
    <div class="banner-place" role="status">
      {shown === "live" ? null : (
        <p class={`banner ${shown}`}>
          <span>{say(`widget.${shown}`)}</span>
          {shown === "refused" ? <button type="button" class="link" onClick={restart}>{say("widget.restart")}</button> : null}
        </p>
      )}
    </div>
  );
}

export function Trouble({ words, dismiss }: { words: string; dismiss: () => void }): VNode | null {
  if (!words) return null;
  return (
    <div class="trouble" role="alert">
      <span>{say("widget.not_done", { words })}</span>
      <button type="button" class="tool" aria-label={say("widget.dismiss")} onClick={dismiss}><Close /></button>
    </div>
  );
}

/** Only whole new messages are read out: not the history, not the pieces of a reply being written. */
export function Announcer({ timeline, news }: Pick<ChatState, "timeline" | "news">): VNode {
  const events = timeline.events.filter(({ seq }) => news.includes(seq));
  return (
    <div class="unseen" role="log" aria-live="polite" aria-relevant="additions">
      {events.map(({ seq, d }) => {
        const voice = voiceOf(d);
        if (voice !== null) return <p key={seq}>{authorWords(voice)}: {spoken(voice.text)}</p>;
        return d.k === "status" ? <p key={seq}>{say("widget.notice_assigned", { name: d.operator_name })}</p> : null;
      })}
    </div>
  );
}
