// What may stand under the assistant's words: sources, order cards, thumbs, quick replies.
import type { VNode } from "preact";
import type { MessageView } from "../../lib/frames";
import { language, say } from "../words";
import { Page, Parcel, ThumbDown, ThumbUp } from "./icons";

type Cite = MessageView["cites"][number];
type Card = MessageView["cards"][number];

export function Citations({ cites, openArticle }: { cites: readonly Cite[]; openArticle: (id: string) => void }): VNode {
  const articles = [...new Map(cites.map((cite) => [cite.article, cite])).values()];
  return (
    <div class="sources">
      <span class="unseen">{say("widget.sources")}:</span>
      {articles.map((cite) => (
        <button
          type="button" class="chip" key={cite.article} title={cite.quote || undefined}
          aria-label={say("widget.source_open", { title: cite.title })} onClick={() => openArticle(cite.article)}
        >
          <Page />
          <span class="chip-words" lang={cite.lang}>{cite.title}</span>
          {cite.lang !== language() ? <span class="chip-lang">{say("widget.source_other_language")}</span> : null}
        </button>
      ))}
    </div>
  );
}

export function OrderCard({ card }: { card: Card }): VNode {
  return (
    <section class="order" role="group" aria-label={say("widget.order", { order: card.order })}>
      <header>
        <Parcel />
        <strong>{say("widget.order", { order: card.order })}</strong>
        <span class="order-status" data-status={card.status}>{card.status_text}</span>
      </header>
      <Goods lines={card.lines} />
      <dl>
        <Fact name={say("widget.order_total")} value={card.total} isStrong />
        <Fact name={say("widget.order_expected")} value={card.expected} />
        <Fact name={say("widget.order_tracking")} value={card.tracking} />
      </dl>
      {card.note ? <p class="note">{card.note}</p> : null}
    </section>
  );
}

export function Goods({ lines }: { lines: Card["lines"] }): VNode {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line.name}>
          <span>{line.name}</span>
          {line.quantity > 1 ? <span class="quantity">{say("widget.order_quantity", { count: line.quantity })}</span> : null}
          <span class="amount">{line.amount}</span>
        </li>
      ))}
    </ul>
  );
}

function Fact({ name, value, isStrong = false }: { name: string; value: string; isStrong?: boolean }): VNode | null {
  if (!value) return null;
  return <div><dt>{name}</dt><dd class={isStrong ? "strong" : ""}>{value}</dd></div>;
}

export function Thumbs({ value, rate }: { value: number | undefined; rate: (value: 1 | -1) => void }): VNode {
  return (
    <div class="thumbs">
      <button type="button" aria-pressed={value === 1} aria-label={say("widget.rate_up")} title={say("widget.rate_up")} onClick={() => rate(1)}>
        <ThumbUp />
      </button>
      <button type="button" aria-pressed={value === -1} aria-label={say("widget.rate_down")} title={say("widget.rate_down")} onClick={() => rate(-1)}>
        <ThumbDown />
      </button>
      {value ? <span role="status">{say(value > 0 ? "widget.rated_up" : "widget.rated_down")}</span> : null}
    </div>
  );
}

export function QuickReplies({ label, replies, pick }: { label: string; replies: readonly string[]; pick: (text: string) => void }): VNode | null {
  if (replies.length === 0) return null;
  return (
    <div class="quick" role="group" aria-label={label}>
      {replies.map((reply) => <button type="button" key={reply} onClick={() => pick(reply)}>{reply}</button>)}
    </div>
  );
}
