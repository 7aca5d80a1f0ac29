// Loading of the list and of the open article, as hooks.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Api } from "../account/api";
import type { Article, ArticleLine, Filter, Where } from "./model";

const SEARCH_AFTER_MS = 200;

export interface Lines {
  lines: readonly ArticleLine[] | null;
  /** Every article, whatever the filter. */
  all: readonly ArticleLine[];
  hasFailed: boolean;
  reload: () => void;
}

/** The list under a filter; only the newest request counts. */
export function useArticleLines(api: Api, filter: Filter): Lines {
  const [found, setFound] = useState<readonly ArticleLine[] | null>(null);
  const [all, setAll] = useState<readonly ArticleLine[]>([]);
  const [hasFailed, setFailed] = useState(false);
  const [turn, setTurn] = useState(0);
  const newest = useRef(0);
  const isAll = filter.words === "" && filter.lang === "" && filter.status === "";
  useEffect(() => {
    const asked = ++newest.current;
    const load = async (): Promise<void> => {
      try {
        const everything = await api.get<{ articles: ArticleLine[] }>("articles");
        const fitting = isAll ? everything : await api.get<{ articles: ArticleLine[] }>("articles", queryOf(filter));
        if (asked !== newest.current) return;
        setAll(everything.articles);
        setFound(fitting.articles);
        setFailed(false);
      } catch {
        if (asked === newest.current) setFailed(true);
      }
    };
    const waiting = setTimeout(() => void load(), found === null ? 0 : SEARCH_AFTER_MS);
    return () => clearTimeout(waiting);
  }, [filter.words, filter.lang, filter.status, turn]);
  return { lines: found, all, hasFailed, reload: () => setTurn(turn + 1) };
}

function queryOf({ words, lang, status }: Filter): Record<string, string> {
  return { ...(words.trim() ? { q: words.trim() } : {}), ...(lang ? { lang } : {}), ...(status ? { status } : {}) };
}

export interface OpenArticle {
  article: Article | null;
  hasFailed: boolean;
  setArticle: (article: Article) => void;
  retry: () => void;
}

/** The open article; null while another one is still being loaded. */
export function useArticle(api: Api, where: Where | "new" | null): OpenArticle {
  const [article, setArticle] = useState<Article | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const [turn, setTurn] = useState(0);
  const wanted = where === null || where === "new" ? null : where;
  useEffect(() => {
    setFailed(false);
    if (wanted === null) return;
    let isCurrent = true;
    api.get<Article>(`articles/${wanted.id}/${wanted.lang}`).then(
      (loaded) => isCurrent && setArticle(loaded),
      () => isCurrent && setFailed(true),
    );
    return () => {
      isCurrent = false;
    };
  }, [wanted?.id, wanted?.lang, turn]);
  const isShown = article !== null && article.id === wanted?.id && article.lang === wanted.lang;
  return { article: isShown ? article : null, hasFailed, setArticle, retry: () => setTurn(turn + 1) };
}
