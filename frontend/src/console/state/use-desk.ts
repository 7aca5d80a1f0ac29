// The desk as a hook: one connection for the page, drawn again on every change.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Account, Api } from "../../account/api";
import { language } from "../../lib/words";
import { Alerts } from "../alerts";
import { Desk } from "./desk";
import { ReadMarks } from "./kept";
import type { Notice } from "./notices";

export interface Tools {
  desk: Desk;
  alerts: Alerts;
  marks: ReadMarks;
}

/** Many frames may arrive in one turn of the browser: they are drawn once. */
export function useDesk(api: Api, me: Account, onNotice: (notice: Notice) => void): Tools {
  const [, redraw] = useState(0);
  const notice = useRef(onNotice);
  notice.current = onNotice;
  const [tools] = useState<Tools>(() => {
    let isDue = false;
    const onChange = (): void => {
      if (isDue) return;
      isDue = true;
      queueMicrotask(() => {
        isDue = false;
        redraw((count) => count + 1);
      });
    };
    return {
      desk: new Desk(api, language, me.id, onChange, (each) => notice.current(each)),
      alerts: new Alerts(),
      marks: new ReadMarks(),
    };
  });
  useEffect(() => tools.desk.start(), []);
  return tools;
}

/** The open conversation stands in the address, so that reload and the browser's "back" work. */
export function useSelection(): [string | null, (conversation: string | null) => void] {
  const [selected, setSelected] = useState(readAddress());
  useEffect(() => {
    const onMove = (): void => setSelected(readAddress());
    window.addEventListener("popstate", onMove);
    window.addEventListener("hashchange", onMove);
    return () => {
      window.removeEventListener("popstate", onMove);
      window.removeEventListener("hashchange", onMove);
    };
  }, []);
  const select = (conversation: string | null): void => {
    const address = conversation === null ? location.pathname : `#${conversation}`;
    if (selected === null && conversation !== null) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    setSelected(conversation);
  };
  return [selected, select];
}

function readAddress(): string | null {
  return /^#([\w-]{1,80})$/.exec(location.hash)?.[1] ?? null;
}
