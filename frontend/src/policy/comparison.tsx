// What the numbers in force and the proposed ones would have done in the same conversations, side by side.
import type { VNode } from "preact";
import { reasonWords } from "../console/words";
import { date, say } from "../lib/words";
import { ALARMS, type Row, rowsOf, type Tried, WANTS } from "./model";

export function Comparison({ tried: { comparison } }: { tried: Tried }): VNode {
  const { current, proposed, visits, left_out: leftOut } = comparison;
  return (
    <section class="comparison" aria-labelledby="comparison">
      <h2 id="comparison">{say("policy.comparison")}</h2>
      <p class="hint">
        {say("policy.comparison_of", { count: visits, since: date(comparison.since) })}
        {comparison.is_cut && ` ${say("policy.is_cut")}`}
        {leftOut > 0 && ` ${say("policy.left_out", { count: leftOut })}`}
      </p>
      {visits === 0 ? (
        <p class="nothing">{say("policy.nothing_to_try")}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{say("policy.of_conversations", { count: visits })}</th>
              <th scope="col">{say("policy.now")}</th>
              <th scope="col">{say("policy.proposed")}</th>
            </tr>
          </thead>
          <Part kind="handed_over" rows={rowsOf(current.handed_over, proposed.handed_over)} words={reasonWords} />
          <Part kind="offered" rows={rowsOf(current.offered, proposed.offered)} words={reasonWords} />
          <Part kind="missed" rows={rowsOf(current.missed, proposed.missed)} words={wantWords} isFault />
          <Part kind="false_alarms" rows={rowsOf(current.false_alarms, proposed.false_alarms)} words={alarmWords} isFault />
        </table>
      )}
    </section>
  );
}

interface PartProps {
  kind: "handed_over" | "offered" | "missed" | "false_alarms";
  rows: ReturnType<typeof rowsOf>;
  words: (key: string) => string;
  /** Whether fewer is better. */
  isFault?: boolean;
}

function Part({ kind, rows, words, isFault = false }: PartProps): VNode {
  return (
    <tbody>
      <tr class="total">
        <th scope="row">
          {say(`policy.${kind}`)}
          <small>{say(`policy.${kind}_def`)}</small>
        </th>
        <Cells row={rows.total} isFault={isFault} />
      </tr>
      {rows.parts.map((row) => (
        <tr key={row.key}>
          <th scope="row">{words(row.key)}</th>
          <Cells row={row} isFault={false} />
        </tr>
      ))}
    </tbody>
  );
}

function Cells({ row, isFault }: { row: Row; isFault: boolean }): VNode {
  const more = row.then - row.now;
  const mood = !isFault || more === 0 ? "" : more > 0 ? "worse" : "better";
  return (
    <>
      <td>{row.now}</td>
      <td class={mood}>
        {row.then}
        <small>{more === 0 ? "" : more > 0 ? `+${more}` : `−${-more}`}</small>
      </td>
    </>
  );
}

function wantWords(key: string): string {
  const known = WANTS.find((each) => each === key);
  return known === undefined ? key : say(`policy.want_${known}`);
}

function alarmWords(key: string): string {
  const known = ALARMS.find((each) => each === key);
  return known === undefined ? key : say(`policy.alarm_${known}`);
}
