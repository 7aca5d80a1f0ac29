// One message: who speaks is told by label, shape and side; under the assistant's words stand sources, cards, thumbs.
import type { VNode } from "preact";
import { Markdown, PlainText } from "../../lib/markdown";
import type { MessageView } from "../../lib/frames";
import { clock, say } from "../words";
import { ChangeCard, type ChangeDesk } from "./change";
import { Citations, OrderCard, Thumbs } from "./extras";
import { DetailsForm, type FormDesk } from "./form";
import { Person, Sparkle } from "./icons";
import type { MessageRow } from "./rows";

/** What kinds of the assistant's replies are worth a thumb. */
const RATED: ReadonlySet<string> = new Set(["answer", "not_found", "clarify", "order", "apology", ""]);

export type MessageActs = {
  openArticle: (id: string) => void;
  rate: (seq: number, value: 1 | -1) => void;
  change: ChangeDesk;
};

/** `form` is null unless the form beside this very message is open. */
type Props = { row: MessageRow; rating: number | undefined; form: FormDesk | null } & MessageActs;

export function Message({ row, rating, ...acts }: Props): VNode {
  const { view, seq, ts, isFirst } = row;
  return (
    <li class={`message ${view.who}${isFirst ? " first" : ""}`} data-seq={seq} data-ai={view.ai}>
      {isFirst ? <Author who={view.who} name={view.name} ts={ts} /> : <span class="unseen">{authorWords(view)}: </span>}
      {view.who === "assistant"
        ? <AssistantWords view={view} seq={seq} rating={rating} {...acts} />
        : <div class="bubble"><PlainText text={view.text} newTab={say("widget.opens_new_tab")} /></div>}
    </li>
  );
}

function AssistantWords({ view, seq, rating, form, openArticle, rate, change }: { view: MessageView; seq: number } & Omit<Props, "row">): VNode {
  return (
    <>
      <div class="bubble" lang={view.lang ?? undefined}>
        <Markdown text={view.text} onArticle={openArticle} newTab={say("widget.opens_new_tab")} />
        {view.cards.map((card) => <OrderCard key={card.order} card={card} />)}
        {view.change ? <ChangeCard card={view.change} desk={change} /> : null}
        {form !== null && view.form !== "" ? <DetailsForm kind={view.form} desk={form} /> : null}
        {view.simplified ? <p class="simplified">{say("widget.simplified")}</p> : null}
        {view.cites.length > 0 ? <Citations cites={view.cites} openArticle={openArticle} /> : null}
      </div>
      {RATED.has(view.kind) ? <Thumbs value={rating} rate={(value) => rate(seq, value)} /> : null}
    </>
  );
}

export function authorWords({ who, name }: Pick<MessageView, "who" | "name">): string {
  if (who === "assistant") return say("widget.assistant");
  if (who === "customer") return say("widget.you");
  return name ? say("widget.operator_name", { name }) : say("widget.operator");
}

/** The label above a group: a square badge for the assistant, a round one for a person. */
export function Author({ who, name, ts }: { who: MessageView["who"]; name: string; ts?: string | undefined }): VNode {
  return (
    <p class="author">
      {who === "assistant" ? <span class="badge ai"><Sparkle /></span> : null}
      {who === "operator" ? <span class="badge person">{name.trim().charAt(0).toUpperCase() || <Person size={14} />}</span> : null}
      <span class={who === "customer" ? "unseen" : "name"}>{authorWords({ who, name })}</span>
      {ts ? <time dateTime={ts}>{clock(ts)}</time> : null}
    </p>
  );
}
