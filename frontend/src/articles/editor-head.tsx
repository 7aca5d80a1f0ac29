// The head of the editor: what state the article is in, and its actions.
import type { VNode } from "preact";
import { Icon } from "../account/parts/icons";
import { LANGS, type Lang, say } from "../lib/words";
import type { Article } from "./model";

interface HeadProps {
  article: Article | null;
  isDirty: boolean;
  pending: "save" | "publish" | "unpublish" | null;
  hasTwin: boolean;
  onSave: () => void;
  onPublish: () => void;
  onUnpublish: () => void;
  onTwin: (lang: Lang) => void;
  onBack: () => void;
}

export function EditorHead({ article, isDirty, pending, hasTwin, ...on }: HeadProps): VNode {
  const isPublished = article?.status === "published";
  const hasNews = isDirty || article?.has_draft === true || !isPublished;
  return (
    <header class="editor-head">
      <button type="button" class="button quiet icon small back" aria-label={say("articles.back")} onClick={on.onBack}>
        <Icon name="back" />
      </button>
      <div class="editor-state">
        {article === null ? (
          <h2>{say("articles.new")}</h2>
        ) : (
          <>
            <span class={`tag ${article.status}`}>{say(`articles.status_${article.status}`)}</span>
            {article.has_draft && <span class="tag changed">{say("articles.has_draft")}</span>}
            <Twins current={article.lang} hasTwin={hasTwin} onTwin={on.onTwin} />
          </>
        )}
      </div>
      <div class="editor-actions">
        {isPublished && (
          <button
            type="button"
            class="button quiet small"
            title={say("articles.unpublish")}
            aria-label={say("articles.unpublish")}
            disabled={pending !== null}
            onClick={on.onUnpublish}
          >
            {say("articles.unpublish_short")}
          </button>
        )}
        <button
          type="button"
          class="button small"
          title={say("articles.save_hint")}
          disabled={pending !== null || (article !== null && !isDirty)}
          onClick={on.onSave}
        >
          {say(pending === "save" ? "articles.saving" : "articles.save")}
        </button>
        <button
          type="button"
          class="button primary small"
          disabled={pending !== null || !hasNews}
          onClick={on.onPublish}
        >
          {say(pending === "publish" ? "articles.publishing" : "articles.publish")}
        </button>
      </div>
    </header>
  );
}

/** Both languages as the list shows them: which one this is, and whether there is the other. */
function Twins({
  current,
  hasTwin,
  onTwin,
}: {
  current: Lang;
  hasTwin: boolean;
  onTwin: (lang: Lang) => void;
}): VNode {
  return (
    <span class="topic-langs">
      {LANGS.map((lang) => {
        const code = lang.toUpperCase();
        if (lang === current) {
          return (
            <span key={lang} class="in-lang" aria-current="true">
              {code}
            </span>
          );
        }
        const words = say(hasTwin ? "articles.open_twin" : "articles.create_twin", { lang: say(`articles.in_${lang}`) });
        return (
          <button
            type="button"
            key={lang}
            class={`in-lang twin${hasTwin ? "" : " missing"}`}
            title={words}
            aria-label={`${words} (${code})`}
            onClick={() => onTwin(lang)}
          >
            {code}
          </button>
        );
      })}
    </span>
  );
}
