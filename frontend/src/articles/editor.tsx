// One article being written: its fields, the text with a live preview, and what can be done with it.
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Api, words } from "../account/api";
import { Confirm } from "../account/parts/dialog";
import { Markdown } from "../lib/markdown";
import { day, type Lang, say } from "../lib/words";
import { EditorHead } from "./editor-head";
import { Fields } from "./fields";
import { type Article, type Draft, draftOf, isSame, problemsOf } from "./model";

type Pending = "save" | "publish" | "unpublish" | null;
/** What came of the last thing that was done. */
export type Outcome = { kind: "good" | "bad"; words: string } | null;

interface EditorProps {
  api: Api;
  /** Null for a new one. */
  article: Article | null;
  begin: Draft;
  hasTwin: boolean;
  sections: readonly string[];
  onChanged: (article: Article) => void;
  onDirty: (isDirty: boolean) => void;
  /** Kept by the page: a new article gets another editor once it has an address. */
  outcome: Outcome;
  onOutcome: (outcome: Outcome) => void;
  onTwin: (lang: Lang) => void;
  onLink: (id: string) => void;
  onBack: () => void;
}

export function Editor(props: EditorProps): VNode {
  const { api, article, begin, outcome, onOutcome: setOutcome } = props;
  const [draft, setDraft] = useState(begin);
  const [tab, setTab] = useState<"write" | "preview">("write");
  const [isTried, setTried] = useState(false);
  const [pending, setPending] = useState<Pending>(null);
  const [isAsking, setAsking] = useState(false);
  const isDirty = !isSame(draft, article === null ? begin : draftOf(article));
  const problems = problemsOf(draft);
  useEffect(() => props.onDirty(isDirty), [isDirty]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.code !== "KeyS") return;
      event.preventDefault();
      void run("save");
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });

  const path = `articles/${encodeURIComponent(draft.id)}/${draft.lang}`;
  const save = (): Promise<Article> => {
    const { title, section, body, audience } = draft;
    return api.send<Article>("PUT", path, { title: title.trim(), section: section.trim(), body, audience });
  };
  async function run(what: Exclude<Pending, null>): Promise<void> {
    setTried(true);
    setOutcome(null);
    if (what !== "unpublish" && Object.keys(problems).length > 0) return setTab("write");
    setPending(what);
    try {
      const saved = what === "save" || (what === "publish" && (isDirty || article === null)) ? await save() : null;
      const changed = what === "save" ? (saved as Article) : await api.send<Article>("POST", `${path}/${what}`, {});
      // What was written meanwhile stays.
      setDraft((now) => (isSame(now, draft) ? draftOf(changed) : now));
      props.onChanged(changed);
      setOutcome({ kind: "good", words: say(what === "save" ? "articles.saved" : `articles.${what}ed`) });
    } catch (error) {
      const otherwise = say("articles.save_failed");
      setOutcome({
        kind: "bad",
        words:
          what === "save"
            ? `${otherwise} ${words(error, "", "")}`.trim()
            : say("articles.actions_failed", { message: words(error, otherwise, otherwise) }),
      });
    } finally {
      setPending(null);
    }
  }

  return (
    <article class="editor">
      <EditorHead
        article={article}
        isDirty={isDirty}
        pending={pending}
        hasTwin={props.hasTwin}
        onSave={() => void run("save")}
        onPublish={() => void run("publish")}
        onUnpublish={() => setAsking(true)}
        onTwin={props.onTwin}
        onBack={props.onBack}
      />
      <p class={`outcome ${outcome?.kind ?? (isDirty ? "" : "idle")}`} role="status">
        {outcome?.words ??
          (isDirty
            ? say("articles.unsaved")
            : article === null
              ? say("articles.not_saved_yet")
              : `${say("articles.version", { version: article.version })} · ${say("articles.updated", { date: day(article.updated) })}`)}
      </p>
      <Fields
        draft={draft}
        isNew={article === null}
        problems={isTried ? problems : {}}
        sections={props.sections}
        onDraft={(changed) => {
          setDraft(changed);
          setOutcome(null);
        }}
      />
      <div class="tabs" role="tablist">
        {(["write", "preview"] as const).map((each) => (
          <button
            type="button"
            role="tab"
            key={each}
            id={`tab-${each}`}
            aria-selected={tab === each}
            aria-controls={`pane-${each}`}
            onClick={() => setTab(each)}
          >
            {say(`articles.tab_${each}`)}
          </button>
        ))}
      </div>
      <div class={`halves ${tab}`}>
        <div class="half write" id="pane-write" role="tabpanel" aria-labelledby="tab-write">
          <textarea
            lang={draft.lang}
            value={draft.body}
            aria-label={say("articles.field_body")}
            aria-invalid={isTried && problems.body !== undefined}
            aria-describedby="body-hint"
            onInput={(event) => {
              setDraft({ ...draft, body: event.currentTarget.value });
              setOutcome(null);
            }}
          />
          <p id="body-hint" class={isTried && problems.body ? "wrong" : "hint"}>
            {isTried && problems.body ? say(`articles.${problems.body}`) : say("articles.body_hint")}
          </p>
        </div>
        <div class="half preview" id="pane-preview" role="tabpanel" aria-labelledby="tab-preview" tabIndex={0}>
          {draft.body.trim() === "" ? (
            <p class="hint">{say("articles.preview_empty")}</p>
          ) : (
            <div lang={draft.lang}>
              <h2 class="preview-title">{draft.title}</h2>
              <Markdown text={draft.body} onArticle={props.onLink} topHeading={2} />
            </div>
          )}
        </div>
      </div>
      {isAsking && (
        <Confirm
          title={say("articles.unpublish_title")}
          text={say("articles.unpublish_text", { title: draft.title })}
          yes={say("articles.unpublish")}
          no={say("articles.cancel")}
          danger
          onNo={() => setAsking(false)}
          onYes={() => {
            setAsking(false);
            void run("unpublish");
          }}
        />
      )}
    </article>
  );
}
