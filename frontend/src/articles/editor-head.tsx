// The head of the editor: what state the article is in, and its actions.
import type { VNode } from "preact";
import { Icon } from "../account/parts/icons";
import { type Lang, say } from "../lib/words";
import { type Article, otherLang } from "./model";

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
            <span class="hint">{say("articles.version", { version: article.version })}</span>
            <Twin lang={otherLang(article.lang)} hasTwin={hasTwin} onTwin={on.onTwin} />
          </>
        )}
      </div>
      <div class="editor-actions">
        {isPublished && (
          <button type="button" class="button quiet small" disabled={pending !== null} onClick={on.onUnpublish}>
            {say("articles.unpublish")}
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

function Twin({ lang, hasTwin, onTwin }: { lang: Lang; hasTwin: boolean; onTwin: (lang: Lang) => void }): VNode {
  const words = say(`articles.in_${lang}`);
  return (
    <button type="button" class={`button quiet small twin${hasTwin ? "" : " missing"}`} onClick={() => onTwin(lang)}>
      {!hasTwin && <Icon name="warning" />}
      {say(hasTwin ? "articles.open_twin" : "articles.create_twin", { lang: words })}
    </button>
  );
}
