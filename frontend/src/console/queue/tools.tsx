// What an operator sets for themselves: presence, alerts; and the list of shortcuts.
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "../../account/parts/dialog";
import { Icon } from "../../account/parts/icons";
import { Menu, MenuItem } from "../../account/parts/menu";
import { say } from "../../lib/words";
import type { Alerts } from "../alerts";
import { SHORTCUTS } from "../keys";

const STATUSES = ["online", "away", "offline"] as const;
export type Presence = (typeof STATUSES)[number];

export function PresenceMenu({
  status,
  onStatus,
  disabled,
}: {
  status: Presence;
  onStatus: (status: Presence) => void;
  disabled: boolean;
}): VNode {
  const label = (
    <>
      <i class={`dot ${status}`} aria-hidden="true" />
      <span>{say(`console.presence_${status}`)}</span>
      <Icon name="chevron" />
    </>
  );
  return (
    <Menu
      label={label}
      name={`${say("console.presence")}: ${say(`console.presence_${status}`)}`}
      buttonClass="button small presence"
      side="start"
      heading={say("console.presence")}
    >
      {STATUSES.map((each) => (
        <MenuItem
          key={each}
          checked={each === status}
          hint={say(`console.presence_${each}_hint`)}
          disabled={disabled}
          onPress={() => onStatus(each)}
        >
          {say(`console.presence_${each}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}

export function AlertsButton({ alerts }: { alerts: Alerts }): VNode {
  const [isOpen, setOpen] = useState(false);
  const [, redraw] = useState(0);
  const { sound, desktop } = alerts.choice;
  const isOn = sound || desktop;
  return (
    <>
      <button
        type="button"
        class="button quiet icon small"
        aria-label={`${say("console.alerts")}: ${say(isOn ? "console.on" : "console.off")}`}
        title={say("console.alerts")}
        onClick={() => setOpen(true)}
      >
        <Icon name={isOn ? "bell" : "bellOff"} />
      </button>
      {isOpen && (
        <Dialog title={say("console.alerts")} onClose={() => setOpen(false)}>
          <div class="stack">
            <Switch
              label={say("console.alerts_sound")}
              isOn={sound}
              onSwitch={(on) => {
                alerts.setSound(on);
                redraw(Date.now());
              }}
            />
            <Switch
              label={say("console.alerts_desktop")}
              isOn={desktop}
              disabled={alerts.isBlocked}
              onSwitch={(on) => void alerts.setDesktop(on).then(() => redraw(Date.now()))}
            />
            {alerts.isBlocked && <p class="hint">{say("console.alerts_blocked")}</p>}
            <button type="button" class="button small" onClick={() => alerts.beep()}>
              {say("console.alerts_try")}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

interface SwitchProps {
  label: string;
  isOn: boolean;
  disabled?: boolean;
  onSwitch: (on: boolean) => void;
}

function Switch({ label, isOn, disabled = false, onSwitch }: SwitchProps): VNode {
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={isOn}
      disabled={disabled}
      onClick={() => onSwitch(!isOn)}
    >
      <span>{label}</span>
      <i aria-hidden="true" />
    </button>
  );
}

export function ShortcutsButton({ onOpen }: { onOpen: () => void }): VNode {
  return (
    <button type="button" class="button quiet small keys-button" onClick={onOpen} title={say("console.keys")}>
      <kbd>?</kbd>
      <span>{say("console.keys_hint")}</span>
    </button>
  );
}

export function ShortcutsDialog({ onClose }: { onClose: () => void }): VNode {
  return (
    <Dialog title={say("console.keys")} onClose={onClose}>
      <dl class="keys">
        {SHORTCUTS.map(([keys, words]) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{say(words)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
