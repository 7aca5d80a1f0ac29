// The section of an article: one of those that there are, by its name for people, or a new one in free text.
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { language, say } from "../lib/words";
import { sectionWords } from "./words";

interface SectionProps {
  section: string;
  sections: readonly string[];
  isWrong: boolean;
  onSection: (section: string) => void;
}

/** No section is called this: their names are trimmed. */
const NEW = " ";

export function SectionField({ section, sections, isWrong, onSection }: SectionProps): VNode {
  const [isNew, setNew] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isNew) name.current?.focus();
  }, [isNew]);
  // Once saved, a new section is one of the list; not looked at while it is typed, "about" may become "about us".
  useEffect(() => {
    if (sections.includes(section)) setNew(false);
  }, [sections.length]);
  const known = isNew || section === "" ? sections : [...new Set([...sections, section])];
  const named = known
    .map((each) => [each, sectionWords(each)] as const)
    .sort(([, one], [, other]) => one.localeCompare(other, language()));
  const choose = (wanted: string): void => {
    setNew(wanted === NEW);
    onSection(wanted === NEW ? "" : wanted);
  };
  /** Somebody who types the name of a section that there is means that one. */
  const settle = (): void => {
    const typed = section.trim().toLowerCase();
    const same = named.find((names) => names.some((each) => each.toLowerCase() === typed));
    if (same !== undefined) choose(same[0]);
  };
  return (
    <>
      <select
        id="article-section"
        class="input"
        value={isNew ? NEW : section}
        aria-invalid={isWrong && !isNew}
        aria-describedby="article-section-note"
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {(section === "" || isNew) && (
          <option value="" disabled>
            {say("articles.field_section_choose")}
          </option>
        )}
        {named.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
        <option value={NEW}>{say("articles.field_section_new")}</option>
      </select>
      {isNew && (
        <input
          ref={name}
          id="article-section-name"
          class="input"
          maxLength={80}
          value={section}
          aria-label={say("articles.field_section_name")}
          placeholder={say("articles.field_section_name")}
          aria-invalid={isWrong}
          aria-describedby="article-section-note"
          onInput={(event) => onSection(event.currentTarget.value)}
          onBlur={settle}
        />
      )}
    </>
  );
}
