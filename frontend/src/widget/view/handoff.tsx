// The way to a person: the offer, the queue with place and waiting time, the contact form when nobody is there.
import { useState } from "preact/hooks";
import type { VNode } from "preact";
import { isUnattended, type Timeline } from "../../lib/timeline";
import { isEmail } from "../forms";
import { say } from "../words";
import { Field } from "./field";
import { waitingWords } from "./rows";
import { Check, Clock, Person } from "./icons";

export type Contact = { email: string; phone: string; about: string };

export function Offer({ answer }: { answer: (value: "accept" | "decline") => void }): VNode {
  return (
    <section class="card" aria-label={say("widget.offer_title")}>
      <h2><Person /> {say("widget.offer_title")}</h2>
      <p>{say("widget.offer_hint")}</p>
      <div class="row">
        <button type="button" class="button primary" onClick={() => answer("accept")}>{say("widget.offer_yes")}</button>
        <button type="button" class="button" onClick={() => answer("decline")}>{say("widget.offer_no")}</button>
      </div>
    </section>
  );
}

type QueueProps = { timeline: Timeline; leave: () => void; leaveContact: (contact: Contact) => void };

/** While the conversation waits: a place in the queue, or a form when no operator is online. */
export function Waiting({ timeline, leave, leaveContact }: QueueProps): VNode {
  const { queue, contact } = timeline;
  if (contact === null && isUnattended(timeline)) return <ContactForm leave={leave} send={leaveContact} />;
  if (contact !== null && (queue?.online ?? 0) === 0) return <ContactKept where={contact.email || contact.phone} leave={leave} />;
  const range = queue === null ? null : waitingWords(queue.eta_lo_s, queue.eta_hi_s);
  return (
    <section class="card waiting" aria-label={say("widget.queue_title")}>
      <h2><span class="pulse" aria-hidden="true" /> {say("widget.queue_title")}</h2>
      <p role="status" class="place">
        {queue && queue.pos > 0 ? <strong>{say("widget.queue_position", { pos: queue.pos })}</strong> : null}
        <span><Clock /> {range === null ? say("widget.queue_range_unknown") : say("widget.queue_range", { range })}</span>
      </p>
      <p class="quiet">{say("widget.queue_hint")}</p>
      <button type="button" class="button small" onClick={leave}>{say("widget.queue_leave")}</button>
    </section>
  );
}

function ContactKept({ where, leave }: { where: string; leave: () => void }): VNode {
  return (
    <section class="card" role="status">
      <h2><Check /> {say("widget.contact_kept", { where })}</h2>
      <p>{say("widget.contact_kept_hint")}</p>
      <button type="button" class="button small" onClick={leave}>{say("widget.queue_leave")}</button>
    </section>
  );
}

type Mistakes = { email?: string; phone?: string };

function ContactForm({ send, leave }: { send: (contact: Contact) => void; leave: () => void }): VNode {
  const [contact, setContact] = useState<Contact>({ email: "", phone: "", about: "" });
  const [mistakes, setMistakes] = useState<Mistakes>({});
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const found = mistakesIn(contact);
    setMistakes(found);
    const first = found.email ? "contact-email" : found.phone ? "contact-phone" : null;
    if (first) document.getElementById(first)?.focus();
    else send({ email: contact.email.trim(), phone: contact.phone.trim(), about: contact.about.trim() });
  };
  const change = (part: Partial<Contact>): void => setContact({ ...contact, ...part });
  return (
    <form class="card contact" noValidate aria-label={say("widget.away_title")} onSubmit={submit}>
      <h2><Person /> {say("widget.away_title")}</h2>
      <p>{say("widget.away_hint")} <span class="quiet">{say("widget.contact_or")}.</span></p>
      <Field id="contact-email" label={say("widget.contact_email")} wrong={mistakes.email}>
        <input id="contact-email" class="input" type="email" inputMode="email" autocomplete="email" maxLength={254} value={contact.email}
          aria-invalid={mistakes.email !== undefined} aria-describedby="contact-email-wrong" onInput={(event) => change({ email: event.currentTarget.value })} />
      </Field>
      <Field id="contact-phone" label={say("widget.contact_phone")} wrong={mistakes.phone}>
        <input id="contact-phone" class="input" type="tel" inputMode="tel" autocomplete="tel" maxLength={40} value={contact.phone}
          aria-invalid={mistakes.phone !== undefined} aria-describedby="contact-phone-wrong" onInput={(event) => change({ phone: event.currentTarget.value })} />
      </Field>
      <Field id="contact-about" label={`${say("widget.contact_about")} (${say("widget.contact_optional")})`}>
        <textarea id="contact-about" class="input" rows={2} maxLength={1000} value={contact.about}
          onInput={(event) => change({ about: event.currentTarget.value })} />
      </Field>
      <div class="row">
        <button type="submit" class="button primary">{say("widget.contact_send")}</button>
        <button type="button" class="button" onClick={leave}>{say("widget.queue_leave")}</button>
      </div>
    </form>
  );
}

function mistakesIn({ email, phone }: Contact): Mistakes {
  if (email.trim() === "" && phone.trim() === "") return { email: say("widget.contact_missing") };
  const found: Mistakes = {};
  if (email.trim() && !isEmail(email.trim())) found.email = say("widget.contact_bad_email");
  if (phone.trim() && phone.replace(/\D/g, "").length < 7) found.phone = say("widget.contact_bad_phone");
  return found;
}
