// The middle column: one open conversation with its packet, transcript and composer.
import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { Asked } from "../../lib/link/outbox";
import { say } from "../../lib/words";
import type { Desk } from "../state/desk";
import type { DraftKind, ReadMarks } from "../state/kept";
import type { KeyAction } from "../keys";
import { type DeskEntry, sectionOf } from "../state/sections";
import { Composer, type ComposerLock } from "../writing/composer";
import { Heading } from "./heading";
import { packetOf } from "./items";
import { PacketCard } from "../handoff/packet";
import { Transcript } from "./transcript";
import { useWriting } from "../writing/use-writing";

const SUGGESTION_WITHIN_MS = 15_000;

interface ConversationProps {
  entry: DeskEntry;
  desk: Desk;
  me: { id: string; name: string };
  marks: ReadMarks;
  /** The last shortcut; `at` tells presses apart. */
  act: { kind: KeyAction; at: number };
  onBack: () => void;
  onContext: () => void;
}

export function Conversation({ entry, desk, me, marks, act, onBack, onContext }: ConversationProps): VNode {
  const { conversation } = entry;
  const streams = { talk: `conv:${conversation}`, notes: `note:${conversation}` };
  const { state } = desk;
  const talk = state.timelines.get(streams.talk);
  const notes = state.timelines.get(streams.notes);
  const suggestion = state.suggestions.get(streams.talk) ?? null;
  const section = sectionOf(entry, me.id);
  const canReply = section === "mine";
  const handoff = packetOf(talk, notes);
  const [readUpTo] = useState(() => marks.of(conversation));
  const [actedBefore] = useState(act.at);
  const [resolving, setResolving] = useState(0);
  const [isSuggesting, setSuggesting] = useWaiting(suggestion);
  const writing = useWriting(conversation, canReply);
  const insert = (text: string): void => {
    desk.dropSuggestion(conversation);
    writing.insert("reply", text);
  };
  useLayoutEffect(() => {
    if (act.at === actedBefore) return;
    if (act.kind === "reply" || act.kind === "note") writing.write(act.kind);
    if (act.kind === "resolve" && canReply) setResolving((count) => count + 1);
    if (act.kind === "use" && canReply && handoff?.packet.suggested_reply) insert(handoff.packet.suggested_reply);
  }, [act.at]);
  return (
    <>
      <Heading
        entry={entry}
        me={me.id}
        desk={desk}
        colleagues={state.colleagues}
        resolving={resolving}
        onBack={onBack}
        onContext={onContext}
      />
      {handoff !== null && (
        <PacketCard
          packet={handoff.packet}
          isFresh={!handoff.isAnswered && (canReply || section === "waiting")}
          isWriting={writing.drafts[writing.kind] !== "" && (canReply || writing.kind === "note")}
          onUse={canReply ? insert : null}
        />
      )}
      {talk === undefined || talk.last === 0 ? (
        <p class="transcript-loading" role="status">
          {say("console.loading_conversation")}
        </p>
      ) : (
        <Transcript
          talk={talk}
          notes={notes}
          me={me}
          readUpTo={readUpTo}
          seen={state.seen.get(streams.talk) ?? 0}
          unsent={[...desk.unsent(streams.talk), ...desk.unsent(streams.notes)]}
          onTakeBack={(asked) => {
            writing.insert(kindOf(asked), String(asked.frame.d["text"] ?? ""));
            desk.forget(asked.cid);
          }}
        />
      )}
      <Composer
        writing={writing}
        lock={canReply ? null : lockOf(entry, () => desk.claim(conversation))}
        suggestion={suggestion}
        isSuggesting={isSuggesting}
        onSuggest={() => {
          setSuggesting();
          desk.suggest(conversation);
        }}
        onDropSuggestion={() => desk.dropSuggestion(conversation)}
        onInsert={insert}
        onSend={(kind, text) => {
          if (kind === "note") desk.note(conversation, text);
          else desk.say(conversation, text);
          writing.setDraft(kind, "");
        }}
        onTyping={(on) => desk.typing(conversation, on)}
      />
    </>
  );
}

/** True from the asking until `answer` comes, at most a while. */
function useWaiting(answer: unknown): [boolean, () => void] {
  const [askedAt, setAskedAt] = useState(0);
  useEffect(() => {
    if (answer !== null) setAskedAt(0);
    const giving = setTimeout(() => setAskedAt(0), SUGGESTION_WITHIN_MS);
    return () => clearTimeout(giving);
  }, [answer, askedAt]);
  return [askedAt > 0, () => setAskedAt(Date.now())];
}

function kindOf(asked: Asked): DraftKind {
  return String(asked.frame.d["s"]).startsWith("note:") ? "note" : "reply";
}

function lockOf(entry: DeskEntry, onAction: () => void): ComposerLock {
  switch (entry.status) {
    case "queued":
      return { words: say("console.locked_queued"), action: say("console.claim"), onAction };
    case "bot":
      return { words: say("console.locked_bot"), action: say("console.take_over"), onAction };
    case "assigned":
      return { words: say("console.locked_assigned", { name: entry.operator_name }), action: null, onAction };
    case "resolved":
      return { words: say("console.locked_resolved"), action: null, onAction };
  }
}
