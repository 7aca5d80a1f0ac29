// The owner's page of when a person is called: the numbers, what others would have done, who changed them.
import type { VNode } from "preact";
import { Bar } from "../account/bar";
import type { Opened } from "../account/page";
import { clock, date, say } from "../lib/words";
import { Comparison } from "./comparison";
import { Fields } from "./fields";
import { type Change, isSame, NAMES, type Policy } from "./model";
import { usePolicy, type Work } from "./use-policy";
import { nameOf, written } from "./words";

export function PolicyPage({ api, me, onLanguage }: Opened): VNode {
  document.title = `${say("policy.title")} · ${say("account.product")}`;
  return (
    <div class="policy-page">
      <Bar me={me} api={api} current="policy" onLanguage={onLanguage} />
      <main class="policy">
        <header>
          <h1>{say("policy.title")}</h1>
          <p class="lead">{say("policy.lead")}</p>
          <p class="always">{say("policy.always")}</p>
        </header>
        {me.role === "admin" ? <Content api={api} /> : <p class="policy-state">{say("policy.owner_only")}</p>}
      </main>
    </div>
  );
}

function Content({ api }: Pick<Opened, "api">): VNode {
  const work = usePolicy(api);
  if (work.loaded.state === "loading")
    return (
      <p class="policy-state" role="status">
        {say("policy.loading")}
      </p>
    );
  if (work.loaded.state === "failed")
    return (
      <div class="policy-state" role="alert">
        <p>{say("policy.load_failed")}</p>
        <button type="button" class="button" onClick={work.reload}>
          {say("account.retry")}
        </button>
      </div>
    );
  const { policy, draft } = work.loaded;
  return (
    <>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          work.tryOut();
        }}
      >
        <Fields policy={policy} draft={draft} onInput={work.set} />
        <Actions work={work} policy={policy} />
      </form>
      {work.tried !== null && <Comparison tried={work.tried} />}
      <Changes changes={policy.changes} />
    </>
  );
}

function Actions({ work, policy }: { work: Work; policy: Policy }): VNode {
  const { numbers, tried, doing } = work;
  const isChanged = numbers === null || !isSame(numbers, policy.numbers);
  const isOurs = numbers !== null && isSame(numbers, policy.defaults);
  return (
    <div class="actions">
      <button type="submit" class={tried === null ? "button primary" : "button"} disabled={numbers === null || !isChanged || doing !== ""}>
        {say(doing === "trying" ? "policy.trying" : "policy.try")}
      </button>
      <button
        type="button"
        class={tried !== null ? "button primary" : "button"}
        disabled={tried === null || !isChanged || doing !== ""}
        onClick={work.save}
      >
        {say(doing === "saving" ? "policy.saving" : "policy.save")}
      </button>
      {isChanged && (
        <button type="button" class="button quiet" onClick={() => work.fill(policy.numbers)}>
          {say("policy.undo")}
        </button>
      )}
      {!isOurs && (
        <button type="button" class="button quiet" onClick={() => work.fill(policy.defaults)}>
          {say("policy.defaults")}
        </button>
      )}
      <p class={work.failure ? "said wrong" : "said hint"} role="status">
        {work.failure || hint(work, isChanged)}
      </p>
    </div>
  );
}

function hint(work: Work, isChanged: boolean): string {
  if (work.isSaved) return say("policy.saved");
  if (work.numbers === null) return say("policy.wrong");
  if (!isChanged) return say("policy.unchanged");
  if (work.tried !== null) return say("policy.may_save", { until: clock(work.tried.good_until) });
  return say("policy.try_first");
}

function Changes({ changes }: { changes: readonly Change[] }): VNode {
  return (
    <section class="changes" aria-labelledby="changes">
      <h2 id="changes">{say("policy.changes")}</h2>
      {changes.length === 0 && <p class="hint">{say("policy.changes_none")}</p>}
      <ol>
        {changes.map((change) => (
          <li key={change.version}>
            <p class="hint">
              <time dateTime={change.at}>
                {date(change.at)}, {clock(change.at)}
              </time>
              {" · "}
              {change.by}
            </p>
            <ul>
              {change.numbers.map(({ name, was, now }) => (
                <li key={name}>{changeWords(name, was, now)}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}

function changeWords(name: string, was: number, now: number): string {
  const known = NAMES.find((each) => each === name);
  if (known === undefined) return `${name}: ${was} → ${now}`;
  return `${nameOf(known)}: ${written(known, was)} → ${written(known, now)}`;
}
