// The page behind a setup or invitation link: the first thing a new operator sees.
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Lang, language, say } from "../lib/words";
import { Api, CallFailed, homeOf } from "./api";
import { DoorCard, focusFirstWrong } from "./door";
import { Field, looksLikeEmail, PasswordField } from "./parts/form";
import { openPage } from "./page";

const PASSWORD_LEAST = 12;

interface SetupProps {
  api: Api;
  token: string;
  onLanguage: (lang: Lang) => void;
}

function Setup({ api, token, onLanguage }: SetupProps): VNode {
  const [person, setPerson] = useState({ name: "", email: "", password: "" });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<CallFailed | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // A dead link is told before anything is typed; whatever else fails is told on sending.
    if (token)
      api.checkSetUp(token).catch((error: unknown) => {
        if (error instanceof CallFailed && isAboutToken(error)) setRefused(error);
      });
  }, [api, token]);
  const problems = {
    name: person.name.trim() ? undefined : say("account.need_name"),
    email: looksLikeEmail(person.email) ? undefined : say("account.need_email"),
    password:
      [...person.password].length >= PASSWORD_LEAST
        ? undefined
        : say("account.password_hint", { count: PASSWORD_LEAST }),
  };
  const set =
    (field: keyof typeof person) =>
    (value: string): void =>
      setPerson({ ...person, [field]: value });
  const shown = (field: keyof typeof person): string | undefined =>
    (tried ? problems[field] : undefined) ?? (refused?.field === field ? refused.message : undefined);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried(true);
    setRefused(null);
    if (Object.values(problems).some((problem) => problem !== undefined))
      return focusFirstWrong(form.current, problems);
    setBusy(true);
    try {
      const me = await api.setUp({
        ...person,
        name: person.name.trim(),
        email: person.email.trim(),
        token,
        lang: language(),
      });
      location.assign(homeOf(me));
    } catch (error) {
      setBusy(false);
      setRefused(error instanceof CallFailed ? error : new CallFailed(-1, "internal", ""));
    }
  };
  document.title = `${say("account.setup_title")} · ${say("account.product")}`;
  if (!token)
    return (
      <DeadLink
        title={say("account.token_missing_title")}
        text={say("account.token_missing")}
        onLanguage={onLanguage}
      />
    );
  if (refused !== null && isAboutToken(refused))
    return (
      <DeadLink title={say("account.token_used_title")} text={say("account.token_used")} onLanguage={onLanguage} />
    );
  return (
    <DoorCard title={say("account.setup_title")} lead={say("account.setup_lead")} onLanguage={onLanguage}>
      <form class="stack" ref={form} noValidate onSubmit={(event) => void submit(event)}>
        <Field
          id="name"
          autocomplete="name"
          autofocus
          label={say("account.name")}
          hint={say("account.name_hint")}
          value={person.name}
          onValue={set("name")}
          wrong={shown("name")}
        />
        <Field
          id="email"
          type="email"
          autocomplete="username"
          label={say("account.email")}
          value={person.email}
          onValue={set("email")}
          wrong={shown("email")}
        />
        <PasswordField
          id="password"
          autocomplete="new-password"
          least={PASSWORD_LEAST}
          label={say("account.password")}
          value={person.password}
          onValue={set("password")}
          wrong={shown("password")}
        />
        {refused !== null && !refused.field && (
          <p class="refusal" role="alert">
            {refusal(refused)}
          </p>
        )}
        <button type="submit" class="button primary" disabled={busy}>
          {say(busy ? "account.creating" : "account.create")}
        </button>
      </form>
    </DoorCard>
  );
}

function isAboutToken(refused: CallFailed): boolean {
  return refused.field === "token" || [401, 403, 404, 410].includes(refused.status);
}

function refusal(refused: CallFailed): string {
  if (refused.status === 0) return say("account.no_connection");
  if (refused.status === 409) return say("account.email_taken");
  return refused.message || say("account.failed");
}

function DeadLink({
  title,
  text,
  onLanguage,
}: {
  title: string;
  text: string;
  onLanguage: (lang: Lang) => void;
}): VNode {
  return (
    <DoorCard title={title} lead={text} onLanguage={onLanguage}>
      <a class="button" href="/sign-in">
        {say("account.go_sign_in")}
      </a>
    </DoorCard>
  );
}

const api = new Api();
// The token stands behind "#", where no server writes it into a log.
const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
openPage((_lang, onLanguage) => <Setup api={api} token={token} onLanguage={onLanguage} />);
