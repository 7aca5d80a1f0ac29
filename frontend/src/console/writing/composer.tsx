// Where an operator writes: a reply to the customer or an internal note, each with its own draft and look.
import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../../account/parts/icons";
import { say } from "../../lib/words";
import type { Suggestion } from "../state/fold";
import type { DraftKind } from "../state/kept";
import { Field } from "./field";
import type { Writing } from "./use-writing";

/** Why a reply is not possible, and what would make it so. */
export interface ComposerLock {
  words: string;
  action: string | null;
  onAction: () => void;
}

export interface ComposerProps {
  writing: Writing;
  lock: ComposerLock | null;
  suggestion: Suggestion | null;
  isSuggesting: boolean;
  onSuggest: () => void;
  onDropSuggestion: () => void;
  onInsert: (text: string) => void;
  onSend: (kind: DraftKind, text: string) => void;
  onTyping: (on: boolean) => void;
}

export function Composer(props: ComposerProps): VNode {
  const { lock, suggestion } = props;
  const { kind, drafts, focus } = props.writing;
  const field = useRef<HTMLTextAreaElement>(null);
  const isLocked = kind === "reply" && lock !== null;
  // Before the next key arrives, so that no letter is lost.
  useLayoutEffect(() => {
    if (focus > 0) field.current?.focus();
  }, [focus, isLocked]);
  return (
    <section class={`composer ${kind}`} aria-label={say(`console.composer_${kind}`)}>
      {suggestion !== null && kind === "reply" && (
        <SuggestionCard
          suggestion={suggestion}
          onInsert={isLocked ? null : props.onInsert}
          onDrop={props.onDropSuggestion}
        />
      )}
      <Tabs {...props.writing} />
      <div id="composer-panel" role="tabpanel" aria-labelledby={`tab-${kind}`} class="composer-panel">
        {isLocked ? <Lock {...lock} draft={drafts.reply} /> : <Field key={kind} {...props} field={field} />}
      </div>
    </section>
  );
}

function Tabs({ kind, setKind, drafts }: Writing): VNode {
  return (
    <div class="composer-tabs" role="tablist">
      {(["reply", "note"] as const).map((each) => (
        <button
          type="button"
          role="tab"
          key={each}
          id={`tab-${each}`}
          aria-selected={kind === each}
          aria-controls="composer-panel"
          tabIndex={kind === each ? 0 : -1}
          onClick={() => setKind(each)}
          onKeyDown={(event) => onTabKey(event, each, setKind)}
        >
          {each === "note" && <Icon name="lock" />}
          {say(`console.composer_${each}`)}
          {kind !== each && drafts[each] !== "" && <span class="draft-mark">{say("console.composer_draft")}</span>}
        </button>
      ))}
      {kind === "note" && <span class="note-banner">{say("console.composer_note_banner")}</span>}
    </div>
  );
}

function Lock({ words, action, onAction, draft }: ComposerLock & { draft: string }): VNode {
  return (
    <div class="composer-lock">
      <p>{words}</p>
      {draft !== "" && (
        <p class="kept-draft">
          <span class="draft-mark">{say("console.composer_draft")}</span> {draft}
        </p>
      )}
      {action !== null && (
        <button type="button" class="button primary" onClick={onAction}>
          {action} <kbd aria-hidden="true">c</kbd>
        </button>
      )}
    </div>
  );
}

interface SuggestionProps {
  suggestion: Suggestion;
  onInsert: ((text: string) => void) | null;
  onDrop: () => void;
}

function SuggestionCard({ suggestion, onInsert, onDrop }: SuggestionProps): VNode {
  const titles = suggestion.cites.join(", ");
  return (
    <div class="suggestion" role="status">
      <p>{suggestion.text || say("console.composer_no_suggestion")}</p>
      {titles !== "" && <p class="hint">{say("console.packet_cited", { titles })}</p>}
      <div class="suggested-foot">
        <button type="button" class="button quiet small" onClick={onDrop}>
          {say("console.dismiss")}
        </button>
        {onInsert !== null && suggestion.text !== "" && (
          <button type="button" class="button small" onClick={() => onInsert(suggestion.text)}>
            {say("console.packet_use")}
          </button>
        )}
      </div>
    </div>
  );
}

function onTabKey(event: KeyboardEvent, at: DraftKind, onKind: (kind: DraftKind) => void): void {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  event.preventDefault();
  const other = at === "reply" ? "note" : "reply";
  onKind(other);
  document.getElementById(`tab-${other}`)?.focus();
}
