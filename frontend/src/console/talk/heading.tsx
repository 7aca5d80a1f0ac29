// The head of an open conversation: whose it is now, and what can be done with it.
import type { ComponentChildren, VNode } from "preact";
import { Icon } from "../../account/parts/icons";
import { Menu, MenuItem } from "../../account/parts/menu";
import { say } from "../../lib/words";
import { useNow } from "../clock";
import type { Desk } from "../state/desk";
import type { Colleague } from "../state/fold";
import { type DeskEntry, sectionOf, shortId, time, urgency } from "../state/sections";
import { OUTCOMES, stopwatch } from "../words";

interface HeadingProps {
  entry: DeskEntry;
  me: string;
  desk: Desk;
  colleagues: readonly Colleague[];
  /** Counts up to open the list of outcomes. */
  resolving: number;
  onBack: () => void;
  onContext: () => void;
}

export function Heading({ entry, me, desk, colleagues, resolving, onBack, onContext }: HeadingProps): VNode {
  const { conversation } = entry;
  const section = sectionOf(entry, me);
  return (
    <header class="talk-head">
      <button
        type="button"
        class="button quiet icon small back"
        aria-label={say("console.back_to_queue")}
        onClick={onBack}
      >
        <Icon name="back" />
      </button>
      <div class="talk-title">
        <h2>
          <span class="talk-name">{say("console.customer", { id: shortId(conversation) })}</span>{" "}
          <span class="lang-tag">{entry.lang.toUpperCase()}</span>
        </h2>
        <Status entry={entry} me={me} />
      </div>
      <div class="talk-actions">
        {section === "mine" && (
          <Owned
            entry={entry}
            desk={desk}
            colleagues={colleagues.filter(({ id }) => id !== me)}
            resolving={resolving}
          />
        )}
        {(section === "waiting" || section === "bot") && (
          <Claim onClaim={() => desk.claim(conversation)}>
            {say(section === "bot" ? "console.take_over" : "console.claim")}
          </Claim>
        )}
        {entry.callback && (
          <button
            type="button"
            class="button small"
            aria-label={say("console.callback_done")}
            title={say("console.callback_done_hint")}
            onClick={() => desk.finishCallback(conversation)}
          >
            <Icon name="check" />
            <span class="wide-only">{say("console.callback_done")}</span>
          </button>
        )}
        <button
          type="button"
          class="button quiet icon small context-button"
          aria-label={say("console.open_context")}
          title={say("console.open_context")}
          onClick={onContext}
        >
          <Icon name="details" />
        </button>
      </div>
    </header>
  );
}

function Claim({ onClaim, children }: { onClaim: () => void; children: ComponentChildren }): VNode {
  return (
    <button type="button" class="button primary small" onClick={onClaim}>
      {children} <kbd aria-hidden="true">c</kbd>
    </button>
  );
}

function Status({ entry, me }: { entry: DeskEntry; me: string }): VNode {
  if (entry.status === "queued") return <Waiting entry={entry} />;
  return <p class={`talk-status ${entry.status}`}>{statusWords(entry, me)}</p>;
}

function statusWords(entry: DeskEntry, me: string): string {
  switch (sectionOf(entry, me)) {
    case "mine":
      return say("console.status_mine");
    case "others":
      return say("console.status_assigned", { name: entry.operator_name });
    case "callbacks":
      return say("console.status_callback");
    case "resolved":
      return say("console.status_resolved");
    default:
      return say("console.status_bot");
  }
}

/** Who has left a contact waits for a reply there, not for somebody to come online. */
function Waiting({ entry }: { entry: DeskEntry }): VNode {
  const seconds = (useNow() - time(entry.queued_at)) / 1000;
  return (
    <p class="talk-status queued">
      {say(entry.callback ? "console.status_callback" : "console.status_queued")}{" "}
      <span class={`row-clock ${urgency(seconds)}`}>{stopwatch(seconds)}</span>
    </p>
  );
}

function Owned({
  entry,
  desk,
  colleagues,
  resolving,
}: {
  entry: DeskEntry;
  desk: Desk;
  colleagues: readonly Colleague[];
  resolving: number;
}): VNode {
  const { conversation } = entry;
  return (
    <>
      <button
        type="button"
        class="button small wide-only"
        title={say("console.return_hint")}
        onClick={() => desk.giveBack("conv.return", conversation)}
      >
        {say("console.return")}
      </button>
      <Menu
        label={
          <>
            <span class="wide-only">{say("console.transfer")}</span>
            <span class="narrow-only">
              <Icon name="dots" />
            </span>
          </>
        }
        name={`${say("console.transfer")}: ${say("console.more")}`}
        buttonClass="button small"
        heading={say("console.transfer_to")}
      >
        {colleagues.length === 0 && <p class="menu-empty">{say("console.transfer_nobody")}</p>}
        {colleagues.map((colleague) => (
          <MenuItem
            key={colleague.id}
            hint={say(`console.presence_${colleague.status}`)}
            onPress={() => desk.transfer(conversation, colleague.id)}
          >
            {colleague.name}
          </MenuItem>
        ))}
        <hr />
        <MenuItem hint={say("console.release_hint")} onPress={() => desk.giveBack("conv.release", conversation)}>
          {say("console.release")}
        </MenuItem>
        {/* Where there is room it is a button of its own. */}
        <div role="none" class="narrow-item">
          <MenuItem hint={say("console.return_hint")} onPress={() => desk.giveBack("conv.return", conversation)}>
            {say("console.return")}
          </MenuItem>
        </div>
      </Menu>
      <Menu
        label={
          <>
            {say("console.resolve")} <kbd aria-hidden="true">e</kbd>
          </>
        }
        buttonClass="button primary small"
        heading={say("console.resolve_as")}
        opened={resolving}
      >
        {OUTCOMES.map((outcome) => (
          <MenuItem key={outcome} onPress={() => desk.resolve(conversation, outcome)}>
            {say(`console.outcome_${outcome}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
