// The conversation so far; stays at the newest message unless the reader has scrolled up.
import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../account/parts/icons";
import type { Asked } from "../../lib/link/outbox";
import { Markdown } from "../../lib/markdown";
import type { Timeline } from "../../lib/timeline";
import { clock, day, say } from "../../lib/words";
import { Bubble, NoteBubble, Unsent } from "./bubble";
import { type Item, itemsOf } from "./items";
import { lineWords } from "./lines";

const NEAR_PX = 80;
const TYPING_FOR_MS = 6_000;

interface TranscriptProps {
  talk: Timeline;
  notes: Timeline | undefined;
  me: { id: string; name: string };
  readUpTo: number;
  seen: number;
  unsent: readonly Asked[];
  onTakeBack: (asked: Asked) => void;
}

export function Transcript({ talk, notes, me, readUpTo, seen, unsent, onTakeBack }: TranscriptProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const draft = [...talk.drafts.values()].at(-1)?.text ?? "";
  const items = itemsOf(talk, notes, readUpTo);
  const toEnd = (): void => box.current?.scrollTo({ top: box.current.scrollHeight });
  useLayoutEffect(() => {
    if (isAtEnd) toEnd();
  }, [items.length, unsent.length, draft.length, talk.typing]);
  useEffect(() => keepAtEnd(box.current, toEnd, () => isAtEnd), [isAtEnd]);
  return (
    <div class="transcript-frame">
      <div
        class="transcript"
        ref={box}
        role="log"
        aria-label={say("console.transcript")}
        tabIndex={0}
        onScroll={(event) => setAtEnd(isNearEnd(event.currentTarget))}
      >
        {talk.hasEarlier && <p class="line">{say("console.earlier_hidden")}</p>}
        <ol>
          {items.map((item) => (
            <Drawn key={item.key} item={item} me={me} isSeen={item.kind === "message" && item.seq <= seen} />
          ))}
          {draft !== "" && (
            <li class="bubble assistant first streaming">
              <p class="author">{say("console.from_assistant")}</p>
              <div class="said">
                <Markdown text={draft} topHeading={4} />
              </div>
            </li>
          )}
          {unsent.map((asked) => (
            <Unsent key={asked.cid} asked={asked} onTakeBack={() => onTakeBack(asked)} />
          ))}
        </ol>
        <Typing talk={talk} me={me.name} />
      </div>
      {!isAtEnd && (
        <button type="button" class="button small jump" onClick={toEnd}>
          <Icon name="down" />
          {say("console.jump_down")}
        </button>
      )}
    </div>
  );
}

function Drawn({ item, me, isSeen }: { item: Item; me: TranscriptProps["me"]; isSeen: boolean }): VNode {
  switch (item.kind) {
    case "day":
      return (
        <li class="day">
          <span>{dayWords(item.ts)}</span>
        </li>
      );
    case "new":
      return (
        <li class="new-mark">
          <span>{say("console.new_messages")}</span>
        </li>
      );
    case "message":
      return <Bubble item={item} me={me.name} isSeen={isSeen} />;
    case "note":
      return <NoteBubble item={item} />;
    case "line":
      return (
        <li class="line">
          {lineWords(item.view, me.id)} <time dateTime={item.ts}>{clock(item.ts)}</time>
        </li>
      );
  }
}

function dayWords(ts: string): string {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(ts).setHours(0, 0, 0, 0)) / 86_400_000);
  return days === 0 ? say("console.day_today") : days === 1 ? say("console.day_yesterday") : day(ts);
}

/** Says who is writing; forgets it when the word that they stopped got lost. */
function Typing({ talk, me }: { talk: Timeline; me: string }): VNode {
  const { typing } = talk;
  const [isStale, setStale] = useState(false);
  useEffect(() => {
    setStale(false);
    const expiring = setTimeout(() => setStale(true), TYPING_FOR_MS);
    return () => clearTimeout(expiring);
  }, [typing]);
  const who = typing === null || isStale || typing.name === me ? null : typing.who;
  const words =
    who === "customer"
      ? say("console.customer_typing")
      : who === "assistant"
        ? say("console.assistant_typing")
        : who === null
          ? ""
          : say("console.operator_typing", { name: typing?.name ?? "" });
  return (
    <p class="typing" aria-live="polite">
      {words !== "" && (
        <i class="dots" aria-hidden="true">
          <b />
          <b />
          <b />
        </i>
      )}
      {words}
    </p>
  );
}

function isNearEnd(box: HTMLElement): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
}

/** The box shrinks when the composer grows or the packet unfolds: its end stays in sight. */
function keepAtEnd(box: HTMLElement | null, toEnd: () => void, isWanted: () => boolean): () => void {
  if (box === null) return () => undefined;
  const watching = new ResizeObserver(() => {
    if (isWanted()) toEnd();
  });
  watching.observe(box);
  return () => watching.disconnect();
}
