// The handoff packet on top of the conversation: why it came, what was tried, what to answer.
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../account/parts/icons";
import type { ViewOf } from "../../lib/frames";
import { say } from "../../lib/words";
import { reasonWords, triedWords } from "../words";
import { MoodTrail } from "./mood";

type Packet = ViewOf<"packet">;

interface PacketProps {
  packet: Packet;
  /** Unfolded to begin with: while nobody has answered. */
  isFresh: boolean;
  /** Folds when the writing begins: the words of the customer are needed beside it, not the packet. */
  isWriting: boolean;
  /** Null while the reader may not write to the customer. */
  onUse: ((text: string) => void) | null;
}

export function PacketCard({ packet, isFresh, isWriting, onUse }: PacketProps): VNode {
  const [isOpen, setOpen] = useState(isFresh && !isWriting);
  useEffect(() => setOpen(isFresh && !isWriting), [isFresh]);
  // Only folds: a reply that was sent or given up leaves the packet as the operator left it.
  useEffect(() => {
    if (isWriting) setOpen(false);
  }, [isWriting]);
  return (
    <section class="packet" aria-label={say("console.packet")}>
      <h3>
        <button type="button" class="packet-head" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Icon name="chevron" />
          <span class={`tag ${packet.reason}`}>{reasonWords(packet.reason)}</span>
          {!isOpen && (
            <span class="packet-brief" lang={packet.lang}>
              {packet.summary}
            </span>
          )}
          <MoodTrail mood={packet.mood} />
        </button>
      </h3>
      {isOpen && (
        <div class="packet-body" tabIndex={0} role="group" aria-label={say("console.packet")}>
          <div class="packet-main">
            {packet.summary && (
              <Part title={say("console.packet_summary")}>
                <p lang={packet.lang}>{packet.summary}</p>
              </Part>
            )}
            {packet.question && (
              <Part title={say("console.packet_question")}>
                <blockquote lang={packet.lang}>{packet.question}</blockquote>
              </Part>
            )}
            {packet.suggested_reply && <Suggested packet={packet} onUse={onUse} />}
          </div>
          <div class="packet-side">
            {packet.evidence.length > 0 && (
              <Part title={say("console.packet_evidence")}>
                <ul>
                  {packet.evidence.map((each) => (
                    <li key={each}>{each}</li>
                  ))}
                </ul>
              </Part>
            )}
            <Part title={say("console.packet_identity")}>
              <p>{packet.identity || say("console.packet_identity_none")}</p>
            </Part>
            {packet.orders.length > 0 && (
              <Part title={say("console.packet_orders")}>
                <ul>
                  {packet.orders.map((order) => (
                    <li key={order}>{order}</li>
                  ))}
                </ul>
              </Part>
            )}
            <Tried tried={packet.tried} lang={packet.lang} />
          </div>
        </div>
      )}
    </section>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }): VNode {
  return (
    <div class="part">
      <h4>{title}</h4>
      {children}
    </div>
  );
}

function Suggested({ packet, onUse }: Pick<PacketProps, "packet" | "onUse">): VNode {
  const titles = packet.suggested_cites.map((cite) => cite.title).join(", ");
  return (
    <div class="part">
      <div class="suggested-head">
        <h4>{say("console.packet_suggested")}</h4>
        {onUse !== null && (
          <button type="button" class="button small" onClick={() => onUse(packet.suggested_reply)}>
            <Icon name="reply" />
            {say("console.packet_use")} <kbd aria-hidden="true">u</kbd>
          </button>
        )}
      </div>
      <div class="suggested">
        <p lang={packet.lang}>{packet.suggested_reply}</p>
        {titles && <p class="hint">{say("console.packet_cited", { titles })}</p>}
      </div>
    </div>
  );
}

function Tried({ tried, lang }: { tried: Packet["tried"]; lang: Packet["lang"] }): VNode {
  if (tried.length === 0) return <p class="hint">{say("console.packet_tried_none")}</p>;
  return (
    <details class="part tried">
      <summary>{say("console.packet_tried", { count: tried.length })}</summary>
      <ol>
        {tried.map((each, at) => (
          <li key={at}>
            <p class="tried-question" lang={lang}>
              {each.question}
            </p>
            <p lang={lang}>
              <span class="tried-kind">{triedWords(each.kind)}</span> {each.reply}
            </p>
            {each.cited.length > 0 && (
              <p class="hint">{say("console.packet_cited", { titles: each.cited.join(", ") })}</p>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}
