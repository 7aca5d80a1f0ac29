// The middle column while no conversation is open.
import type { VNode } from "preact";
import { Mark } from "../account/parts/icons";
import { say } from "../lib/words";
import type { Presence } from "./queue/tools";

interface EmptyProps {
  waiting: number;
  status: Presence;
  isFilled: boolean;
  onOnline: () => void;
  onNext: (() => void) | undefined;
}

export function EmptyTalk({ waiting, status, isFilled, onOnline, onNext }: EmptyProps): VNode {
  if (!isFilled)
    return (
      <p class="empty" role="status">
        {say("console.loading")}
      </p>
    );
  return (
    <div class="empty">
      <Mark />
      <h2>{say("console.empty_title")}</h2>
      <p>{waiting > 0 ? say("console.empty_waiting", { count: waiting }) : say("console.empty_calm")}</p>
      {onNext !== undefined && (
        <button type="button" class="button primary" onClick={onNext}>
          {say("console.claim_next")} <kbd aria-hidden="true">c</kbd>
        </button>
      )}
      {status === "offline" && (
        <>
          <p class="hint">{say("console.empty_away")}</p>
          <button type="button" class="button" onClick={onOnline}>
            {say("console.go_online")}
          </button>
        </>
      )}
    </div>
  );
}
