// The bar on top of every operators' page: where one can go, the language, and one's account.
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { LANGS, type Lang, language, say } from "../lib/words";
import { type Account, type Api, homeOf } from "./api";
import { Mark } from "./parts/icons";
import { Invite } from "./invite";
import { Menu, MenuItem } from "./parts/menu";

export type Section = "console" | "articles" | "reports" | "policy";
const SECTIONS: readonly Section[] = ["console", "articles", "reports", "policy"];
const LANGUAGE_NAMES: Record<Lang, string> = { ru: "Русский", en: "English" };

export interface BarProps {
  me: Account;
  api: Api;
  current: Section;
  onLanguage: (lang: Lang) => void;
}

export function Bar({ me, api, current, onLanguage }: BarProps): VNode {
  return (
    <header class="bar">
      <span class="brand">
        <Mark />
        <span class="brand-name">{say("account.product")}</span>
      </span>
      <nav aria-label={say("account.nav")}>
        {SECTIONS.filter((section) => isFor(section, me)).map((section) => (
          <a key={section} href={`/${section}`} aria-current={section === current ? "page" : undefined}>
            {say(`account.nav_${section}`)}
          </a>
        ))}
      </nav>
      <div class="bar-end">
        <LanguageSwitch onLanguage={onLanguage} />
        <AccountMenu me={me} api={api} onLanguage={onLanguage} />
      </div>
    </header>
  );
}

/** Editors and viewers have no place in the console, and when a person is called is the owner's to say. */
function isFor(section: Section, me: Account): boolean {
  if (section === "console") return homeOf(me) === "/console";
  return section !== "policy" || me.role === "admin";
}

/** Two buttons, each in its own language: a reader of the other one can find it. */
export function LanguageSwitch({ onLanguage }: { onLanguage: (lang: Lang) => void }): VNode {
  return (
    <div class="languages" role="group" aria-label={say("account.language")}>
      {LANGS.map((lang) => (
        <button
          type="button"
          key={lang}
          lang={lang}
          aria-label={`${lang.toUpperCase()} ${LANGUAGE_NAMES[lang]}`}
          aria-pressed={language() === lang}
          onClick={() => onLanguage(lang)}
        >
          {lang.toUpperCase()}
        </button>
      ))}
    </div>
  );
}

function AccountMenu({ me, api, onLanguage }: Omit<BarProps, "current">): VNode {
  const [inviting, setInviting] = useState(false);
  const signOut = async (): Promise<void> => {
    await api.signOut().catch(() => undefined);
    location.assign("/sign-in");
  };
  return (
    <>
      <Menu
        label={<span class="initials">{initials(me.name)}</span>}
        name={`${initials(me.name)}: ${say("account.signed_in_as", { name: me.name })}`}
        buttonClass="account-button"
        heading={`${me.name} · ${say(`account.role_${me.role}`)}`}
      >
        {LANGS.map((lang) => (
          <MenuItem key={lang} lang={lang} checked={language() === lang} onPress={() => onLanguage(lang)}>
            {LANGUAGE_NAMES[lang]}
          </MenuItem>
        ))}
        {me.role === "admin" && <MenuItem onPress={() => setInviting(true)}>{say("account.invite")}</MenuItem>}
        <MenuItem onPress={() => void signOut()}>{say("account.sign_out")}</MenuItem>
      </Menu>
      {inviting && <Invite api={api} onClose={() => setInviting(false)} />}
    </>
  );
}

/** "Ирина Кот" → "ИК": what fits into a round. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  return (
    parts
      .slice(0, 2)
      .map((part) => ([...part][0] ?? "").toUpperCase())
      .join("") || "?"
  );
}
