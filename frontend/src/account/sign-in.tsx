// The sign-in page.
import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { type Lang, say } from "../lib/words";
import { Api, CallFailed, homeOf } from "./api";
import { DoorCard, focusFirstWrong } from "./door";
import { Field, looksLikeEmail, PasswordField } from "./parts/form";
import { openPage } from "./page";

function SignIn({ api, onLanguage }: { api: Api; onLanguage: (lang: Lang) => void }): VNode {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const problems = {
    email: looksLikeEmail(email) ? undefined : say("account.need_email"),
    password: password ? undefined : say("account.need_password"),
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried(true);
    setWrong("");
    if (problems.email !== undefined || problems.password !== undefined) return focusFirstWrong(form.current, problems);
    setBusy(true);
    try {
      const me = await api.signIn(email.trim(), password);
      location.assign(nextPage(homeOf(me)));
    } catch (error) {
      setBusy(false);
      setWrong(refusal(error));
    }
  };
  document.title = `${say("account.sign_in_title")} · ${say("account.product")}`;
  return (
    <DoorCard title={say("account.sign_in_title")} lead={say("account.sign_in_lead")} onLanguage={onLanguage}>
      <form class="stack" ref={form} noValidate onSubmit={(event) => void submit(event)}>
        <Field
          id="email"
          type="email"
          autocomplete="username"
          autofocus
          label={say("account.email")}
          value={email}
          onValue={setEmail}
          wrong={tried ? problems.email : undefined}
        />
        <PasswordField
          id="password"
          autocomplete="current-password"
          label={say("account.password")}
          value={password}
          onValue={setPassword}
          wrong={tried ? problems.password : undefined}
        />
        {wrong !== "" && (
          <p class="refusal" role="alert">
            {wrong}
          </p>
        )}
        <button type="submit" class="button primary" disabled={busy}>
          {say(busy ? "account.signing_in" : "account.sign_in")}
        </button>
        <p class="hint">{say("account.forgot")}</p>
      </form>
    </DoorCard>
  );
}

function refusal(error: unknown): string {
  if (!(error instanceof CallFailed)) return say("account.failed");
  if (error.status === 0) return say("account.no_connection");
  if (error.status === 429) return say("account.too_many_tries");
  return error.status === 401 || error.status === 403
    ? say("account.wrong_credentials")
    : error.message || say("account.failed");
}

/** Only a page of this site may follow: "//other.example" and the like lead home. */
function nextPage(home: string): string {
  const next = new URLSearchParams(location.search).get("next") ?? "";
  return /^\/(console|articles|reports)([?#]|$)/.test(next) ? next : home;
}

const api = new Api();
openPage((_lang, onLanguage) => <SignIn api={api} onLanguage={onLanguage} />);
