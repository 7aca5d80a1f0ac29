// "Try a question": what a customer would be answered now, and from which passages; beside it what nobody could answer.
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Api, words } from "../account/api";
import { Markdown } from "../lib/markdown";
import { day, LANGS, type Lang, language, say } from "../lib/words";

interface Tried {
  answer: { text: string; cites: { article: string; lang: Lang; title: string; quote: string }[] } | null;
  passages: { article: string; title: string; heading: string; text: string; score: number }[];
  confidence: number;
}

interface Unanswered {
  question: string;
  lang: Lang;
  count: number;
  last_at: string;
}

interface AskProps {
  api: Api;
  onOpen: (id: string, lang: Lang) => void;
  onWrite: (question: string, lang: Lang) => void;
}

export function AskPanel({ api, onOpen, onWrite }: AskProps): VNode {
  const [question, setQuestion] = useState("");
  const [lang, setLang] = useState<Lang>(language());
  const [isBusy, setBusy] = useState(false);
  const [tried, setTried] = useState<Tried | null>(null);
  const [wrong, setWrong] = useState("");
  const ask = async (wanted: string, inLang: Lang): Promise<void> => {
    if (wanted.trim() === "") return;
    setQuestion(wanted);
    setLang(inLang);
    setBusy(true);
    setWrong("");
    try {
      setTried(await api.send<Tried>("POST", "articles/ask", { question: wanted.trim(), lang: inLang }));
    } catch (error) {
      setTried(null);
      setWrong(words(error, say("articles.ask_failed"), say("articles.ask_failed")));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="column ask" aria-label={say("articles.ask")}>
      <div class="ask-body">
        <h2>{say("articles.ask")}</h2>
        <p class="hint">{say("articles.ask_lead")}</p>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void ask(question, lang);
          }}
        >
          <textarea
            class="input"
            rows={2}
            lang={lang}
            value={question}
            aria-label={say("articles.ask_label")}
            placeholder={say("articles.ask_placeholder")}
            onInput={(event) => setQuestion(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
              event.preventDefault();
              void ask(question, lang);
            }}
          />
          <div class="ask-foot">
            <select
              class="input"
              aria-label={say("articles.filter_lang")}
              value={lang}
              onChange={(event) => setLang(event.currentTarget.value as Lang)}
            >
              {LANGS.map((each) => (
                <option key={each} value={each}>
                  {say(`articles.lang_${each}`)}
                </option>
              ))}
            </select>
            <button type="submit" class="button primary small" disabled={isBusy || question.trim() === ""}>
              {say(isBusy ? "articles.asking" : "articles.ask_go")}
            </button>
          </div>
        </form>
        <div aria-live="polite">
          {wrong !== "" && <p class="refusal">{wrong}</p>}
          {tried !== null && <Answer tried={tried} lang={lang} onOpen={onOpen} />}
        </div>
        <UnansweredList api={api} onTry={(each) => void ask(each.question, each.lang)} onWrite={onWrite} />
      </div>
    </section>
  );
}

function Answer({ tried, lang, onOpen }: { tried: Tried; lang: Lang; onOpen: AskProps["onOpen"] }): VNode {
  const cited = new Set(tried.answer?.cites.map(({ article }) => article));
  return (
    <div class="tried-answer">
      <h3>
        {say("articles.ask_answer")}{" "}
        <span class="hint">{say("articles.ask_confidence", { percent: Math.round(tried.confidence * 100) })}</span>
      </h3>
      {tried.answer === null ? (
        <p class="no-answer">{say("articles.ask_none")}</p>
      ) : (
        <div class="would-say" lang={lang}>
          <Markdown text={tried.answer.text} topHeading={4} />
        </div>
      )}
      <h3>{say("articles.ask_passages")}</h3>
      {tried.passages.length === 0 && <p class="hint">{say("articles.ask_passages_none")}</p>}
      <ol class="passages">
        {tried.passages.map((passage, at) => (
          <li key={at}>
            <button type="button" class="passage-title" onClick={() => onOpen(passage.article, lang)}>
              {passage.title}
              {passage.heading && ` › ${passage.heading}`}
            </button>
            {cited.has(passage.article) && <span class="tag published">{say("articles.ask_cited")}</span>}
            <meter
              class="score"
              min={0}
              max={1}
              value={passage.score}
              title={passage.score.toFixed(2)}
              aria-label={`${passage.title}: ${passage.score.toFixed(2)}`}
            />
            <div class="passage-text" lang={lang}>
              <Markdown text={passage.text} topHeading={4} onArticle={(id) => onOpen(id, lang)} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Nothing is shown where the list cannot be had: trying a question works without it. */
function UnansweredList({
  api,
  onTry,
  onWrite,
}: {
  api: Api;
  onTry: (each: Unanswered) => void;
  onWrite: AskProps["onWrite"];
}): VNode | null {
  const [questions, setQuestions] = useState<readonly Unanswered[] | null>(null);
  useEffect(() => {
    api.get<{ questions: Unanswered[] }>("unanswered").then(
      (answer) => setQuestions(answer.questions),
      () => setQuestions(null),
    );
  }, []);
  if (questions === null) return null;
  return (
    <section class="unanswered">
      <h2>{say("articles.unanswered")}</h2>
      <p class="hint">{say(questions.length === 0 ? "articles.unanswered_none" : "articles.unanswered_lead")}</p>
      <ul>
        {questions.map((each) => (
          <li key={`${each.lang}${each.question}`}>
            <p lang={each.lang}>{each.question}</p>
            <p class="hint">
              {each.lang.toUpperCase()} · {say("articles.unanswered_times", { count: each.count })} ·{" "}
              {say("articles.unanswered_last", { date: day(each.last_at) })}
            </p>
            <div class="unanswered-actions">
              <button type="button" class="button small" onClick={() => onTry(each)}>
                {say("articles.unanswered_try")}
              </button>
              <button type="button" class="button quiet small" onClick={() => onWrite(each.question, each.lang)}>
                {say("articles.unanswered_write")}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
