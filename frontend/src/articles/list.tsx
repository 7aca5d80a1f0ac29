// The left column of the editor's page: search, filters and the articles by section.
import type { VNode } from "preact";
import { Icon } from "../account/parts/icons";
import { LANGS, type Lang, say } from "../lib/words";
import { type ArticleLine, type Filter, type Status, STATUSES } from "./model";
import { Topics, type TopicsProps } from "./topics";

interface ListProps extends Omit<TopicsProps, "lines"> {
  /** Those that fit the filter, null while they are being loaded. */
  lines: readonly ArticleLine[] | null;
  hasFailed: boolean;
  filter: Filter;
  onFilter: (filter: Filter) => void;
  onNew: () => void;
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
          <select
            class="input"
            aria-label={say("articles.filter_lang")}
            value={filter.lang}
            onChange={(event) => onFilter({ ...filter, lang: event.currentTarget.value as Lang | "" })}
          >
            <option value="">{`${say("articles.filter_lang")}: ${say("articles.all")}`}</option>
            {LANGS.map((lang) => (
              <option key={lang} value={lang}>
                {say(`articles.lang_${lang}`)}
              </option>
            ))}
          </select>
          <select
            class="input"
            aria-label={say("articles.filter_status")}
            value={filter.status}
            onChange={(event) => onFilter({ ...filter, status: event.currentTarget.value as Status | "" })}
          >
            <option value="">{`${say("articles.filter_status")}: ${say("articles.all")}`}</option>
            {STATUSES.map((status) => (
              <option key={status} value={status}>
                {say(`articles.status_${status}`)}
              </option>
            ))}
          </select>
        </div>
        <div class="list-count">
          <span class="hint" role="status">
            {lines === null ? say("articles.loading") : say("articles.count", { count: lines.length })}
          </span>
          <button type="button" class="button small" onClick={props.onNew}>
            <Icon name="plus" />
            {say("articles.new")}
          </button>
        </div>
      </div>
      <div class="list-body">
        {props.hasFailed ? (
          <Failed onRetry={props.onRetry} />
        ) : lines?.length === 0 ? (
          <Nothing {...props} />
        ) : (
          <Topics {...props} lines={lines ?? []} />
        )}
      </div>
    </section>
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
      <button
        type="button"
        class="button small"
        onClick={() => onFilter({ ...filter, words: "", lang: "", status: "" })}
      >
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
