// The conversation as a list that follows what is new unless the reader has scrolled away.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren, VNode } from "preact";
import { say } from "../words";
import { Down } from "./icons";

const NEAR_END_PX = 80;
const MARGIN_PX = 12;

/** `version` changes whenever the list may have grown; `ownVersion` when the customer spoke and wants to see it. */
type Props = { version: unknown; ownVersion: number; newest: number; children: ComponentChildren };

export function Log({ version, ownVersion, newest, children }: Props): VNode {
  const scroller = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  /** Where we scrolled to ourselves: anything else is the reader's doing. */
  const placed = useRef(0);
  const [seen, setSeen] = useState(newest);
  const scrollTo = (top: number): void => {
    const box = scroller.current;
    if (box === null) return;
    box.scrollTop = top;
    placed.current = box.scrollTop;
    isFollowing.current = true;
    if (isAtEnd(box)) setSeen(newest);
  };
  const toEnd = (): void => scrollTo(scroller.current?.scrollHeight ?? 0);
  useLayoutEffect(() => {
    if (isFollowing.current && scroller.current) scrollTo(readingPlace(scroller.current));
  }, [version, newest]);
  useLayoutEffect(toEnd, [ownVersion]);
  const onScroll = (): void => {
    const box = scroller.current;
    if (box === null || Math.abs(box.scrollTop - placed.current) < 2) return;
    isFollowing.current = isAtEnd(box);
    if (isFollowing.current) setSeen(newest);
  };
  const missed = newest - seen;
  return (
    <div class="log">
      <div class="scroller" ref={scroller} onScroll={onScroll} tabIndex={0} role="region" aria-label={say("widget.messages")}>
        <div class="column">{children}</div>
      </div>
      {missed > 0 ? (
        <button type="button" class="newer" title={say("widget.to_latest")} onClick={toEnd}>
          <Down /> {say("widget.newer", { count: missed })}
        </button>
      ) : null}
    </div>
  );
}

function isAtEnd(box: HTMLElement): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
}

/**
 * The end, but never so far that the beginning of the newest reply, or its question, leaves the view. A reply with the
 * card of a change needs the room of its question, before the press and after it, and so does one with a form.
 */
function readingPlace(box: HTMLElement): number {
  const messages = Array.from(box.querySelectorAll<HTMLElement>(".message"));
  const newest = messages.at(-1);
  if (newest === undefined || newest.classList.contains("customer")) return box.scrollHeight;
  const before = messages.at(-2);
  const hasCard = newest.querySelector(".change, .details") !== null;
  const isShort = !hasCard && before !== undefined && before.offsetHeight < box.clientHeight / 3;
  const first = isShort && before.classList.contains("customer") ? before : newest;
  const top = first.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  return Math.min(box.scrollHeight - box.clientHeight, top - MARGIN_PX);
}
