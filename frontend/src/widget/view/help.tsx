// The help pages inside the widget: a list with search, and an article with links to others.
import { useEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren, VNode } from "preact";
import { Markdown } from "../../lib/markdown";
import { request, RestError } from "../../lib/rest";
import { date, language, say, type Lang } from "../words";
import { Back, Page, Search } from "./icons";

type Title = { id: string; lang: Lang; title: string; section: string };
type Article = Title & { body: string; updated: string };
type Loaded<T> = { is: "loading" } | { is: "here"; value: T } | { is: "missing" } | { is: "failed" };

/** Loads `path` anew whenever it changes; `again` repeats it. */
function useLoaded<T>(path: string): [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ is: "loading" });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    setLoaded({ is: "loading" });
    request<T>(path, { signal: leaving.signal }).then(
      (value) => setLoaded({ is: "here", value }),
      (error: unknown) => {
        if (leaving.signal.aborted) return;
        setLoaded({ is: error instanceof RestError && error.status === 404 ? "missing" : "failed" });
      },
    );
    return () => leaving.abort();
  }, [path, round]);
  return [loaded, () => setRound(round + 1)];
}

type ViewProps = { title: string; back: () => void; children: ComponentChildren };

function View({ title, back, children }: ViewProps): VNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [title]);
  return (
    <section class="view" aria-labelledby="view-title">
      <header class="view-top">
        <button type="button" class="tool" aria-label={say("widget.back")} onClick={back}><Back /></button>
        <h2 id="view-title" ref={heading} tabIndex={-1}>{title}</h2>
      </header>
      <div class="view-body">{children}</div>
    </section>
  );
}

type ArticleProps = { id: string; openArticle: (id: string) => void; back: () => void; ask: () => void };

export function ArticleView({ id, openArticle, back, ask }: ArticleProps): VNode {
  const [loaded, again] = useLoaded<Article>(`/api/v1/help/${encodeURIComponent(id)}?lang=${language()}`);
  return (
    <View title={say("widget.article")} back={back}>
      {loaded.is === "loading" ? <Skeleton words={say("widget.article_loading")} /> : null}
      {loaded.is === "missing" ? <p class="empty">{say("widget.article_missing")}</p> : null}
      {loaded.is === "failed" ? <Failed words={say("widget.article_failed")} again={again} /> : null}
      {loaded.is === "here" ? (
        <article lang={loaded.value.lang}>
          <p class="section">{loaded.value.section}</p>
          <h3>{loaded.value.title}</h3>
          <Markdown text={loaded.value.body} onArticle={openArticle} newTab={say("widget.opens_new_tab")} topHeading={3} />
          <p class="quiet" lang={language()}>{say("widget.article_updated", { date: date(loaded.value.updated) })}</p>
        </article>
      ) : null}
      {loaded.is === "loading" ? null : <button type="button" class="button" onClick={ask}>{say("widget.article_ask")}</button>}
    </View>
  );
}

export function HelpView({ openArticle, back }: { openArticle: (id: string) => void; back: () => void }): VNode {
  const [typed, setTyped] = useState("");
  const [query, setQuery] = useState("");
  useEffect(() => {
    const later = setTimeout(() => setQuery(typed.trim()), 250);
    return () => clearTimeout(later);
  }, [typed]);
  const [loaded, again] = useLoaded<{ articles: Title[] }>(`/api/v1/help?lang=${language()}&q=${encodeURIComponent(query)}`);
  return (
    <View title={say("widget.menu_help")} back={back}>
      <label class="search">
        <Search />
        <input type="search" value={typed} aria-label={say("widget.help_search")} placeholder={say("widget.help_search")}
          onInput={(event) => setTyped(event.currentTarget.value)} />
      </label>
      {loaded.is === "loading" ? <Skeleton words={say("widget.loading")} /> : null}
      {loaded.is === "failed" || loaded.is === "missing" ? <Failed words={say("widget.help_failed")} again={again} /> : null}
      {loaded.is === "here" ? <Titles articles={loaded.value.articles} openArticle={openArticle} /> : null}
    </View>
  );
}

function Titles({ articles, openArticle }: { articles: readonly Title[]; openArticle: (id: string) => void }): VNode {
  if (articles.length === 0) return <p class="empty" role="status">{say("widget.help_none")}</p>;
  return (
    <ul class="titles">
      {articles.map(({ id, title, lang }) => (
        <li key={id}><button type="button" lang={lang} onClick={() => openArticle(id)}><Page size={18} /> <span>{title}</span></button></li>
      ))}
    </ul>
  );
}

function Failed({ words, again }: { words: string; again: () => void }): VNode {
  return (
    <div class="empty" role="alert">
      <p>{words}</p>
      <button type="button" class="button small" onClick={again}>{say("widget.retry")}</button>
    </div>
  );
}

export function Skeleton({ words }: { words: string }): VNode {
  return <div class="skeleton" role="status"><span class="unseen">{words}</span><i /><i /><i /></div>;
}
