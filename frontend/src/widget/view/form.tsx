// The form beside a reply that asks for details; what is typed stays in its fields until it goes out as a message.
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RefObject, VNode } from "preact";
import type { Key } from "../../lib/words";
import { composed, isOptional, mistakesIn, PARTS, type FormKind, type Mistakes, type Part, type Typed, type Way } from "../forms";
import { say } from "../words";
import { Field } from "./field";
import { Letter, Parcel, Pen } from "./icons";

/** What forms need of the chat; `order` is the number that is known already, "" when none is. */
export type FormDesk = { order: string; send: (text: string) => void };

const HEADS: Record<FormKind, { Icon: () => VNode; title: Key }> = {
  identity: { Icon: Parcel, title: "widget.form_identity" },
  email: { Icon: Letter, title: "widget.form_email" },
  code: { Icon: Letter, title: "widget.form_code" },
  address: { Icon: Pen, title: "widget.form_address" },
};

type Manner = {
  autocomplete: string; maxLength: number; spellcheck: false;
  inputMode?: "email" | "numeric"; autocapitalize?: "none" | "words" | "characters";
};

const EMAIL: Manner = { autocomplete: "email", inputMode: "email", autocapitalize: "none", maxLength: 254, spellcheck: false };
const INPUTS: Record<Part, Manner> = {
  order: { autocomplete: "off", autocapitalize: "characters", maxLength: 40, spellcheck: false },
  reach: EMAIL,
  email: EMAIL,
  name: { autocomplete: "name", autocapitalize: "words", maxLength: 80, spellcheck: false },
  postcode: { autocomplete: "postal-code", autocapitalize: "characters", maxLength: 12, spellcheck: false },
  code: { autocomplete: "one-time-code", inputMode: "numeric", maxLength: 12, spellcheck: false },
  city: { autocomplete: "address-level2", autocapitalize: "words", maxLength: 80, spellcheck: false },
  street: { autocomplete: "street-address", autocapitalize: "words", maxLength: 120, spellcheck: false },
  house: { autocomplete: "off", maxLength: 20, spellcheck: false },
  flat: { autocomplete: "off", maxLength: 20, spellcheck: false },
};
const LABELS: Record<Part, Key> = {
  order: "widget.form_part_order",
  reach: "widget.form_part_reach",
  email: "widget.form_part_email",
  name: "widget.form_part_name",
  postcode: "widget.form_part_postcode",
  code: "widget.form_part_code",
  city: "widget.form_part_city",
  street: "widget.form_part_street",
  house: "widget.form_part_house",
  flat: "widget.form_part_flat",
};
const HINTED: ReadonlySet<Part> = new Set(["reach", "email"]);

export function DetailsForm({ kind, desk }: { kind: FormKind; desk: FormDesk }): VNode {
  const id = useId();
  const [way, setWay] = useState<Way>(kind);
  const [mistakes, setMistakes] = useState<Mistakes>({});
  const form = useFocusHandedOn();
  const isSent = useRef(false);
  const input = (part: Part | undefined): HTMLInputElement | null | undefined => form.current?.querySelector<HTMLInputElement>(`[name="${part}"]`);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (form.current === null || isSent.current) return;
    const typed = Object.fromEntries(new FormData(form.current)) as Typed;
    const found = mistakesIn(way, typed);
    setMistakes(found);
    const wrong = PARTS[way].find((part) => found[part]);
    if (wrong) input(wrong)?.focus();
    else (isSent.current = true), desk.send(composed(way, typed));
  };
  const swap = (): void => (setWay(way === "identity" ? "name" : "identity"), setMistakes({}));
  // Who asks for other fields is taken to the first of them, with as much of the form as the log can show.
  const shown = useRef(way);
  useLayoutEffect(() => {
    if (shown.current === way) return;
    shown.current = way;
    form.current?.scrollIntoView({ block: "nearest" });
    input(PARTS[way][1])?.focus();
  }, [way]);
  const { Icon, title } = HEADS[kind];
  return (
    <form class="order details" ref={form} noValidate autocomplete="on" aria-labelledby={id} onSubmit={submit}>
      <header><Icon /><h2 id={id}>{say(title)}</h2></header>
      <div class="parts">
        {PARTS[way].map((part) => (
          <PartField
            key={part} part={part} way={way} known={part === "order" ? desk.order : ""} wrong={mistakes[part]}
            edited={() => mistakes[part] && setMistakes({ ...mistakes, [part]: undefined })}
          />
        ))}
        {way === "address" ? <p class="hint">{say("widget.form_address_optional")}</p> : null}
        {way === "identity" || way === "name" ? (
          <button type="button" class="link" onClick={swap}>{say(way === "identity" ? "widget.form_by_name" : "widget.form_by_reach")}</button>
        ) : null}
      </div>
      <footer>
        <button type="submit" class="button primary">{say("widget.form_send")}</button>
        <p>{say("widget.form_or_write")}</p>
      </footer>
    </form>
  );
}

type PartProps = { part: Part; way: Way; known: string; wrong: string | undefined; edited: () => void };

function PartField({ part, way, known, wrong, edited }: PartProps): VNode {
  const id = useId();
  const hint = HINTED.has(part) ? say("widget.form_as_ordered") : undefined;
  return (
    <Field id={id} label={say(LABELS[part])} hint={hint} wrong={wrong} name={part}>
      <input
        id={id} name={part} class="input" defaultValue={known} required={!isOptional(way, part)} aria-invalid={Boolean(wrong)}
        aria-describedby={hint ? `${id}-wrong ${id}-hint` : `${id}-wrong`} onInput={edited} {...INPUTS[part]}
      />
    </Field>
  );
}

/**
 * The form goes with its question: a focus that was in it goes on to where the customer writes. Not on a phone, where
 * the keyboard would stay over the answer.
 */
function useFocusHandedOn(): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    const box = form.current;
    return () => {
      const isHandedOn = box?.contains(document.activeElement) && window.matchMedia("(pointer: fine)").matches;
      if (isHandedOn) document.getElementById("write")?.focus({ preventScroll: true });
    };
  }, []);
  return form;
}
