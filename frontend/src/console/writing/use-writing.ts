// What an operator is writing in one conversation: two drafts, which of them is in hand, and its focus.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type DraftKind, keepDraft, readDraft } from "../state/kept";

export interface Writing {
  kind: DraftKind;
  setKind: (kind: DraftKind) => void;
  drafts: Readonly<Record<DraftKind, string>>;
  setDraft: (kind: DraftKind, text: string) => void;
  /** Adds below what is already written, and takes it in hand. */
  insert: (kind: DraftKind, text: string) => void;
  /** Takes a draft in hand. */
  write: (kind: DraftKind) => void;
  /** Counts the times the field was asked to take the focus. */
  focus: number;
}

/** `canReply` turns true when the conversation becomes ours: then the reply is at hand at once. */
export function useWriting(conversation: string, canReply: boolean): Writing {
  const [drafts, setDrafts] = useState({
    reply: readDraft("reply", conversation),
    note: readDraft("note", conversation),
  });
  const [kind, setKind] = useState<DraftKind>(drafts.reply === "" && drafts.note !== "" ? "note" : "reply");
  const [focus, setFocus] = useState(0);
  const couldReply = useRef(canReply);
  const setDraft = (of: DraftKind, text: string): void => {
    keepDraft(of, conversation, text);
    setDrafts((known) => ({ ...known, [of]: text }));
  };
  const write = (of: DraftKind): void => {
    setKind(of);
    setFocus((count) => count + 1);
  };
  const insert = (of: DraftKind, text: string): void => {
    setDraft(of, drafts[of].trim() === "" ? text : `${drafts[of].trimEnd()}\n\n${text}`);
    write(of);
  };
  useLayoutEffect(() => {
    const isNew = canReply && !couldReply.current;
    couldReply.current = canReply;
    // On a phone the keyboard would cover the packet that is to be read first.
    if (isNew && window.matchMedia("(hover: hover)").matches) write(kind);
  }, [canReply]);
  return { kind, setKind, drafts, setDraft, insert, write, focus };
}
