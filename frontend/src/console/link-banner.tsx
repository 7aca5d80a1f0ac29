// Says when the console is cut off and when it is back; quiet otherwise.
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { goToSignIn } from "../account/page";
import type { Phase } from "../lib/connection";
import { say } from "../lib/words";

const RESTORED_FOR_MS = 2_500;

export function LinkBanner({ phase }: { phase: Phase }): VNode {
  const wasLost = useRef(false);
  const [isRestored, setRestored] = useState(false);
  useEffect(() => {
    if (phase === "reconnecting" || phase === "offline") wasLost.current = true;
    if (phase !== "live" || !wasLost.current) return setRestored(false);
    wasLost.current = false;
    setRestored(true);
    const hiding = setTimeout(() => setRestored(false), RESTORED_FOR_MS);
    return () => clearTimeout(hiding);
  }, [phase]);
  const words = wordsOf(phase, isRestored);
  return (
    <div class="link-banner" role="status">
      {words !== "" && (
        <p class={phase === "live" ? "restored" : "lost"}>
          {words}
          {phase === "refused" && (
            <button type="button" class="link" onClick={goToSignIn}>
              {say("console.sign_in_again")}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

function wordsOf(phase: Phase, isRestored: boolean): string {
  switch (phase) {
    case "live":
      return isRestored ? say("console.link_restored") : "";
    case "connecting":
      return "";
    case "refused":
      return say("console.link_signed_out");
    default:
      return say("console.link_lost");
  }
}
