// Where the customer writes: the box grows with the words, Enter sends, Shift+Enter breaks the line.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { VNode } from "preact";
import { say } from "../words";
import { Send, Stop } from "./icons";

const NEAR_LIMIT = 300;

type Props = {
  text: string; limit: number; isWithPerson: boolean; takesFocus: boolean;
  onText: (text: string) => void; onSend: (text: string) => void; onStop: (() => void) | null;
};

export function Composer({ text, limit, isWithPerson, takesFocus, onText, onSend, onStop }: Props): VNode {
  const box = useRef<HTMLTextAreaElement>(null);
  const left = limit - Array.from(text).length;
  const canSend = text.trim() !== "" && left >= 0;
  useLayoutEffect(() => grow(box.current), [text]);
  useLayoutEffect(() => {
    if (box.current === null) return;
    // Hidden, or in another width, the words need another height; the box's own growth is no such news.
    let width = 0;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined || entry.contentRect.width === width) return;
      width = entry.contentRect.width;
      grow(box.current);
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (takesFocus && window.matchMedia("(pointer: fine)").matches) box.current?.focus();
  }, [takesFocus]);
  const send = (): void => {
    if (canSend) onSend(text.trim());
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes, Enter chooses a word; 229 is what older browsers say then.
    const isComposing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form class="composer" onSubmit={(event) => (event.preventDefault(), send())}>
      {onStop ? <button type="button" class="stop" onClick={onStop}><Stop /> {say("widget.stop")}</button> : null}
      <div class="write">
        <textarea
          ref={box} id="write" rows={1} value={text} aria-label={say("widget.write")} enterkeyhint="send" autocomplete="off"
          placeholder={say(isWithPerson ? "widget.write_hint_person" : "widget.write_hint")}
          aria-invalid={left < 0} aria-describedby={left <= NEAR_LIMIT ? "left" : undefined}
          onInput={(event) => onText(event.currentTarget.value)} onKeyDown={onKeyDown}
        />
        <button type="submit" class="send" disabled={!canSend} aria-label={say("widget.send")} title={say("widget.send")}><Send /></button>
      </div>
      {left <= NEAR_LIMIT ? (
        <p id="left" class={left < 0 ? "left over" : "left"} aria-live="polite">
          {left < 0 ? say("widget.too_long", { count: -left }) : say("widget.left", { count: left })}
        </p>
      ) : null}
    </form>
  );
}

function grow(box: HTMLTextAreaElement | null): void {
  if (box === null) return;
  box.style.height = "auto";
  if (box.scrollHeight === 0) return;
  box.style.height = `${Math.min(box.scrollHeight, 136)}px`;
}
