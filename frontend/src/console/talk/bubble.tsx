// One message of the transcript; authors differ by label, side and shape, not by colour alone.
import type { VNode } from "preact";
import { Icon } from "../../account/parts/icons";
import type { ViewOf } from "../../lib/frames";
import type { Asked } from "../../lib/link/outbox";
import { Markdown, PlainText } from "../../lib/markdown";
import { clock, say } from "../../lib/words";
import { ProposedChange } from "./change";
import type { Item } from "./items";

type MessageItem = Extract<Item, { kind: "message" }>;

interface BubbleProps {
  item: MessageItem;
  /** The signed-in operator's name. */
  me: string;
  isSeen: boolean;
}

export function Bubble({ item, me, isSeen }: BubbleProps): VNode {
  const { view } = item;
  const isOurs = view.who !== "customer";
  return (
    <li class={`bubble ${view.who}${item.isFirst ? " first" : ""}`}>
      {item.isFirst && <p class="author">{authorOf(view, me)}</p>}
      <div class="said" lang={view.lang ?? undefined}>
        {view.who === "assistant" ? <Markdown text={view.text} topHeading={4} /> : <PlainText text={view.text} />}
        {view.cards.map((card) => (
          <p key={card.order} class="said-card">
            <strong>{card.order}</strong> {card.status_text}
          </p>
        ))}
        {view.change && item.change && <ProposedChange card={view.change} state={item.change} />}
        {view.cites.length > 0 && (
          <p class="cites">
            {say("console.cites")}: {[...new Set(view.cites.map((cite) => cite.title))].join(", ")}
          </p>
        )}
      </div>
      <p class="foot">
        <time dateTime={item.ts}>{clock(item.ts)}</time>
        {view.simplified && <span>{say("console.simplified")}</span>}
        {item.rating !== 0 && <Thumb value={item.rating} />}
        {isOurs && view.who === "operator" && <Delivered isSeen={isSeen} />}
      </p>
    </li>
  );
}

function authorOf(view: ViewOf<"message">, me: string): string {
  if (view.who === "customer") return say("console.from_customer");
  if (view.who === "assistant") return say("console.from_assistant");
  return view.name === me ? say("console.from_you") : view.name;
}

function Thumb({ value }: { value: number }): VNode {
  const words = say(value > 0 ? "console.rated_up" : "console.rated_down");
  return (
    <span class={value > 0 ? "thumb up" : "thumb down"} title={words}>
      <Icon name={value > 0 ? "thumbUp" : "thumbDown"} />
      <span class="unseen">{words}</span>
    </span>
  );
}

function Delivered({ isSeen }: { isSeen: boolean }): VNode {
  const words = say(isSeen ? "console.seen" : "console.sent");
  return (
    <span class={isSeen ? "delivered seen" : "delivered"} title={words}>
      <Icon name={isSeen ? "checks" : "check"} />
      <span class="unseen">{words}</span>
    </span>
  );
}

/** What is on its way to the server, or was refused and can be taken back into the draft. */
export function Unsent({ asked, onTakeBack }: { asked: Asked; onTakeBack: () => void }): VNode {
  const { text, s } = asked.frame.d as { text?: string; s?: string };
  const isNote = s?.startsWith("note:") ?? false;
  return (
    <li class={`bubble ${isNote ? "note" : "operator"} first unsent${asked.refusal === null ? "" : " refused"}`}>
      <p class="author">{isNote ? say("console.note") : say("console.from_you")}</p>
      <div class="said">
        <PlainText text={text ?? ""} />
      </div>
      {asked.refusal === null ? (
        <p class="foot">{say("console.sending")}</p>
      ) : (
        <p class="foot" role="alert">
          <Icon name="warning" />
          {say("console.failed")}: {asked.refusal}
          <button type="button" class="link" onClick={onTakeBack}>
            {say("console.put_back")}
          </button>
        </p>
      )}
    </li>
  );
}

export function NoteBubble({ item }: { item: Extract<Item, { kind: "note" }> }): VNode {
  return (
    <li class="bubble note first">
      <p class="author">
        <Icon name="lock" />
        {say("console.note_by", { name: item.view.name })}
      </p>
      <div class="said">
        <PlainText text={item.view.text} />
      </div>
      <p class="foot">
        <time dateTime={item.ts}>{clock(item.ts)}</time>
      </p>
    </li>
  );
}
