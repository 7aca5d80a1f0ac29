// The articles of the list: one row a topic, with what there is of it in each language.
import type { VNode } from "preact";
import { LANGS, type Lang, language, say } from "../lib/words";
import { type ArticleLine, bySection, type Draft, EMPTY, type Topic, type Where } from "./model";
import { sectionWords } from "./words";

export interface TopicsProps {
  lines: readonly ArticleLine[];
  all: readonly ArticleLine[];
  selected: Where | "new" | null;
  onOpen: (where: Where) => void;
  /** Begins the article of another language. */
  onTwin: (draft: Draft) => void;
}

export function Topics({ lines, all, selected, onOpen, onTwin }: TopicsProps): VNode {
  const isSelected = (line: Where): boolean =>
    selected !== null && selected !== "new" && selected.id === line.id && selected.lang === line.lang;
  return (
    <>
      {bySection(lines, all, language()).map(([section, topics]) => (
        <section key={section}>
          <h2>{sectionWords(section)}</h2>
          <ul>
            {topics.map((topic) => (
              <li
                key={topic.id}
                class={LANGS.some((lang) => isSelected({ id: topic.id, lang })) ? "topic current" : "topic"}
              >
                <button
                  type="button"
                  class="topic-title"
                  aria-current={isSelected(topic.shown) ? "true" : undefined}
                  onClick={() => onOpen(topic.shown)}
                >
                  <span lang={topic.shown.lang}>{topic.shown.title}</span>
                  <Marks topic={topic} />
                </button>
                <span class="topic-langs">
                  {LANGS.map((lang) => (
                    <InLang
                      key={lang}
                      lang={lang}
                      topic={topic}
                      isSelected={isSelected({ id: topic.id, lang })}
                      onOpen={onOpen}
                      onTwin={onTwin}
                    />
                  ))}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Marks({ topic }: { topic: Topic }): VNode | null {
  const lines = Object.values(topic.inLang);
  const isChanged = lines.some((line) => line.has_draft);
  const isInternal = lines.some((line) => line.audience === "operators");
  if (!isChanged && !isInternal) return null;
  return (
    <span class="line-marks">
      {isChanged && <span class="tag changed">{say("articles.has_draft")}</span>}
      {isInternal && <span class="tag">{say("articles.audience_operators")}</span>}
    </span>
  );
}

interface InLangProps extends Pick<TopicsProps, "onOpen" | "onTwin"> {
  lang: Lang;
  topic: Topic;
  isSelected: boolean;
}

/** The topic in one language: published, a draft, or still to be written. */
function InLang({ lang, topic, isSelected, onOpen, onTwin }: InLangProps): VNode {
  const line = topic.inLang[lang];
  const words = say(`articles.lang_${lang}`);
  if (line === undefined) {
    const { id, section, audience } = topic.shown;
    return (
      <button
        type="button"
        class="in-lang missing"
        title={say("articles.write_in", { lang: words })}
        aria-label={`+${lang.toUpperCase()}: ${topic.shown.title}, ${say("articles.missing_in", { lang: words })}`}
        onClick={() => onTwin({ ...EMPTY, id, lang, section, audience })}
      >
        +{lang.toUpperCase()}
      </button>
    );
  }
  const status = say(`articles.status_${line.status}`);
  return (
    <button
      type="button"
      class={`in-lang ${line.status}`}
      aria-current={isSelected ? "true" : undefined}
      title={`${words}: ${status}`}
      aria-label={`${lang.toUpperCase()}: ${topic.shown.title}, ${words}, ${status}`}
      onClick={() => onOpen(line)}
    >
      {lang.toUpperCase()}
    </button>
  );
}
