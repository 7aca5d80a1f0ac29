// The field itself: Enter sends, the customer sees that somebody is writing, too long a text is not sent.
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../account/parts/icons";
import { say } from "../../lib/words";
import type { ComposerProps } from "./composer";

const TEXT_LIMIT = 4_000;
const TYPING_EVERY_MS = 2_000;
const TYPING_STOPS_MS = 4_000;

type FieldProps = ComposerProps & { field: { current: HTMLTextAreaElement | null } };

export function Field({ writing, onSend, onTyping, onSuggest, isSuggesting, field }: FieldProps): VNode {
  const { kind, drafts, setDraft } = writing;
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
          setDraft(kind, event.currentTarget.value);
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
          {tooMany > 0 ? (
            <span class="wrong" role="alert">
              {say("console.composer_too_long", { count: tooMany })}
            </span>
          ) : (
            say(kind === "note" ? "console.composer_note_hint" : "console.composer_hint")
          )}
        </span>
        {kind === "reply" && (
          <button type="button" class="button quiet small" disabled={isSuggesting} onClick={onSuggest}>
            <Icon name="spark" />
            {say(isSuggesting ? "console.composer_suggesting" : "console.composer_suggest")}
          </button>
        )}
        <button
          type="button"
          class={`button small send ${kind === "note" ? "note" : "primary"}`}
          disabled={!canSend}
          onClick={send}
        >
          <Icon name={kind === "note" ? "lock" : "send"} />
          {say(kind === "note" ? "console.composer_save_note" : "console.composer_send")}
        </button>
      </div>
    </>
  );
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
