// One order of the customer, as the order system last told it.
import type { VNode } from "preact";
import type { ViewOf } from "../../lib/frames";
import { say } from "../../lib/words";
import { CardLines } from "../card-lines";

type Card = ViewOf<"message">["cards"][number];

export function Order({ card }: { card: Card }): VNode {
  return (
    <article class="order">
      <header>
        <h4>{card.order}</h4>
        <span class={`order-status ${card.status}`}>{card.status_text}</span>
      </header>
      <CardLines lines={card.lines} />
      <dl class="facts">
        <Fact words={say("console.context_total")} value={card.total} />
        <Fact words={say("console.context_expected")} value={card.expected} />
        <Fact words={say("console.context_tracking")} value={card.tracking} />
      </dl>
      {card.note && <p class="hint">{card.note}</p>}
    </article>
  );
}

function Fact({ words, value }: { words: string; value: string }): VNode | null {
  if (!value) return null;
  return (
    <>
      <dt>{words}</dt>
      <dd>{value}</dd>
    </>
  );
}
