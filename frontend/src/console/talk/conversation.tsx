// The middle column: one open conversation with its packet, transcript and composer.
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../../lib/words";
import type { Desk } from "../desk";
import { type DraftKind, keepDraft, type ReadMarks, readDraft } from "../kept";
import type { KeyAction } from "../keys";
import { type DeskEntry, sectionOf } from "../sections";
import { Composer } from "./composer";
import { Heading } from "./heading";
import { packetOf } from "./items";
import { PacketCard } from "./packet";
import { Transcript } from "./transcript";

const SUGGESTION_WITHIN_MS = 15_000;

interface ConversationProps {
  entry: DeskEntry;
  desk: Desk;
  me: { id: string; name: string };
  marks: ReadMarks;
  /** The last shortcut meant for this conversation; `at` tells presses apart. */
  act: { kind: KeyAction; at: number };
  onBack: () => void;
  onContext: () => void;
}

export function Conversation({ entry, desk, me, marks, act, onBack, onContext }: ConversationProps): VNode {
  const { conversation } = entry;
  const [readUpTo] = useState(() => marks.of(conversation));
  const [kind, setKind] = useState<DraftKind>(readDraft("reply", conversation) === "" && readDraft("note", conversation) !== "" ? "note" : "reply");
  const [drafts, setDrafts] = useState({ reply: readDraft("reply", conversation), note: readDraft("note", conversation) });
  const [focus, setFocus] = useState(0);
  const [resolving, setResolving] = useState(0);
  const [askedAt, setAskedAt] = useState(0);
  const talk = desk.state.timelines.get(`conv:${conversation}`);
  const notes = desk.state.timelines.get(`note:${conversation}`);
  const suggestion = desk.state.suggestions.get(`conv:${conversation}`) ?? null;
  const handoff = packetOf(talk, notes);
  const section = sectionOf(entry, me.id);
  const canWrite = section === "mine";
  const setDraft = (of: DraftKind, text: string): void => {
    keepDraft(of, conversation, text);
    setDrafts((known) => ({ ...known, [of]: text }));
  };
  const write = (of: DraftKind): void => {
    setKind(of);
    setFocus((count) => count + 1);
  };
  const use = (text: string): void => {
    setDraft("reply", drafts.reply.trim() === "" ? text : `${drafts.reply.trimEnd()}\n\n${text}`);
    desk.dropSuggestion(conversation);
    write("reply");
  };
  const send = (of: DraftKind, text: string): void => {
    if (of === "note") desk.note(conversation, text);
    else desk.say(conversation, text);
    setDraft(of, "");
  };
  useEffect(() => {
    if (act.at === 0) return;
    if (act.kind === "reply" || act.kind === "note") write(act.kind);
    if (act.kind === "resolve" && canWrite) setResolving((count) => count + 1);
    if (act.kind === "use" && canWrite && handoff?.packet.suggested_reply) use(handoff.packet.suggested_reply);
  }, [act.at]);
  useEffect(() => {
    if (suggestion !== null) setAskedAt(0);
    const giving = setTimeout(() => setAskedAt(0), SUGGESTION_WITHIN_MS);
    return () => clearTimeout(giving);
  }, [suggestion, askedAt]);
  return (
    <>
      <Heading entry={entry} me={me.id} desk={desk} colleagues={desk.state.colleagues} resolving={resolving} onBack={onBack} onContext={onContext} />
      {handoff !== null && <PacketCard packet={handoff.packet} isFresh={!handoff.isAnswered && (canWrite || section === "waiting")} onUse={canWrite ? use : null} />}
      {talk === undefined || talk.last === 0 ? (
        <p class="transcript-loading" role="status">{say("console.loading_conversation")}</p>
      ) : (
        <Transcript
          talk={talk}
          notes={notes}
          me={me.name}
          readUpTo={readUpTo}
          seen={desk.state.seen.get(`conv:${conversation}`) ?? 0}
          unsent={[...desk.unsent(`conv:${conversation}`), ...desk.unsent(`note:${conversation}`)]}
          onTakeBack={(asked) => {
            const { text, s } = asked.frame.d as { text?: string; s?: string };
            const of = s?.startsWith("note:") ? "note" : "reply";
            setDraft(of, drafts[of] === "" ? (text ?? "") : `${drafts[of]}\n\n${text ?? ""}`);
            desk.forget(asked.cid);
            write(of);
          }}
        />
      )}
      <Composer
        kind={kind}
        onKind={setKind}
        drafts={drafts}
        onDraft={setDraft}
        lock={canWrite ? null : lockOf(entry, () => desk.claim(conversation))}
        suggestion={suggestion}
        isSuggesting={askedAt > 0}
        onSuggest={() => {
          setAskedAt(Date.now());
          desk.suggest(conversation);
        }}
        onDropSuggestion={() => desk.dropSuggestion(conversation)}
        onUse={use}
        onSend={send}
        onTyping={(on) => desk.typing(conversation, on)}
        focus={focus}
      />
    </>
  );
}

function lockOf(entry: DeskEntry, onAction: () => void): { words: string; action: string | null; onAction: () => void } {
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
