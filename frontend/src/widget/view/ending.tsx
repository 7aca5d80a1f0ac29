// The end of a conversation: the question before it, the rating after it.
import { useEffect, useRef, useState } from "preact/hooks";
import type { VNode } from "preact";
import { say } from "../words";
import { Check, Star } from "./icons";

const SCORES = [1, 2, 3, 4, 5] as const;
type Outcome = "solved" | "not_solved";

export function EndQuestion({ answer, cancel }: { answer: (outcome: Outcome) => void; cancel: () => void }): VNode {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    cancel();
  };
  return (
    <section class="card" role="group" aria-labelledby="end-title" onKeyDown={onKeyDown}>
      <h2 id="end-title">{say("widget.end_title")}</h2>
      <div class="row">
        <button type="button" ref={first} class="button primary" onClick={() => answer("solved")}>{say("widget.end_solved")}</button>
        <button type="button" class="button" onClick={() => answer("not_solved")}>{say("widget.end_not_solved")}</button>
        <button type="button" class="button quiet" onClick={cancel}>{say("widget.end_cancel")}</button>
      </div>
    </section>
  );
}

/** The score counts as soon as it is chosen; words may follow and replace it. */
export function Rating({ score, rate }: { score: number | null; rate: (score: number, text: string) => void }): VNode {
  const [chosen, setChosen] = useState<number | null>(score);
  const [text, setText] = useState("");
  const [isDone, setDone] = useState(score !== null);
  const given = chosen ?? score;
  if (isDone && given !== null) {
    return (
      <section class="card rating" role="status">
        <h2><Check /> {say("widget.rating_thanks")}</h2>
        <p class="quiet">{say("widget.rating_given", { score: given })}</p>
      </section>
    );
  }
  const choose = (value: number): void => (setChosen(value), rate(value, ""));
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (given !== null && text.trim()) rate(given, text.trim());
    setDone(true);
  };
  return (
    <form class="card rating" onSubmit={submit}>
      <fieldset>
        <legend>{say("widget.rating_title")}</legend>
        <div class="stars">
          {SCORES.map((value) => (
            <label key={value} class={given !== null && value <= given ? "full" : ""} title={say(`widget.score_${value}`)}>
              <input type="radio" name="score" class="unseen" checked={given === value} onChange={() => choose(value)} />
              <Star isFull={given !== null && value <= given} />
              <span class="unseen">{value}: {say(`widget.score_${value}`)}</span>
            </label>
          ))}
          {given !== null ? <span class="score" aria-hidden="true">{say(`widget.score_${given as 1}`)}</span> : null}
        </div>
      </fieldset>
      {given !== null ? (
        <div class="field">
          <label for="rating-words">{say("widget.rating_words")} <span class="quiet">({say("widget.contact_optional")})</span></label>
          <textarea id="rating-words" class="input" rows={2} maxLength={1000} value={text} onInput={(event) => setText(event.currentTarget.value)} />
          <button type="submit" class="button primary">{say("widget.rating_send")}</button>
        </div>
      ) : null}
    </form>
  );
}
