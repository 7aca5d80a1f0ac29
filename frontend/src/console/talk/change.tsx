// A change of an order as the assistant laid it before the customer, to be read only, and how it stands now.
import { Fragment, type VNode } from "preact";
import { Icon, type IconName } from "../../account/parts/icons";
import type { ViewOf } from "../../lib/frames";
import type { changeStateOf } from "../../lib/timeline";
import { clock, say } from "../../lib/words";
import { CardLines } from "../card-lines";
import { useNow } from "../clock";

type Card = NonNullable<ViewOf<"message">["change"]>;
type State = ReturnType<typeof changeStateOf>;

const ICONS: Readonly<Record<State, IconName>> = {
  open: "clock",
  confirmed: "clock",
  declined: "close",
  done: "check",
  refused: "warning",
  unclear: "warning",
  void: "close",
};

export function ProposedChange({ card, state }: { card: Card; state: State }): VNode {
  const isOver = useNow() >= Date.parse(card.until);
  const shown = state === "open" && isOver ? "void" : state;
  return (
    <section class="said-change" aria-label={card.title}>
      <p class="change-title">{card.title}</p>
      {card.lines.length > 0 && <CardLines lines={card.lines} />}
      {card.facts.length > 0 && (
        <dl>
          {card.facts.map((fact) => (
            <Fragment key={fact.label + fact.value}>
              <dt>{fact.label}</dt>
              <dd>{fact.value}</dd>
            </Fragment>
          ))}
        </dl>
      )}
      <p class={`change-state ${shown}`}>
        <Icon name={ICONS[shown]} />
        {say(`console.change_${shown}`, { until: clock(card.until) })}
      </p>
    </section>
  );
}
