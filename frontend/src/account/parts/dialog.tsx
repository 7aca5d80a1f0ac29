// A modal window on the browser's own <dialog>: focus is kept inside and goes back where it was.
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { say } from "../../lib/words";
import { Icon } from "./icons";
import "../words";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  wide?: boolean;
}

export function Dialog({ title, onClose, children, wide = false }: DialogProps): VNode {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class={wide ? "dialog wide" : "dialog"}
      aria-labelledby="dialog-title"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === box.current) onClose();
      }}
    >
      <div class="dialog-body">
        <header>
          <h2 id="dialog-title">{title}</h2>
          <button type="button" class="button quiet icon" aria-label={say("account.close")} onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

interface ConfirmProps {
  title: string;
  text: string;
  yes: string;
  no: string;
  danger?: boolean;
  onYes: () => void;
  onNo: () => void;
}

/** A question before something that cannot be taken back silently; the safe answer has the focus. */
export function Confirm({ title, text, yes, no, danger = false, onYes, onNo }: ConfirmProps): VNode {
  return (
    <Dialog title={title} onClose={onNo}>
      <p class="dialog-text">{text}</p>
      <footer class="dialog-actions">
        <button type="button" class="button" autofocus onClick={onNo}>
          {no}
        </button>
        <button type="button" class={danger ? "button danger" : "button primary"} onClick={onYes}>
          {yes}
        </button>
      </footer>
    </Dialog>
  );
}
