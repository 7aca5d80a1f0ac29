// What is not in the timeline yet: the customer's words on their way, a reply being written, somebody typing.
import type { VNode } from "preact";
import { Markdown, PlainText } from "../../lib/markdown";
import type { Asked } from "../../lib/link/outbox";
import type { Echo, Timeline } from "../../lib/timeline";
import { say } from "../words";
import { Clock, Warning } from "./icons";
import { Author } from "./message";

type EchoProps = {
  echo: Echo; asked: Asked | undefined; isConnected: boolean; isFirst: boolean;
  retry: (cid: string) => void; edit: (echo: Echo) => void;
};

export function EchoMessage({ echo, asked, isConnected, isFirst, retry, edit }: EchoProps): VNode {
  const refusal = asked?.refusal ?? null;
  return (
    <li class={`message customer echo${isFirst ? " first" : ""}`} data-cid={echo.cid}>
      <span class="unseen">{say("widget.you")}: </span>
      <div class="bubble"><PlainText text={echo.text} /></div>
      {refusal === null ? (
        <p class="delivery"><Clock /> {say(isConnected ? "widget.sending" : "widget.will_send")}</p>
      ) : (
        <div class="delivery failed" role="alert">
          <span class="why"><Warning /> {say("widget.not_sent", { words: refusal })}</span>
          <button type="button" class="link" onClick={() => retry(echo.cid)}>{say("widget.retry")}</button>
          <button type="button" class="link" onClick={() => edit(echo)}>{say("widget.edit")}</button>
        </div>
      )}
    </li>
  );
}

/** The reply that is being written, or the dots before its first words. */
export function Drafting({ timeline }: { timeline: Timeline }): VNode | null {
  const draft = [...timeline.drafts.values()].findLast(({ text }) => text !== "");
  if (draft !== undefined) {
    return (
      <li class="message assistant first draft">
        <Author who="assistant" name="" />
        <div class="bubble"><Markdown text={draft.text} /></div>
      </li>
    );
  }
  const { typing } = timeline;
  if (typing?.who === "operator") return <Dots who="operator" name={typing.name || timeline.operator} />;
  const isThinking = timeline.awaited > 0 || typing?.who === "assistant" || timeline.drafts.size > 0;
  return isThinking && timeline.status === "bot" ? <Dots who="assistant" name="" /> : null;
}

function Dots({ who, name }: { who: "assistant" | "operator"; name: string }): VNode {
  const words = who === "assistant" ? say("widget.typing_assistant") : say("widget.typing_operator", { name });
  return (
    <li class={`message ${who} first typing`}>
      <Author who={who} name={name} />
      <div class="bubble"><span class="dots" aria-hidden="true"><i /><i /><i /></span><span class="unseen">{words}</span></div>
    </li>
  );
}

/** The turn whose reply can be stopped now, null when none is being written. */
export function runningTurn({ drafts, awaited, status }: Timeline): number | null {
  const turn = Math.max(0, awaited, ...drafts.keys());
  return status === "bot" && turn > 0 ? turn : null;
}
