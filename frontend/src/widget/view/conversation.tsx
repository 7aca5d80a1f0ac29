// The conversation on one page: disclosure, messages, what is on its way, and the one card that asks for something.
import { useMemo } from "preact/hooks";
import type { VNode } from "preact";
import type { Echo } from "../../lib/timeline";
import { voiceOf } from "../../lib/voice";
import type { Chat } from "../chat";
import { standingOf } from "../changes";
import { openForm, orderNamed } from "../forms";
import type { ChatState } from "../state";
import { isFromOtherSide } from "../unread";
import { say } from "../words";
import type { ChangeDesk } from "./change";
import { EndQuestion, Rating } from "./ending";
import { QuickReplies } from "./extras";
import type { FormDesk } from "./form";
import { Offer, Waiting } from "./handoff";
import { Skeleton } from "./help";
import { Sparkle } from "./icons";
import { Log } from "./log";
import { Message, type MessageActs } from "./message";
import { Drafting, EchoMessage } from "./pending";
import { rowsOf, type Row } from "./rows";

type Props = {
  chat: Chat; state: ChatState; isEnding: boolean;
  openArticle: (id: string) => void; edit: (echo: Echo) => void; endAsked: () => void;
};

export function Conversation({ chat, state, isEnding, openArticle, edit, endAsked }: Props): VNode {
  const { timeline, asked, phase } = state;
  const rows = useMemo(() => rowsOf(timeline), [timeline.events]);
  const newest = timeline.events.filter(({ d }) => isFromOtherSide(d)).length;
  const isConnected = phase === "live" || phase === "connecting";
  const rate = (seq: number, value: 1 | -1): void => chat.act("rate.answer", { seq, value });
  const change: ChangeDesk = {
    standingOf: (id) => standingOf(state, id), answer: (card, isWanted) => chat.answer(card, isWanted), isConnected, lagMs: state.lagMs,
  };
  const form = { order: orderNamed(timeline), send: (text: string): void => chat.say(text) };
  const open = openForm(timeline);
  const acts = { openArticle, rate, change };
  return (
    <Log version={state} ownVersion={timeline.echoes.length} newest={newest}>
      <Disclosure words={state.disclosure || say("widget.disclosure")} />
      {timeline.hasEarlier ? <p class="notice">{say("widget.notice_earlier")}</p> : null}
      {state.isLoaded ? null : <Skeleton words={say("widget.loading")} />}
      <ol class="messages">
        {rows.map((row) => (
          <OneRow key={`${row.kind}-${row.seq}`} row={row} rating={timeline.ratings.get(row.seq)} form={row.seq === open ? form : null} {...acts} />
        ))}
        {timeline.echoes.map((echo, at) => (
          <EchoMessage
            key={echo.cid} echo={echo} isFirst={at === 0} asked={asked.find(({ cid }) => cid === echo.cid)}
            isConnected={isConnected} retry={(cid) => chat.retry(cid)} edit={edit}
          />
        ))}
        <Drafting timeline={timeline} />
      </ol>
      <Asking chat={chat} state={state} isEnding={isEnding} endAsked={endAsked} />
    </Log>
  );
}

function Disclosure({ words }: { words: string }): VNode {
  return (
    <div class="disclosure">
      <span class="badge big ai"><Sparkle size={20} /></span>
      <p><strong>{say("widget.assistant")}</strong>{words}</p>
    </div>
  );
}

type RowProps = { row: Row; rating: number | undefined; form: FormDesk | null } & MessageActs;

function OneRow({ row, ...rest }: RowProps): VNode {
  if (row.kind === "message") return <Message row={row} {...rest} />;
  return <li class={row.kind}><span>{row.text}</span></li>;
}

type AskingProps = Pick<Props, "chat" | "state" | "isEnding" | "endAsked">;

/** At most one card asks for something at a time; quick replies stand only under the newest message. */
function Asking({ chat, state, isEnding, endAsked }: AskingProps): VNode | null {
  const { timeline } = state;
  if (isEnding) {
    return <EndQuestion cancel={endAsked} answer={(outcome) => (chat.act("conv.end", { outcome }), endAsked())} />;
  }
  if (timeline.status === "queued") {
    return (
      <Waiting
        timeline={timeline} leave={() => chat.act("queue.leave", {})} leaveContact={(contact) => chat.act("contact.leave", contact)}
      />
    );
  }
  if (timeline.status === "resolved") {
    const end = timeline.events.findLast(({ d }) => d.k === "status")?.seq ?? 0;
    const isRated = timeline.events.some(({ seq, d }) => d.k === "csat" && seq > end);
    return <Rating key={end} score={isRated ? timeline.score : null} rate={(score, text) => chat.act("csat.submit", { score, text })} />;
  }
  const { offer } = timeline;
  if (offer !== null) return <Offer answer={(value) => chat.act("choice", { offer_id: offer, value })} />;
  return <Suggestions chat={chat} state={state} />;
}

function Suggestions({ chat, state }: Pick<Props, "chat" | "state">): VNode | null {
  const { timeline } = state;
  const newest = timeline.events.flatMap(({ d }) => voiceOf(d) ?? []).at(-1);
  const pick = (text: string): void => chat.say(text);
  if (timeline.echoes.length > 0) return null;
  if (newest === undefined) {
    const starters = [say("widget.starter_order"), say("widget.starter_delivery"), say("widget.starter_return"), say("widget.starter_payment")];
    if (!state.isLoaded) return null;
    return (
      <div class="starters">
        <p aria-hidden="true">{say("widget.starters")}</p>
        <QuickReplies label={say("widget.starters")} replies={starters} pick={pick} />
      </div>
    );
  }
  if (newest.who !== "assistant" || timeline.awaited > 0 || timeline.status !== "bot") return null;
  return <QuickReplies label={say("widget.quick_replies")} replies={newest.quick_replies} pick={pick} />;
}
