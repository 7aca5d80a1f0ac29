// One conversation in the queue column.
import type { VNode } from "preact";
import { Icon } from "../../account/parts/icons";
import { clock, say } from "../../lib/words";
import { type DeskEntry, type SectionName, shortId, time, urgency } from "../state/sections";
import { reasonWords, span, stopwatch } from "../words";

interface RowProps {
  entry: DeskEntry;
  section: SectionName;
  isSelected: boolean;
  unread: number;
  now: number;
  me: string;
  onOpen: () => void;
  onClaim: () => void;
}

export function Row({ entry, section, isSelected, unread, now, me, onOpen, onClaim }: RowProps): VNode {
  return (
    <li class={`row ${section}${unread > 0 ? " unread" : ""}`}>
      <button
        type="button"
        class="row-open"
        aria-current={isSelected ? "true" : undefined}
        data-conversation={entry.conversation}
        onClick={onOpen}
      >
        <span class="row-top">
          <span class="row-name">{say("console.customer", { id: shortId(entry.conversation) })}</span>
          <span class="lang-tag" lang={entry.lang}>
            {entry.lang.toUpperCase()}
          </span>
          {entry.verified && <Sign name="check" words={say("console.verified")} />}
          {entry.callback && section !== "callbacks" && <Sign name="reply" words={say("console.status_callback")} />}
          <When entry={entry} section={section} now={now} />
        </span>
        <span class="row-last">
          <LastWord entry={entry} me={me} />
        </span>
        <span class="row-tags">
          <Tag entry={entry} section={section} />
          {unread > 0 && (
            <span class="unread-count">
              <span aria-hidden="true">{unread}</span>
              <span class="unseen">{say("console.unread", { count: unread })}</span>
            </span>
          )}
        </span>
      </button>
      {section === "waiting" && (
        <button
          type="button"
          class="button small row-claim"
          aria-label={`${say("console.claim")}: ${say("console.customer", { id: shortId(entry.conversation) })}`}
          onClick={onClaim}
        >
          {say("console.claim")}
        </button>
      )}
    </li>
  );
}

function Sign({ name, words }: { name: "check" | "reply"; words: string }): VNode {
  return (
    <span class={`sign ${name}`} title={words}>
      <Icon name={name} />
      <span class="unseen">{words}</span>
    </span>
  );
}

function When({ entry, section, now }: Pick<RowProps, "entry" | "section" | "now">): VNode | null {
  if (section === "waiting") {
    const seconds = (now - time(entry.queued_at)) / 1000;
    return (
      <span class={`row-clock ${urgency(seconds)}`} title={say("console.waits_label", { time: span(seconds) })}>
        {stopwatch(seconds)}
      </span>
    );
  }
  if (!entry.last_at) return null;
  const age = (now - time(entry.last_at)) / 1000;
  const words = age < 60 ? say("console.just_now") : age < 3600 ? span(age) : clock(entry.last_at);
  return <span class="row-when">{words}</span>;
}

function LastWord({ entry, me }: { entry: DeskEntry; me: string }): VNode {
  if (!entry.last_text) return <>{say("console.no_messages")}</>;
  const by = entry.last_who === "operator" && entry.operator_id === me ? "you" : entry.last_who;
  const known =
    by === "customer" || by === "assistant" || by === "operator" || by === "you" ? say(`console.last_by_${by}`) : "";
  return (
    <>
      {by !== "customer" && <span class="row-by">{known} </span>}
      <span lang={entry.lang}>{entry.last_text}</span>
    </>
  );
}

function Tag({ entry, section }: Pick<RowProps, "entry" | "section">): VNode | null {
  if (section === "callbacks")
    return (
      <span class="tag" title={entry.contact}>
        {entry.contact || reasonWords("callback")}
      </span>
    );
  if (section === "others")
    return <span class="tag">{say("console.with_operator", { name: entry.operator_name })}</span>;
  if (section === "bot" || section === "resolved") return null;
  return entry.reason ? <span class={`tag ${entry.reason}`}>{reasonWords(entry.reason)}</span> : null;
}
