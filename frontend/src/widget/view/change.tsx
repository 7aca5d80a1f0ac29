// The card of a proposed change: what will happen, the button that makes it, and what became of it.
import { Fragment } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RefObject, VNode } from "preact";
import type { Change, Stage, Standing } from "../changes";
import { clock, say } from "../words";
import { Goods } from "./extras";
import { Check, Clock, Crossed, Pen, Person, Stopped, Warning } from "./icons";

/** What cards need of the chat. */
export type ChangeDesk = {
  standingOf: (proposal: string) => Standing;
  answer: (card: Change, isWanted: boolean) => void;
  isConnected: boolean;
  lagMs: number;
};

export function ChangeCard({ card, desk }: { card: Change; desk: ChangeDesk }): VNode {
  const title = useId();
  const ends = Date.parse(card.until) + desk.lagMs;
  const isOver = useIsOver(ends);
  const { stage: known, words } = desk.standingOf(card.proposal);
  const stage = known === "open" && isOver ? "expired" : known;
  const box = useFocusKept(stage);
  return (
    <section class="order change" ref={box} role="group" tabIndex={-1} data-stage={stage} aria-labelledby={title}>
      <header><Pen /><h2 id={title}>{card.title}</h2></header>
      {card.lines.length > 0 ? <Goods lines={card.lines} /> : null}
      {card.facts.length > 0 ? <Facts facts={card.facts} /> : null}
      <footer>
        {stage === "open" ? (
          <div class="row">
            <button type="button" class="button primary" onClick={() => desk.answer(card, true)}>{card.button}</button>
            <button type="button" class="button quiet" onClick={() => desk.answer(card, false)}>{say("widget.change_decline")}</button>
          </div>
        ) : null}
        <div class="standing" role="status"><StageWords stage={stage} ends={ends} isConnected={desk.isConnected} isExplained={words !== ""} /></div>
        {words ? <p class="why" role="alert"><Warning /> <span>{words}</span></p> : null}
      </footer>
    </section>
  );
}

function Facts({ facts }: Pick<Change, "facts">): VNode {
  return (
    <dl>
      {facts.map(({ label, value }) => <Fragment key={label + value}><dt>{label}</dt><dd>{value}</dd></Fragment>)}
    </dl>
  );
}

type StageProps = { stage: Stage; ends: number; isConnected: boolean; isExplained: boolean };

const OVER = { void: "widget.change_void", replaced: "widget.change_replaced", expired: "widget.change_expired" } as const;

/** An icon and a word for each stage: colour alone tells nothing. */
function StageWords({ stage, ends, isConnected, isExplained }: StageProps): VNode | null {
  switch (stage) {
    case "open":
      return <p class="wait"><Clock /> {say("widget.change_wait", { until: clock(new Date(ends)) })}</p>;
    case "sending":
    case "dropping":
      if (!isConnected) return <p class="wait"><Clock /> {say("widget.will_send")}</p>;
      return <p class="wait"><Spinner /> {say(stage === "sending" ? "widget.change_running" : "widget.sending")}</p>;
    case "confirmed":
      return <p class="wait"><Spinner /> {say("widget.change_running")}</p>;
    case "done":
      return <span class="badge-words"><Check /> {say("widget.change_done")}</span>;
    case "refused":
      return <span class="badge-words"><Crossed /> {say("widget.change_refused")}</span>;
    case "unclear":
      return <span class="badge-words"><Person size={16} /> {say("widget.change_unclear")}</span>;
    case "declined":
      return <span class="badge-words"><Stopped /> {say("widget.change_dropped")}</span>;
    default:
      return isExplained ? null : <p class="wait"><Stopped /> {say(OVER[stage])}</p>;
  }
}

function Spinner(): VNode {
  return <i class="spinner" aria-hidden="true" />;
}

/** Whether that moment, in this browser's own time, has passed; the card is drawn again when it does. */
function useIsOver(moment: number): boolean {
  const left = moment - Date.now();
  const [, redraw] = useState(0);
  useEffect(() => {
    if (left <= 0) return;
    const ending = setTimeout(() => redraw((count) => count + 1), left + 50);
    return () => clearTimeout(ending);
  }, [moment]);
  return left <= 0;
}

/** The buttons go with their stage: a focus that was on them stays on the card. */
function useFocusKept(stage: Stage): RefObject<HTMLElement | null> {
  const box = useRef<HTMLElement>(null);
  const hadFocus = box.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    if (hadFocus && !box.current?.contains(document.activeElement)) box.current?.focus();
  }, [stage]);
  return box;
}
