// The top of the panel: whose chat it is, who answers, the way to a person that is always there, the menu.
import { useEffect, useRef, useState } from "preact/hooks";
import type { VNode } from "preact";
import { isUnattended, type Timeline } from "../../lib/timeline";
import { say } from "../words";
import { Check, Close, Dots, Person, Sparkle } from "./icons";

export type HeaderActs = {
  callPerson: () => void; openHelp: () => void; download: () => void; end: () => void; close: (() => void) | null;
};
type Props = { shop: string; timeline: Timeline; hasStarted: boolean } & HeaderActs;

export function Header({ shop, timeline, hasStarted, callPerson, close, ...menu }: Props): VNode {
  const isPerson = timeline.status === "assigned";
  return (
    <header class="top">
      <span class={`badge big ${isPerson ? "person" : "ai"}`}>
        {isPerson ? timeline.operator.trim().charAt(0).toUpperCase() || <Person /> : <Sparkle size={20} />}
      </span>
      <div class="who">
        <h1>{shop}</h1>
        <p>{stateWords(timeline)}</p>
      </div>
      <PersonButton timeline={timeline} callPerson={callPerson} />
      <Menu canEnd={hasStarted && timeline.status !== "resolved"} {...menu} />
      {close ? <button type="button" class="tool" aria-label={say("widget.close_chat")} onClick={close}><Close /></button> : null}
    </header>
  );
}

function stateWords(timeline: Timeline): string {
  if (timeline.status === "assigned") return say("widget.state_assigned", { name: timeline.operator });
  if (timeline.status === "bot" || timeline.status === "resolved") return say("widget.assistant");
  return say(isUnattended(timeline) ? "widget.state_away" : "widget.state_queued");
}

function PersonButton({ timeline, callPerson }: { timeline: Timeline; callPerson: () => void }): VNode {
  if (timeline.status === "assigned") {
    return <span class="person-call is-here"><Person /> <span>{say("widget.person_here")}</span></span>;
  }
  const isCalled = timeline.status === "queued";
  const words = !isCalled ? "widget.call_person" : isUnattended(timeline) ? "widget.person_away" : "widget.person_called";
  return (
    <button
      type="button" class="person-call" onClick={callPerson} disabled={isCalled} title={say("widget.call_person_hint")}
    >
      {isCalled && !isUnattended(timeline) ? <Check /> : <Person />} <span>{say(words)}</span>
    </button>
  );
}

type MenuProps = { canEnd: boolean; openHelp: () => void; download: () => void; end: () => void };

function Menu({ canEnd, openHelp, download, end }: MenuProps): VNode {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  useEffect(() => {
    if (!isOpen) return;
    root.current?.querySelector<HTMLButtonElement>("[role=menuitem]")?.focus();
    const outside = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [isOpen]);
  const pick = (act: () => void) => (): void => (close(), act());
  return (
    <div class="menu" ref={root} onKeyDown={(event) => isOpen && walk(event, root.current, close)}>
      <button
        type="button" class="tool" ref={opener} aria-haspopup="menu" aria-expanded={isOpen}
        aria-label={say("widget.menu")} onClick={() => setOpen(!isOpen)}
      >
        <Dots />
      </button>
      {isOpen ? (
        <div role="menu" aria-label={say("widget.menu")}>
          <button type="button" role="menuitem" onClick={pick(openHelp)}>{say("widget.menu_help")}</button>
          <button type="button" role="menuitem" onClick={pick(download)}>{say("widget.menu_transcript")}</button>
          {canEnd ? <button type="button" role="menuitem" onClick={pick(end)}>{say("widget.menu_end")}</button> : null}
        </div>
      ) : null}
    </div>
  );
}

/** Arrows, Home and End walk the menu; Escape and Tab leave it. */
function walk(event: KeyboardEvent, root: HTMLElement | null, close: () => void): void {
  const items = Array.from(root?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? []);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next !== undefined) items.at(next % items.length)?.focus();
  if (event.key === "Escape" || event.key === "Tab") close();
  if (next !== undefined || event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
  }
}
