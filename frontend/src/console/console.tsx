// The console: queue, conversation and details side by side, or one at a time on a phone.
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Bar } from "../account/bar";
import type { Opened } from "../account/page";
import { say } from "../lib/words";
import { Context } from "./context/context";
import { EmptyTalk } from "./empty";
import { type KeyAction, useShortcuts } from "./keys";
import { LinkBanner } from "./link-banner";
import type { Notice } from "./state/notices";
import { QueueColumn, useOpenSections } from "./queue/column";
import { AlertsButton, PresenceMenu, ShortcutsButton, ShortcutsDialog } from "./queue/tools";
import { type DeskEntry, layOut, neighbour, SECTIONS, sectionOf } from "./state/sections";
import { Conversation } from "./talk/conversation";
import { noticeWords, Toasts, useToasts } from "./toasts";
import { useDesk, useSelection } from "./state/use-desk";
import { useLoaded } from "./state/use-loaded";
import "./words";

export function Console({ api, me, onLanguage }: Opened): VNode {
  const { toasts, show, close, drop } = useToasts();
  const [selected, select] = useSelection();
  const [lang, setLang] = useState<"all" | "ru" | "en">("all");
  const [open, toggle] = useOpenSections();
  const [isContext, setContext] = useState(false);
  const [isHelp, setHelp] = useState(false);
  const [act, setAct] = useState<{ kind: KeyAction; at: number }>({ kind: "help", at: 0 });
  const tools = useDesk(api, me, (notice) => onNotice(notice));
  const { desk, alerts, marks } = tools;
  const { state } = desk;
  const isAstray = state.isFilled && selected !== null && desk.entry(selected) === undefined;
  const [loading, load] = useLoaded(desk, (section) => open.has(section) || isAstray);
  const sections = layOut(state.entries, me.id, lang);
  const entry = selected === null ? undefined : desk.entry(selected);
  const unreadOf = (each: DeskEntry): number => unread(tools, each);
  // Whatever the filter: what is hidden from the list is still ours to watch.
  const whole = layOut(state.entries, me.id, "all");
  const waiting = whole.waiting.length;
  const unreadMine = whole.mine.reduce((sum, each) => sum + unreadOf(each), 0);

  function onNotice(notice: Notice): void {
    if (notice.kind === "acted") return drop(notice.conversation);
    const about = desk.entry(notice.conversation);
    const isInSight = notice.conversation === selected && document.visibilityState === "visible";
    if (!(notice.kind === "message" && isInSight)) alerts.announce(notice, about, () => openTalk(notice.conversation));
    if (noticeWords(notice, about) !== "") show(notice);
    if (notice.kind === "done" && notice.did === "conv.close") select(null);
  }
  const openTalk = (conversation: string): void => {
    setContext(false);
    select(conversation);
  };
  const claim = (conversation: string): void => {
    desk.claim(conversation);
    openTalk(conversation);
  };
  const mine = whole.mine
    .map((each) => each.conversation)
    .sort()
    .join(" ");
  useEffect(() => {
    desk.watch([...new Set([...mine.split(" ").filter(Boolean), ...(entry ? [entry.conversation] : [])])]);
  }, [mine, entry?.conversation, state.isFilled]);
  useMarkingRead(tools, entry, me.id);
  useEffect(() => {
    const count = waiting + unreadMine;
    document.title = `${count > 0 ? `(${count}) ` : ""}${say("console.title")} · ${say("account.product")}`;
  });
  useShortcuts((kind) => {
    const order = SECTIONS.filter((name) => open.has(name)).flatMap((name) =>
      sections[name].map((each) => each.conversation),
    );
    if (kind === "help") setHelp(true);
    else if (kind === "next" || kind === "previous")
      moveTo(neighbour(order, selected, kind === "next" ? 1 : -1), openTalk);
    else if (kind === "claim") claimByKey(entry, sections.waiting[0], me.id, claim);
    else setAct({ kind, at: Date.now() });
  });

  const pane = entry === undefined ? "queue" : isContext ? "context" : "talk";
  return (
    <div class="page">
      <a
        class="skip"
        href="#talk"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("talk")?.focus();
        }}
      >
        {say("console.skip_to_conversation")}
      </a>
      <Bar me={me} api={api} current="console" onLanguage={onLanguage} />
      <LinkBanner phase={desk.phase} />
      <main class={`console pane-${pane}${entry === undefined ? " empty-desk" : ""}`}>
        <h1 class="unseen">{say("console.title")}</h1>
        <QueueColumn
          sections={sections}
          open={open}
          onToggle={toggle}
          selected={selected}
          me={me.id}
          isFilled={state.isFilled}
          unreadOf={unreadOf}
          onOpen={openTalk}
          onClaim={claim}
          loading={loading}
          onRetry={load}
          lang={lang}
          onLang={setLang}
        >
          <PresenceMenu
            status={state.me?.status ?? "offline"}
            disabled={desk.phase !== "live"}
            onStatus={(status) => desk.setPresence(status)}
          />
          <span class="gap" />
          <ShortcutsButton onOpen={() => setHelp(true)} />
          <AlertsButton alerts={alerts} />
        </QueueColumn>
        <section class="column talk" id="talk" tabIndex={-1} aria-label={say("console.transcript")}>
          {entry === undefined ? (
            <EmptyTalk
              waiting={waiting}
              status={state.me?.status ?? "offline"}
              isFilled={state.isFilled}
              onOnline={() => desk.setPresence("online")}
              onNext={sections.waiting[0] && (() => claim(sections.waiting[0]!.conversation))}
            />
          ) : (
            <Conversation
              key={entry.conversation}
              entry={entry}
              desk={desk}
              me={me}
              marks={marks}
              act={act}
              onBack={() => select(null)}
              onContext={() => setContext(!isContext)}
            />
          )}
        </section>
        {entry !== undefined && <Context entry={entry} desk={desk} me={me.id} onClose={() => setContext(false)} />}
      </main>
      <Toasts toasts={toasts} entryOf={(conversation) => desk.entry(conversation)} onClose={close} />
      {isHelp && <ShortcutsDialog onClose={() => setHelp(false)} />}
    </div>
  );
}

function unread({ desk, marks }: ReturnType<typeof useDesk>, entry: DeskEntry): number {
  const events = desk.state.timelines.get(`conv:${entry.conversation}`)?.events ?? [];
  const answered = events.findLast(({ d }) => d.k === "message" && d.who === "operator")?.seq ?? 0;
  const mark = Math.max(marks.of(entry.conversation), answered);
  const counted = events.filter(({ seq, d }) => seq > mark && d.k === "message" && d.who === "customer").length;
  return counted > 0 ? counted : Number(events.length === 0 && entry.last_who === "customer" && entry.head > mark);
}

/** What is on the screen of a visible page is read; the customer is told when the conversation is ours. */
function useMarkingRead({ desk, marks }: ReturnType<typeof useDesk>, entry: DeskEntry | undefined, me: string): void {
  const last = entry === undefined ? 0 : (desk.state.timelines.get(`conv:${entry.conversation}`)?.last ?? 0);
  const [, look] = useState(0);
  useEffect(() => {
    const onLook = (): void => look(Date.now());
    document.addEventListener("visibilitychange", onLook);
    return () => document.removeEventListener("visibilitychange", onLook);
  }, []);
  useEffect(() => {
    if (entry === undefined || last === 0 || document.visibilityState !== "visible") return;
    const isNews = marks.set(entry.conversation, last);
    if (isNews && sectionOf(entry, me) === "mine") desk.read(entry.conversation, last);
    if (isNews) look(Date.now());
  });
}

function moveTo(conversation: string | null, openTalk: (conversation: string) => void): void {
  if (conversation === null) return;
  openTalk(conversation);
  requestAnimationFrame(() =>
    document.querySelector(`[data-conversation="${conversation}"]`)?.scrollIntoView({ block: "nearest" }),
  );
}

/** The open conversation if it can be taken, else whoever waits longest. */
function claimByKey(
  entry: DeskEntry | undefined,
  next: DeskEntry | undefined,
  me: string,
  claim: (conversation: string) => void,
): void {
  const isOpenFree = entry !== undefined && ["waiting", "bot"].includes(sectionOf(entry, me));
  const wanted = isOpenFree ? entry : next;
  if (wanted !== undefined) claim(wanted.conversation);
}
