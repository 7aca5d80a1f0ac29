// The fields of an article beside its text.
import type { VNode } from "preact";
import { LANGS, type Lang, say } from "../lib/words";
import { addressOf, type Audience, type Draft, type Problem } from "./model";
import { SectionField } from "./section";

interface FieldsProps {
  draft: Draft;
  isNew: boolean;
  problems: Partial<Record<keyof Draft, Problem>>;
  sections: readonly string[];
  onDraft: (draft: Draft) => void;
}

export function Fields({ draft, isNew, problems, sections, onDraft }: FieldsProps): VNode {
  /** A new article's address follows its title until somebody writes one. */
  const setTitle = (title: string): void => {
    const follows = isNew && (draft.id === "" || draft.id === addressOf(draft.title));
    onDraft({ ...draft, title, ...(follows ? { id: addressOf(title) } : {}) });
  };
  return (
    <div class="fields">
      <div class="field title">
        <label for="article-title">{say("articles.field_title")}</label>
        <input
          id="article-title"
          class="input"
          lang={draft.lang}
          value={draft.title}
          aria-invalid={problems.title !== undefined}
          aria-describedby="article-title-note"
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
        <Note id="article-title-note" problem={problems.title} />
      </div>
      <div class="field">
        <label for="article-section">{say("articles.field_section")}</label>
        <SectionField
          section={draft.section}
          sections={sections}
          isWrong={problems.section !== undefined}
          onSection={(section) => onDraft({ ...draft, section })}
        />
        <Note id="article-section-note" problem={problems.section} />
      </div>
      <div class="field">
        <label for="article-audience">{say("articles.field_audience")}</label>
        <select
          id="article-audience"
          class="input"
          value={draft.audience}
          onChange={(event) => onDraft({ ...draft, audience: event.currentTarget.value as Audience })}
        >
          {(["public", "operators"] as const).map((audience) => (
            <option key={audience} value={audience}>
              {say(`articles.audience_${audience}`)}
            </option>
          ))}
        </select>
      </div>
      {isNew && (
        <>
          <div class="field">
            <label for="article-id">{say("articles.field_id")}</label>
            <input
              id="article-id"
              class="input"
              value={draft.id}
              aria-invalid={problems.id !== undefined}
              aria-describedby="article-id-note"
              onInput={(event) => onDraft({ ...draft, id: event.currentTarget.value })}
            />
            <Note id="article-id-note" problem={problems.id} hint={say("articles.field_id_hint")} />
          </div>
          <div class="field">
            <label for="article-lang">{say("articles.field_lang")}</label>
            <select
              id="article-lang"
              class="input"
              value={draft.lang}
              onChange={(event) => onDraft({ ...draft, lang: event.currentTarget.value as Lang })}
            >
              {LANGS.map((lang) => (
                <option key={lang} value={lang}>
                  {say(`articles.lang_${lang}`)}
                </option>
              ))}
            </select>
          </div>
        </>
      )}
    </div>
  );
}

function Note({ id, problem, hint = "" }: { id: string; problem: Problem | undefined; hint?: string }): VNode | null {
  if (problem === undefined && hint === "") return <p id={id} hidden />;
  return (
    <p id={id} class={problem === undefined ? "hint" : "wrong"} role={problem === undefined ? undefined : "alert"}>
      {problem === undefined ? hint : say(`articles.${problem}`)}
    </p>
  );
}
