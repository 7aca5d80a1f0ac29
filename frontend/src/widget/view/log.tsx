// The conversation as a list that stays at its end unless the reader has scrolled away.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren, VNode } from "preact";
import { say } from "../words";
import { Down } from "./icons";

const NEAR_END_PX = 80;

/** `version` changes whenever the list may have grown; `ownVersion` when the customer spoke and wants to see it. */
type Props = { version: unknown; ownVersion: number; newest: number; children: ComponentChildren };

export function Log({ version, ownVersion, newest, children }: Props): VNode {
  const scroller = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [seen, setSeen] = useState(newest);
  const toEnd = (): void => {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
    isAtEnd.current = true;
  };
  useLayoutEffect(() => {
    if (!isAtEnd.current) return;
    toEnd();
    setSeen(newest);
  }, [version, newest]);
  useLayoutEffect(toEnd, [ownVersion]);
  const onScroll = (): void => {
    const box = scroller.current;
    if (box === null) return;
    isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
    if (isAtEnd.current) setSeen(newest);
  };
  const missed = newest - seen;
  return (
    <div class="log">
      <div class="scroller" ref={scroller} onScroll={onScroll} tabIndex={0} role="region" aria-label={say("widget.messages")}>
        <div class="column">{children}</div>
      </div>
      {missed > 0 ? (
        <button type="button" class="newer" aria-label={say("widget.to_latest")} onClick={() => (toEnd(), setSeen(newest))}>
          <Down /> {say("widget.newer", { count: missed })}
        </button>
      ) : null}
    </div>
  );
}
