// The right column: who the customer is, their orders, the escalation, notes and the course of events.
import type { ComponentChildren, VNode } from "preact";
import { Icon } from "../../account/parts/icons";
import type { Timeline } from "../../lib/timeline";
import { clock, say } from "../../lib/words";
import type { Desk } from "../state/desk";
import type { DeskEntry } from "../state/sections";
import { callOf, itemsOf, markOf, ordersOf, packetOf } from "../talk/items";
import { lineWords } from "../talk/lines";
import { MoodTrail } from "../handoff/mood";
import { reasonWords, whyWords } from "../words";
import { ContactLinks } from "./contact";
import { Order } from "./order";

interface ContextProps {
  entry: DeskEntry;
  desk: Desk;
  /** The signed-in operator's id. */
  me: string;
  onClose: () => void;
}

export function Context({ entry, desk, me, onClose }: ContextProps): VNode {
  const talk = desk.state.timelines.get(`conv:${entry.conversation}`);
  const notes = desk.state.timelines.get(`note:${entry.conversation}`);
  return (
    <section class="column context" aria-label={say("console.context")}>
      <header class="context-head">
        <button
          type="button"
          class="button quiet icon small"
          aria-label={say("console.close_context")}
          onClick={onClose}
        >
          <Icon name="back" />
        </button>
        <h2>{say("console.context")}</h2>
      </header>
      <div class="context-body" tabIndex={0} role="group" aria-label={say("console.context")}>
        <Customer entry={entry} talk={talk} />
        <Orders talk={talk} />
        <Escalation
          entry={entry}
          talk={talk}
          notes={notes}
          onMark={(call, isNotNeeded) => desk.mark(entry.conversation, call, isNotNeeded)}
        />
        <Notes notes={notes} />
        <History talk={talk} me={me} />
      </div>
    </section>
  );
}

function Block({ title, children }: { title: string; children: ComponentChildren }): VNode {
  return (
    <section class="block">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Customer({ entry, talk }: { entry: DeskEntry; talk: Timeline | undefined }): VNode {
  const contact = talk?.contact;
  const until = talk?.verifiedUntil;
  const isVerified = until ? Date.parse(until) > Date.now() : entry.verified;
  return (
    <Block title={say("console.context_customer")}>
      <dl class="facts">
        <dt>{say("console.context_identity")}</dt>
        <dd class={isVerified ? "good" : ""}>
          {isVerified
            ? until
              ? say("console.context_verified_until", { time: clock(until) })
              : say("console.verified")
            : say("console.context_not_verified")}
        </dd>
        <dt>{say("console.context_language")}</dt>
        <dd>{say(`console.lang_${entry.lang}`)}</dd>
        {(contact || entry.contact) && <dt>{say("console.context_contact")}</dt>}
        {(contact || entry.contact) && (
          <dd class="strong contact">
            <ContactLinks email={contact?.email ?? ""} phone={contact?.phone ?? ""} known={entry.contact} />
          </dd>
        )}
        {contact?.about && <dt>{say("console.context_about")}</dt>}
        {contact?.about && <dd>{contact.about}</dd>}
        {talk?.score != null && <dt>{say("console.context_csat")}</dt>}
        {talk?.score != null && <dd>{say("console.context_csat_value", { score: talk.score })}</dd>}
        <dt>{say("console.context_id")}</dt>
        <dd class="mono">{entry.conversation}</dd>
      </dl>
    </Block>
  );
}

function Orders({ talk }: { talk: Timeline | undefined }): VNode {
  const orders = ordersOf(talk);
  return (
    <Block title={say("console.context_orders")}>
      {orders.length === 0 ? (
        <p class="hint">{say("console.context_orders_none")}</p>
      ) : (
        orders.map((card) => <Order key={card.order} card={card} />)
      )}
    </Block>
  );
}

function Escalation({
  entry,
  talk,
  notes,
  onMark,
}: {
  entry: DeskEntry;
  talk: Timeline | undefined;
  notes: Timeline | undefined;
  onMark: (call: number, isNotNeeded: boolean) => void;
}): VNode {
  const packet = packetOf(talk, notes)?.packet ?? null;
  const call = callOf(talk);
  const reason = packet?.reason || call?.why.reason || entry.reason;
  if (packet === null && call === null) {
    return (
      <Block title={say("console.context_escalation")}>
        <p class="hint">{say("console.context_no_escalation")}</p>
      </Block>
    );
  }
  return (
    <Block title={say("console.context_escalation")}>
      <p class="escalation-line">
        <span class={`tag ${reason}`}>{reasonWords(reason)}</span>
        {packet !== null && <MoodTrail mood={packet.mood} />}
      </p>
      {call !== null && <p class="why">{whyWords(call.why)}</p>}
      {call?.canMark && <Mark call={call.seq} by={markOf(notes, call.seq)} onMark={onMark} />}
    </Block>
  );
}

/** One button, pressed while the mark stands; colleagues see whose it is. */
function Mark({
  call,
  by,
  onMark,
}: {
  call: number;
  by: string | null;
  onMark: (call: number, isNotNeeded: boolean) => void;
}): VNode {
  return (
    <div class="judge">
      <button type="button" class="button small" aria-pressed={by !== null} onClick={() => onMark(call, by === null)}>
        <Icon name="thumbDown" />
        {say("console.context_not_needed")}
      </button>
      <p class="hint" aria-live="polite">
        {by === null ? say("console.context_not_needed_hint") : say("console.context_marked", { name: by })}
      </p>
    </div>
  );
}

function Notes({ notes }: { notes: Timeline | undefined }): VNode {
  const written = (notes?.events ?? []).flatMap(({ seq, ts, d }) => (d.k === "note" ? [{ seq, ts, note: d }] : []));
  return (
    <Block title={say("console.context_notes")}>
      {written.length === 0 && <p class="hint">{say("console.context_notes_none")}</p>}
      {written.map(({ seq, ts, note }) => (
        <div key={seq} class="note-card">
          <p>{note.text}</p>
          <p class="hint">
            {note.name}, <time dateTime={ts}>{clock(ts)}</time>
          </p>
        </div>
      ))}
    </Block>
  );
}

function History({ talk, me }: { talk: Timeline | undefined; me: string }): VNode | null {
  if (talk === undefined) return null;
  const lines = itemsOf(talk, undefined, 0).flatMap((item) => (item.kind === "line" ? [item] : []));
  return (
    <Block title={say("console.context_history")}>
      <ol class="history">
        {lines.map((line) => (
          <li key={line.key}>
            <time dateTime={line.ts}>{clock(line.ts)}</time>
            <span>{lineWords(line.view, me)}</span>
          </li>
        ))}
      </ol>
    </Block>
  );
}
