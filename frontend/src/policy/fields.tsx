// The numbers in plain words, group by group; each says what it does, and what the product comes with.
import type { VNode } from "preact";
import { say } from "../lib/words";
import { type Draft, type Group, GROUPS, isChance, type Name, numberIn, type Policy } from "./model";
import { nameOf, written } from "./words";

interface FieldsProps {
  policy: Policy;
  draft: Draft;
  onInput: (name: Name, text: string) => void;
}

export function Fields({ policy, draft, onInput }: FieldsProps): VNode {
  return (
    <div class="groups">
      {(Object.keys(GROUPS) as Group[]).map((group) => (
        <fieldset key={group} class="group">
          <legend>{say(`policy.group_${group}`)}</legend>
          {GROUPS[group].map((name) => (
            <NumberField key={name} policy={policy} name={name} text={draft[name]} onInput={onInput} />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

function NumberField({
  policy,
  name,
  text,
  onInput,
}: {
  policy: Policy;
  name: Name;
  text: string;
  onInput: (name: Name, text: string) => void;
}): VNode {
  const value = numberIn(policy, name, text);
  const { least, most } = policy.bounds[name];
  const isChanged = value !== policy.numbers[name];
  return (
    <div class={isChanged ? "number changed" : "number"}>
      <label for={name}>{nameOf(name)}</label>
      <span class="number-input">
        <input
          id={name}
          class="input"
          inputMode="numeric"
          autocomplete="off"
          value={text}
          aria-invalid={value === null}
          aria-describedby={`${name}-note`}
          onInput={(event) => onInput(name, event.currentTarget.value)}
        />
        {isChance(name) && <span aria-hidden="true">%</span>}
      </span>
      <p id={`${name}-note`} class={value === null ? "wrong" : "hint"}>
        {value === null
          ? say("policy.bounds", { least: written(name, least), most: written(name, most) })
          : `${say(`policy.about_${name}`)} ${standing(policy, name, isChanged)}`}
      </p>
    </div>
  );
}

/** What is in force where another number stands in the field, else what the product comes with. */
function standing(policy: Policy, name: Name, isChanged: boolean): string {
  if (isChanged) return say("policy.in_force", { value: written(name, policy.numbers[name]) });
  if (policy.numbers[name] === policy.defaults[name]) return "";
  return say("policy.default", { value: written(name, policy.defaults[name]) });
}
