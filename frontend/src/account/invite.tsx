// An administrator makes a link by which a colleague creates an account.
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { say } from "../lib/words";
import { type Api, type Role, words } from "./api";
import { Dialog } from "./parts/dialog";

const ROLES: readonly Role[] = ["operator", "editor", "admin"];

export function Invite({ api, onClose }: { api: Api; onClose: () => void }): VNode {
  const [role, setRole] = useState<Role>("operator");
  const [link, setLink] = useState("");
  const [copied, setCopied] = useState(false);
  const [wrong, setWrong] = useState("");
  const create = async (): Promise<void> => {
    setWrong("");
    try {
      const made = await api.send<{ link: string }>("POST", "operators/invite", { role });
      setLink(new URL(made.link, location.origin).href);
    } catch (error) {
      setWrong(words(error, say("account.failed"), say("account.no_connection")));
    }
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard
      .writeText(link)
      .then(() => setCopied(true))
      .catch(() => undefined);
  };
  return (
    <Dialog title={say("account.invite")} onClose={onClose}>
      {link === "" ? (
        <div class="stack">
          <div class="field">
            <label for="invite-role">{say("account.invite_role")}</label>
            <select
              id="invite-role"
              class="input"
              value={role}
              onChange={(event) => setRole(event.currentTarget.value as Role)}
            >
              {ROLES.map((each) => (
                <option key={each} value={each}>
                  {say(`account.role_${each}`)}
                </option>
              ))}
            </select>
          </div>
          {wrong !== "" && (
            <p class="wrong" role="alert">
              {wrong}
            </p>
          )}
          <button type="button" class="button primary" onClick={() => void create()}>
            {say("account.invite_create")}
          </button>
        </div>
      ) : (
        <div class="stack">
          <label for="invite-link">{say("account.invite_link")}</label>
          <input
            id="invite-link"
            class="input"
            readonly
            value={link}
            onFocus={(event) => event.currentTarget.select()}
          />
          <button type="button" class="button" onClick={() => void copy()} aria-live="polite">
            {say(copied ? "account.invite_copied" : "account.invite_copy")}
          </button>
        </div>
      )}
    </Dialog>
  );
}
