// The left column: presence, alerts, and the sections of the queue.
import type { ComponentChildren, VNode } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../../account/parts/icons";
import { say } from "../../lib/words";
import { useNow } from "../clock";
import type { LoadedSection, Loading } from "../state/use-loaded";
import { type DeskEntry, SECTIONS, type SectionName, type Sections } from "../state/sections";
import { Row } from "./row";

interface ColumnProps {
  sections: Sections;
  open: ReadonlySet<SectionName>;
  onToggle: (section: SectionName) => void;
  selected: string | null;
  me: string;
  isFilled: boolean;
  unreadOf: (entry: DeskEntry) => number;
  onOpen: (conversation: string) => void;
  onClaim: (conversation: string) => void;
  /** The sections that are loaded on request. */
  loading: Readonly<Record<LoadedSection, Loading>>;
  onRetry: (section: LoadedSection) => void;
  lang: "all" | "ru" | "en";
  onLang: (lang: "all" | "ru" | "en") => void;
  children: ComponentChildren;
}

export function QueueColumn(props: ColumnProps): VNode {
  const now = useNow();
  return (
    <section class="column queue" aria-label={say("console.queue")}>
      <div class="queue-tools">{props.children}</div>
      <LanguageFilter lang={props.lang} onLang={props.onLang} />
      <div class="queue-sections" tabIndex={-1}>
        {props.isFilled ? SECTIONS.map((name) => <Section key={name} name={name} now={now} {...props} />) : <Ghosts />}
      </div>
    </section>
  );
}

function Section({ name, now, ...props }: ColumnProps & { name: SectionName; now: number }): VNode | null {
  const entries = props.sections[name];
  const isOpen = props.open.has(name);
  if (entries.length === 0 && (name === "others" || name === "callbacks")) return null;
  return (
    <section class={`section ${name}`}>
      <h2>
        <button type="button" aria-expanded={isOpen} onClick={() => props.onToggle(name)}>
          <Icon name="chevron" />
          <span>{say(`console.section_${name}`)}</span>
          {(name !== "resolved" || entries.length > 0) && (
            <span class={entries.length > 0 ? "section-count some" : "section-count"}>{entries.length}</span>
          )}
        </button>
      </h2>
      {isOpen && (
        <>
          <SectionNote name={name} isEmpty={entries.length === 0} {...props} />
          <ul>
            {entries.map((entry) => (
              <Row
                key={entry.conversation}
                entry={entry}
                section={name}
                isSelected={entry.conversation === props.selected}
                unread={name === "mine" ? props.unreadOf(entry) : 0}
                now={now}
                me={props.me}
                onOpen={() => props.onOpen(entry.conversation)}
                onClaim={() => props.onClaim(entry.conversation)}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function SectionNote({
  name,
  isEmpty,
  loading,
  onRetry,
}: Pick<ColumnProps, "loading" | "onRetry"> & { name: SectionName; isEmpty: boolean }): VNode | null {
  const state = name === "bot" || name === "resolved" ? loading[name] : "ready";
  if (state === "failed" && (name === "bot" || name === "resolved")) {
    return (
      <p class="section-empty" role="alert">
        {say("console.load_failed")}{" "}
        <button type="button" class="link" onClick={() => onRetry(name)}>
          {say("console.retry")}
        </button>
      </p>
    );
  }
  if (!isEmpty) return null;
  if (state === "loading")
    return (
      <p class="section-empty" role="status">
        {say("console.loading")}
      </p>
    );
  return <p class="section-empty">{say(`console.section_${name}_empty`)}</p>;
}

function LanguageFilter({ lang, onLang }: Pick<ColumnProps, "lang" | "onLang">): VNode {
  return (
    <div class="queue-filter" role="group" aria-label={say("console.filter_lang")}>
      {(["all", "ru", "en"] as const).map((each) => (
        <button type="button" key={each} aria-pressed={lang === each} onClick={() => onLang(each)}>
          {each === "all" ? say("console.filter_all") : say(`console.lang_${each}`)}
        </button>
      ))}
    </div>
  );
}

/** Grey shapes where rows will stand. */
function Ghosts(): VNode {
  return (
    <div role="status" aria-label={say("console.loading")}>
      {[0, 1, 2, 3].map((each) => (
        <div key={each} class="ghost-row">
          <i />
          <i />
        </div>
      ))}
    </div>
  );
}

/** Which sections are unfolded; the long ones begin folded. */
export function useOpenSections(): [ReadonlySet<SectionName>, (section: SectionName) => void] {
  const [open, setOpen] = useState<ReadonlySet<SectionName>>(
    new Set<SectionName>(["mine", "waiting", "callbacks", "bot"]),
  );
  const toggle = (section: SectionName): void => {
    const next = new Set(open);
    if (!next.delete(section)) next.add(section);
    setOpen(next);
  };
  return [open, toggle];
}
