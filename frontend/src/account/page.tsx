// Opens an operators' page: language, theme, who is signed in, then the page itself; the rest go to sign-in.
import { type ComponentChildren, render, type VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import "../design/base.css";
import { applyTheme } from "../lib/theme";
import { asLang, type Lang, language, say, setLanguage } from "../lib/words";
import { type Account, Api, CallFailed } from "./api";
import "./account.css";
import "./words";

const REMEMBERED = "zabota.lang";

export interface Opened {
  api: Api;
  me: Account;
  lang: Lang;
  onLanguage: (lang: Lang) => void;
}

/** Draws `content` into #root in the reader's language; `content` is called again when the language changes. */
export function openPage(content: (lang: Lang, onLanguage: (lang: Lang) => void) => ComponentChildren): void {
  applyTheme("auto");
  setLanguage(asLang(localStorage.getItem(REMEMBERED)));
  const root = document.getElementById("root");
  if (root !== null) render(<Page content={content} />, root);
}

function Page({ content }: { content: Parameters<typeof openPage>[0] }): VNode {
  const [lang, setLang] = useState(language());
  const onLanguage = (wanted: Lang): void => {
    setLanguage(wanted);
    localStorage.setItem(REMEMBERED, wanted);
    setLang(wanted);
  };
  return <>{content(lang, onLanguage)}</>;
}

/** The same for pages that need a signed-in operator. */
export function openSignedIn(content: (opened: Opened) => VNode): void {
  const api = new Api();
  openPage((lang, onLanguage) => <SignedIn api={api} lang={lang} onLanguage={onLanguage} content={content} />);
}

type Arrival = { state: "loading" } | { state: "failed" } | { state: "ready"; me: Account };

function SignedIn({
  api,
  lang,
  onLanguage,
  content,
}: Omit<Opened, "me"> & { content: (opened: Opened) => VNode }): VNode {
  const [arrival, setArrival] = useState<Arrival>({ state: "loading" });
  const load = (): void => {
    setArrival({ state: "loading" });
    api.me().then(
      (me) => {
        if (localStorage.getItem(REMEMBERED) === null) onLanguage(asLang(me.lang));
        setArrival({ state: "ready", me });
      },
      (error: unknown) => {
        if (error instanceof CallFailed && error.status === 401) goToSignIn();
        else setArrival({ state: "failed" });
      },
    );
  };
  useEffect(load, []);
  if (arrival.state === "ready") return content({ api, me: arrival.me, lang, onLanguage });
  if (arrival.state === "loading")
    return (
      <p class="whole-page" role="status">
        {say("account.loading")}
      </p>
    );
  return (
    <main class="whole-page">
      <p role="alert">{say("account.page_failed")}</p>
      <button type="button" class="button" onClick={load}>
        {say("account.retry")}
      </button>
    </main>
  );
}

/** To sign-in and back to this page afterwards. */
export function goToSignIn(): void {
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}
