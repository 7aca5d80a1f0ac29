// The left column of the editor's page: search, filters and the articles by section.
import type { VNode } from "preact";
import { Icon } from "../account/icons";
import { LANGS, type Lang, language, say } from "../lib/words";
import { type ArticleLine, bySection, type Draft, EMPTY, type Filter, type Status, type Topic, type Where } from "./model";
import { sectionWords } from "./words";

interface ListProps {
  /** Those that fit the filter, null while they are being loaded; and all there are. */
  lines: readonly ArticleLine[] | null;
  all: readonly ArticleLine[];
  hasFailed: boolean;
  filter: Filter;
  onFilter: (filter: Filter) => void;
  selected: Where | "new" | null;
  onOpen: (where: Where) => void;
  onNew: () => void;
  /** Begins the article of another language. */
  onTwin: (draft: Draft) => void;
  onRetry: () => void;
}

export function ArticleList(props: ListProps): VNode {
  const { filter, onFilter, lines } = props;
  return (
    <section class="column list" aria-label={say("articles.list")}>
      <div class="list-tools">
        <div class="search">
          <Icon name="search" />
          <input
            class="input"
            type="search"
            value={filter.words}
            aria-label={say("articles.search")}
            placeholder={say("articles.search_placeholder")}
            onInput={(event) => onFilter({ ...filter, words: event.currentTarget.value })}
          />
        </div>
        <div class="filters">
          <select class="input" aria-label={say("articles.filter_lang")} value={filter.lang} onChange={(event) => onFilter({ ...filter, lang: event.currentTarget.value as Lang | "" })}>
            <option value="">{`${say("articles.filter_lang")}: ${say("articles.all")}`}</option>
            {LANGS.map((lang) => <option key={lang} value={lang}>{say(`articles.lang_${lang}`)}</option>)}
          </select>
          <select class="input" aria-label={say("articles.filter_status")} value={filter.status} onChange={(event) => onFilter({ ...filter, status: event.currentTarget.value as Status | "" })}>
            <option value="">{`${say("articles.filter_status")}: ${say("articles.all")}`}</option>
            {(["published", "draft"] as const).map((status) => <option key={status} value={status}>{say(`articles.status_${status}`)}</option>)}
          </select>
        </div>
        <div class="list-count">
          <span class="hint" role="status">{lines === null ? say("articles.loading") : say("articles.count", { count: lines.length })}</span>
          <button type="button" class="button small" onClick={props.onNew}>
            <Icon name="plus" />
            {say("articles.new")}
          </button>
        </div>
      </div>
      <div class="list-body">
        {props.hasFailed ? <Failed onRetry={props.onRetry} /> : lines?.length === 0 ? <Nothing {...props} /> : <Topics {...props} lines={lines ?? []} />}
      </div>
    </section>
  );
}

function Topics({ lines, all, selected, onOpen, onTwin }: Pick<ListProps, "all" | "selected" | "onOpen" | "onTwin"> & { lines: readonly ArticleLine[] }): VNode {
  const isSelected = (line: Where): boolean => selected !== null && selected !== "new" && selected.id === line.id && selected.lang === line.lang;
  return (
    <>
      {bySection(lines, all, language()).map(([section, topics]) => (
        <section key={section}>
          <h2>{sectionWords(section)}</h2>
          <ul>
            {topics.map((topic) => (
              <li key={topic.id} class={LANGS.some((lang) => isSelected({ id: topic.id, lang })) ? "topic current" : "topic"}>
                <button type="button" class="topic-title" aria-current={isSelected(topic.shown) ? "true" : undefined} onClick={() => onOpen(topic.shown)}>
                  <span lang={topic.shown.lang}>{topic.shown.title}</span>
                  <Marks topic={topic} />
                </button>
                <span class="topic-langs">
                  {LANGS.map((lang) => (
                    <InLang key={lang} lang={lang} topic={topic} isSelected={isSelected({ id: topic.id, lang })} onOpen={onOpen} onTwin={onTwin} />
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
  const isInternal = lines.some((line) => line.audience === "internal");
  if (!isChanged && !isInternal) return null;
  return (
    <span class="line-marks">
      {isChanged && <span class="tag changed">{say("articles.has_draft")}</span>}
      {isInternal && <span class="tag">{say("articles.audience_internal")}</span>}
    </span>
  );
}

interface InLangProps extends Pick<ListProps, "onOpen" | "onTwin"> {
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
      <button type="button" class="in-lang missing" title={say("articles.write_in", { lang: words })} aria-label={`${topic.shown.title}: ${say("articles.missing_in", { lang: words })}`} onClick={() => onTwin({ ...EMPTY, id, lang, section, audience })}>
        +{lang.toUpperCase()}
      </button>
    );
  }
  const status = say(`articles.status_${line.status}`);
  return (
    <button type="button" class={`in-lang ${line.status}`} aria-current={isSelected ? "true" : undefined} title={`${words}: ${status}`} aria-label={`${topic.shown.title}: ${words}, ${status}`} onClick={() => onOpen(line)}>
      {lang.toUpperCase()}
    </button>
  );
}

function Nothing({ filter, onFilter, all }: ListProps): VNode {
  if (all.length === 0) {
    return (
      <div class="nothing">
        <p>{say("articles.empty")}</p>
        <p class="hint">{say("articles.empty_hint")}</p>
      </div>
    );
  }
  return (
    <div class="nothing">
      <p>{say("articles.nothing_found")}</p>
      <button type="button" class="button small" onClick={() => onFilter({ ...filter, words: "", lang: "", status: "" })}>
        {say("articles.clear_filters")}
      </button>
    </div>
  );
}

function Failed({ onRetry }: { onRetry: () => void }): VNode {
  return (
    <div class="nothing" role="alert">
      <p>{say("articles.load_failed")}</p>
      <button type="button" class="button small" onClick={onRetry}>
        {say("articles.retry")}
      </button>
    </div>
  );
}
