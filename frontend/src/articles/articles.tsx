// The editor's page: list, editor and questions side by side; one at a time on a phone.
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Bar } from "../account/bar";
import { Confirm } from "../account/parts/dialog";
import type { Opened } from "../account/page";
import { language, say } from "../lib/words";
import { AskPanel } from "./ask";
import { Editor, type Outcome } from "./editor";
import { ArticleList } from "./list";
import {
  type Article,
  type ArticleLine,
  type Draft,
  draftOf,
  EMPTY,
  type Filter,
  hasTwin,
  readWhere,
  type Where,
} from "./model";
import { useArticle, useArticleLines } from "./use-articles";
import "./words";

export function Articles({ api, me, onLanguage }: Opened): VNode {
  const [filter, setFilter] = useState<Filter>({ words: "", lang: "", status: "" });
  const [where, setWhere] = useState(readWhere(location.hash));
  const [begin, setBegin] = useState<Draft>(EMPTY);
  const [leaving, setLeaving] = useState<(() => void) | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>(null);
  const isDirty = useRef(false);
  const list = useArticleLines(api, filter);
  const { article, hasFailed, setArticle, retry } = useArticle(api, where);
  const isMissing =
    hasFailed && typeof where === "object" && where !== null && !list.all.some((line) => isAt(line, where));

  const carefully = (go: () => void): void => {
    if (isDirty.current) setLeaving(() => go);
    else go();
  };
  const show = (next: Where | "new" | null): void => {
    isDirty.current = false;
    history.pushState(
      null,
      "",
      next === null ? location.pathname : next === "new" ? "#new" : `#${next.id}/${next.lang}`,
    );
    setAsking(false);
    setOutcome(null);
    setWhere(next);
  };
  const open = (next: Where): void => carefully(() => show({ id: next.id, lang: next.lang }));
  const write = (draft: Draft): void =>
    carefully(() => {
      setBegin(draft);
      show("new");
    });
  useEffect(() => {
    const onMove = (): void => setWhere(readWhere(location.hash));
    const onLeave = (event: BeforeUnloadEvent): void => {
      if (isDirty.current) event.preventDefault();
    };
    window.addEventListener("popstate", onMove);
    window.addEventListener("beforeunload", onLeave);
    return () => {
      window.removeEventListener("popstate", onMove);
      window.removeEventListener("beforeunload", onLeave);
    };
  }, []);
  document.title = `${say("articles.title")} · ${say("account.product")}`;

  const onChanged = (changed: Article): void => {
    isDirty.current = false;
    list.reload();
    setArticle(changed);
    if (where === "new") show({ id: changed.id, lang: changed.lang });
  };
  const pane = isAsking ? "ask" : where === null ? "list" : "editor";
  return (
    <div class="page">
      <Bar me={me} api={api} current="articles" onLanguage={onLanguage} />
      <main class={`articles pane-${pane}`}>
        <h1 class="unseen">{say("articles.title")}</h1>
        <ArticleList
          lines={list.lines}
          all={list.all}
          hasFailed={list.hasFailed}
          filter={filter}
          onFilter={setFilter}
          selected={where}
          onOpen={open}
          onNew={() => write({ ...EMPTY, lang: filter.lang || language() })}
          onTwin={write}
          onRetry={list.reload}
        />
        <section class="column work" aria-label={say("articles.field_body")}>
          {where === null ? (
            <p class="choose">{say("articles.choose")}</p>
          ) : where === "new" || article !== null ? (
            <Editor
              key={where === "new" ? `new-${begin.id}-${begin.lang}` : `${where.id}/${where.lang}`}
              api={api}
              article={where === "new" ? null : article}
              begin={article === null ? begin : draftOf(article)}
              hasTwin={article !== null && hasTwin(list.all, article)}
              sections={[...new Set(list.all.map((line) => line.section))].sort()}
              onChanged={onChanged}
              outcome={outcome}
              onOutcome={setOutcome}
              onDirty={(dirty) => {
                isDirty.current = dirty;
              }}
              onTwin={(lang) => article !== null && openTwin(list.all, article, lang, open, write)}
              onLink={(id) => article !== null && open({ id, lang: article.lang })}
              onBack={() => carefully(() => show(null))}
            />
          ) : (
            <p class="choose" role="status">
              {say(isMissing || hasFailed ? "articles.load_failed" : "articles.loading")}{" "}
              {hasFailed && (
                <button type="button" class="button small" onClick={retry}>
                  {say("articles.retry")}
                </button>
              )}
            </p>
          )}
        </section>
        <AskPanel
          api={api}
          onOpen={(id, lang) => open({ id, lang })}
          onWrite={(question, lang) => write({ ...EMPTY, lang, title: question })}
        />
        <nav class="panes" aria-label={say("articles.ask")}>
          <button type="button" class="button small" aria-pressed={isAsking} onClick={() => setAsking(!isAsking)}>
            {say(isAsking ? "articles.back" : "articles.ask")}
          </button>
        </nav>
      </main>
      {leaving !== null && (
        <Confirm
          title={say("articles.leave_title")}
          text={say("articles.leave_text", { title: article?.title ?? say("articles.new") })}
          yes={say("articles.leave")}
          no={say("articles.stay")}
          danger
          onNo={() => setLeaving(null)}
          onYes={() => {
            isDirty.current = false;
            setLeaving(null);
            leaving();
          }}
        />
      )}
    </div>
  );
}

function isAt(line: ArticleLine, where: Where): boolean {
  return line.id === where.id && line.lang === where.lang;
}

function openTwin(
  all: readonly ArticleLine[],
  article: Article,
  lang: Where["lang"],
  open: (where: Where) => void,
  write: (draft: Draft) => void,
): void {
  const { id, section, audience } = article;
  if (hasTwin(all, article)) open({ id, lang });
  else write({ ...EMPTY, id, lang, section, audience });
}
