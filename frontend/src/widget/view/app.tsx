// The panel: header, banner, conversation, composer, and the help pages that may lie over them.
import { useEffect, useRef, useState } from "preact/hooks";
import type { VNode } from "preact";
import type { Shelf } from "../../lib/link/outbox";
import type { Echo } from "../../lib/timeline";
import type { Chat } from "../chat";
import { WRITING } from "../shelves";
import type { ChatState } from "../state";
import { language, say } from "../words";
import { Composer } from "./composer";
import { Conversation } from "./conversation";
import { Header } from "./header";
import { ArticleView, HelpView } from "./help";
import { Announcer, Banner, Trouble } from "./notices";
import { runningTurn } from "./pending";

const HELP = "";

/** `close` is null when the widget is a page of its own. */
export type AppProps = { chat: Chat; shop: string; shelf: Shelf; close: (() => void) | null };

export function App({ chat, shop, shelf, close }: AppProps): VNode {
  const state = useChat(chat);
  const [text, setText] = useKept(shelf, WRITING);
  const [isEnding, setEnding] = useState(false);
  const [trouble, setTrouble] = useState("");
  const help = useHelp();
  const { timeline } = state;
  const turn = runningTurn(timeline);
  const name = shop || state.session?.shop.name[language()];

  const type = (words: string): void => {
    setText(words);
    chat.setTyping(words.trim() !== "");
  };
  const send = (words: string): void => {
    setText("");
    setEnding(false);
    chat.say(words);
  };
  const edit = (echo: Echo): void => {
    chat.takeBack(echo.cid);
    setText(echo.text);
    focusWriting();
  };
  const download = (): void => {
    saveTranscript(chat).catch(() => setTrouble(say("widget.transcript_failed")));
  };
  useEscape(help.top === null ? close : help.back);
  return (
    <div class="panel">
      <Header
        shop={name || say("widget.this_shop")} timeline={timeline} hasStarted={timeline.events.some(({ d }) => d.k === "message")}
        callPerson={() => (help.leave(), chat.act("human.request", {}))} openHelp={() => help.open(HELP)} download={download}
        end={() => setEnding(true)} close={close}
      />
      <Banner phase={state.phase} restart={chat.reconnect} />
      <div class="under">
        <main class="talk" aria-label={say("widget.conversation")} inert={help.top !== null}>
          <Conversation chat={chat} state={state} isEnding={isEnding} openArticle={help.open} edit={edit} endAsked={() => (setEnding(false), focusWriting())} />
          <Trouble words={trouble || state.trouble} dismiss={() => (setTrouble(""), chat.forgiveTrouble())} />
          <Composer
            text={text} limit={state.textLimit} isWithPerson={timeline.status === "assigned"} takesFocus={state.isOpen && !state.isQuiet}
            onText={type} onSend={send} onStop={turn === null ? null : () => chat.stop(turn)}
          />
        </main>
        {help.top === HELP ? <HelpView openArticle={help.open} back={help.back} /> : null}
        {help.top ? <ArticleView id={help.top} openArticle={help.open} back={help.back} ask={() => (help.leave(), focusWriting())} /> : null}
      </div>
      <Announcer timeline={timeline} news={state.news} />
    </div>
  );
}

function useChat(chat: Chat): ChatState {
  const [state, setState] = useState(chat.state);
  useEffect(() => {
    setState(chat.state);
    return chat.watch(() => setState(chat.state));
  }, [chat]);
  return state;
}

/** Half-written words survive a reload of their tab. */
function useKept(shelf: Shelf, key: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => shelf.getItem(key) ?? "");
  const keep = (words: string): void => {
    setText(words);
    shelf.setItem(key, words);
  };
  return [text, keep];
}

/** Escape leaves what lies on top; menus and questions that use it themselves stop it before. */
function useEscape(leave: (() => void) | null): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.isComposing) leave?.();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [leave]);
}

type Help = { top: string | null; open: (id: string) => void; back: () => void; leave: () => void };

/** The pages lying over the conversation; when the last one closes the focus returns to where it came from. */
function useHelp(): Help {
  const [pages, setPages] = useState<readonly string[]>([]);
  const origin = useRef<Element | null>(null);
  const leave = (): void => setPages([]);
  useEffect(() => {
    if (pages.length > 0 || origin.current === null) return;
    (origin.current as HTMLElement).focus();
    origin.current = null;
  }, [pages]);
  return {
    top: pages.at(-1) ?? null,
    open: (id) => {
      if (pages.length === 0) origin.current = document.activeElement;
      setPages([...pages, id]);
    },
    back: () => setPages(pages.slice(0, -1)),
    leave,
  };
}

function focusWriting(): void {
  requestAnimationFrame(() => document.getElementById("write")?.focus());
}

async function saveTranscript({ visitor }: Chat): Promise<void> {
  const address = URL.createObjectURL(await visitor.transcript(language()));
  const link = document.createElement("a");
  link.href = address;
  link.download = say("widget.transcript_name");
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
