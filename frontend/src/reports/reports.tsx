// The page of figures: a period, and everything that the log says about it.
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Bar } from "../account/bar";
import type { Opened } from "../account/page";
import { clock, day, say } from "../lib/words";
import { About } from "./card";
import { AnswersCard, EscalationsCard, Headline, OutcomesCard, QueueCard } from "./cards";
import { RatersCard, SatisfactionCard } from "./satisfaction";
import { type Summary, TIMES } from "./summary";
import { TimeCard } from "./times";
import "./words";

const PERIODS = [1, 7, 30, 90] as const;
type Period = (typeof PERIODS)[number];
type Loaded = { state: "loading" } | { state: "failed" } | { state: "ready"; summary: Summary };

export function Reports({ api, me, onLanguage }: Opened): VNode {
  const [days, setDays] = useState<Period>(readPeriod());
  const [loaded, setLoaded] = useState<Loaded>({ state: "loading" });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    api.get<Summary>("reports", { days }).then(
      (summary) => isCurrent && setLoaded({ state: "ready", summary }),
      () => isCurrent && setLoaded({ state: "failed" }),
    );
    return () => {
      isCurrent = false;
    };
  }, [days, turn]);
  const choose = (period: Period): void => {
    history.replaceState(null, "", `?days=${period}`);
    setLoaded({ state: "loading" });
    setDays(period);
  };
  document.title = `${say("reports.title")} · ${say("account.product")}`;
  return (
    <div class="reports-page">
      <Bar me={me} api={api} current="reports" onLanguage={onLanguage} />
      <main class="reports">
        <header class="reports-head">
          <div>
            <h1>{say("reports.title")}</h1>
            {loaded.state === "ready" && <Window summary={loaded.summary} />}
          </div>
          <div class="periods" role="group" aria-label={say("reports.period")}>
            {PERIODS.map((period) => (
              <button type="button" key={period} aria-pressed={period === days} onClick={() => choose(period)}>
                {say(`reports.days_${period}`)}
              </button>
            ))}
          </div>
        </header>
        {loaded.state === "loading" && (
          <p class="reports-state" role="status">
            {say("reports.loading")}
          </p>
        )}
        {loaded.state === "failed" && (
          <div class="reports-state" role="alert">
            <p>{say("reports.load_failed")}</p>
            <button
              type="button"
              class="button"
              onClick={() => {
                setLoaded({ state: "loading" });
                setTurn(turn + 1);
              }}
            >
              {say("reports.retry")}
            </button>
          </div>
        )}
        {loaded.state === "ready" &&
          (loaded.summary.conversations === 0 ? <Empty /> : <Figures summary={loaded.summary} />)}
      </main>
    </div>
  );
}

function Window({ summary }: { summary: Summary }): VNode {
  return (
    <p class="hint">
      {say("reports.range", {
        from: `${day(summary.since)}, ${clock(summary.since)}`,
        to: `${day(summary.until)}, ${clock(summary.until)}`,
      })}
      . {say("reports.counted_at", { time: clock(summary.at) })}.
    </p>
  );
}

function Figures({ summary }: { summary: Summary }): VNode {
  return (
    <>
      <div class="cards">
        <Headline summary={summary} />
        <SatisfactionCard summary={summary} />
      </div>
      <section class="group-of-cards" aria-labelledby="times">
        <h2 id="times" class="group">
          {say("reports.times")}
        </h2>
        <About title={say("reports.times")}>{say("reports.times_def")}</About>
        <div class="cards sixths">
          {TIMES.map((name) => (
            <TimeCard key={name} name={name} spread={summary[name]} />
          ))}
        </div>
      </section>
      <div class="cards">
        <OutcomesCard summary={summary} />
        <div class="wide pile">
          <EscalationsCard summary={summary} />
          <RatersCard summary={summary} />
        </div>
        <QueueCard summary={summary} />
        <AnswersCard summary={summary} />
      </div>
    </>
  );
}

function Empty(): VNode {
  return (
    <div class="reports-state">
      <p>{say("reports.empty")}</p>
      <p class="hint">{say("reports.empty_hint")}</p>
    </div>
  );
}

function readPeriod(): Period {
  const wanted = Number(new URLSearchParams(location.search).get("days"));
  return PERIODS.find((period) => period === wanted) ?? 7;
}
