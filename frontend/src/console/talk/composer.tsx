// Where an operator writes: a reply to the customer or an internal note, each with its own draft and look.
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../account/icons";
import { say } from "../../lib/words";
import type { Suggestion } from "../fold";
import type { DraftKind } from "../kept";

const TEXT_LIMIT = 4_000;
const TYPING_EVERY_MS = 2_000;
const TYPING_STOPS_MS = 4_000;

interface ComposerProps {
  kind: DraftKind;
  onKind: (kind: DraftKind) => void;
  drafts: Readonly<Record<DraftKind, string>>;
  onDraft: (kind: DraftKind, text: string) => void;
  /** Why a reply is not possible, with what would make it so; null when it is. */
  lock: { words: string; action: string | null; onAction: () => void } | null;
  suggestion: Suggestion | null;
  isSuggesting: boolean;
  onSuggest: () => void;
  onDropSuggestion: () => void;
  onUse: (text: string) => void;
  onSend: (kind: DraftKind, text: string) => void;
  onTyping: (on: boolean) => void;
  /** Counts up whenever the field should take the focus. */
  focus: number;
}

export function Composer(props: ComposerProps): VNode {
  const { kind, drafts, lock } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (props.focus > 0) field.current?.focus();
  }, [props.focus]);
  const isLocked = kind === "reply" && lock !== null;
  return (
    <section class={`composer ${kind}`} aria-label={say(kind === "note" ? "console.composer_note" : "console.composer_reply")}>
      {props.suggestion !== null && kind === "reply" && <SuggestionCard suggestion={props.suggestion} onUse={props.onUse} onDrop={props.onDropSuggestion} canUse={!isLocked} />}
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
            onClick={() => props.onKind(each)}
            onKeyDown={(event) => onTabKey(event, each, props.onKind)}
          >
            {each === "note" && <Icon name="lock" />}
            {say(`console.composer_${each}`)}
            {kind !== each && drafts[each] !== "" && <span class="draft-mark">{say("console.composer_draft")}</span>}
          </button>
        ))}
        {kind === "note" && <span class="note-banner">{say("console.composer_note_banner")}</span>}
      </div>
      <div id="composer-panel" role="tabpanel" aria-labelledby={`tab-${kind}`} class="composer-panel">
        {isLocked && lock !== null ? <Lock {...lock} draft={drafts.reply} /> : <Field {...props} field={field} />}
      </div>
    </section>
  );
}

function Field({ kind, drafts, onDraft, onSend, onTyping, onSuggest, isSuggesting, field }: ComposerProps & { field: { current: HTMLTextAreaElement | null } }): VNode {
  const text = drafts[kind];
  const typing = useTyping(onTyping);
  const tooMany = [...text].length - TEXT_LIMIT;
  const canSend = text.trim() !== "" && tooMany <= 0;
  const send = (): void => {
    if (!canSend) return;
    typing.stop();
    onSend(kind, text.trim());
    field.current?.focus();
  };
  return (
    <>
      <textarea
        ref={field}
        rows={3}
        value={text}
        aria-label={say(kind === "note" ? "console.composer_note_label" : "console.composer_reply_label")}
        placeholder={say(kind === "note" ? "console.composer_note_placeholder" : "console.composer_reply_placeholder")}
        aria-describedby="composer-hint"
        onInput={(event) => {
          onDraft(kind, event.currentTarget.value);
          if (kind === "reply") typing.touch();
        }}
        onBlur={typing.stop}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <div class="composer-foot">
        <span id="composer-hint" class="hint">
          {tooMany > 0 ? <span class="wrong" role="alert">{say("console.composer_too_long", { count: tooMany })}</span> : say("console.composer_hint")}
        </span>
        {kind === "reply" && (
          <button type="button" class="button quiet small" disabled={isSuggesting} onClick={onSuggest}>
            <Icon name="spark" />
            {say(isSuggesting ? "console.composer_suggesting" : "console.composer_suggest")}
          </button>
        )}
        <button type="button" class={`button small send ${kind === "note" ? "note" : "primary"}`} disabled={!canSend} onClick={send}>
          <Icon name={kind === "note" ? "lock" : "send"} />
          {say(kind === "note" ? "console.composer_save_note" : "console.composer_send")}
        </button>
      </div>
    </>
  );
}

function Lock({ words, action, onAction, draft }: { words: string; action: string | null; onAction: () => void; draft: string }): VNode {
  return (
    <div class="composer-lock">
      <p>{words}</p>
      {draft !== "" && <p class="kept-draft"><span class="draft-mark">{say("console.composer_draft")}</span> {draft}</p>}
      {action !== null && (
        <button type="button" class="button primary" onClick={onAction}>
          {action} <kbd>c</kbd>
        </button>
      )}
    </div>
  );
}

function SuggestionCard({ suggestion, onUse, onDrop, canUse }: { suggestion: Suggestion; onUse: (text: string) => void; onDrop: () => void; canUse: boolean }): VNode {
  return (
    <div class="suggestion" role="status">
      <p>{suggestion.text || say("console.composer_no_suggestion")}</p>
      {suggestion.cites.length > 0 && <p class="hint">{say("console.packet_cited", { titles: suggestion.cites.join(", ") })}</p>}
      <div class="suggested-foot">
        <button type="button" class="button quiet small" onClick={onDrop}>
          {say("console.dismiss")}
        </button>
        {canUse && suggestion.text !== "" && (
          <button type="button" class="button small" onClick={() => onUse(suggestion.text)}>
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

/** Tells that somebody is writing, at most every two seconds, and that they stopped. */
function useTyping(onTyping: (on: boolean) => void): { touch: () => void; stop: () => void } {
  const told = useRef(0);
  const stopping = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const stop = (): void => {
    clearTimeout(stopping.current);
    if (told.current > 0) onTyping(false);
    told.current = 0;
  };
  const touch = (): void => {
    clearTimeout(stopping.current);
    stopping.current = setTimeout(stop, TYPING_STOPS_MS);
    if (Date.now() - told.current < TYPING_EVERY_MS) return;
    told.current = Date.now();
    onTyping(true);
  };
  useEffect(() => stop, []);
  return { touch, stop };
}
