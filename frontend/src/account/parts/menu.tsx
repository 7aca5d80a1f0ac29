// A button that opens a short list of actions: arrows, Home, End, Escape and a press outside work as expected.
import type { ComponentChildren, VNode } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

interface MenuProps {
  label: ComponentChildren;
  name?: string;
  buttonClass?: string;
  side?: "start" | "end";
  heading?: string;
  children: ComponentChildren;
  /** Counts up to open the menu from outside, by a shortcut. */
  opened?: number;
}

export function Menu({
  label,
  name,
  buttonClass = "button",
  side = "end",
  heading,
  children,
  opened = 0,
}: MenuProps): VNode {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  // What was asked of an earlier menu in this place is not asked of this one: only a further count opens it.
  const answered = useRef(opened);
  // At once, so that the next key already moves inside the menu.
  useLayoutEffect(() => {
    if (opened > answered.current) setOpen(true);
    answered.current = opened;
  }, [opened]);
  useLayoutEffect(() => {
    if (!open) return;
    items(root.current)[0]?.focus();
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const close = (): void => {
    setOpen(false);
    root.current?.querySelector("button")?.focus();
  };
  return (
    <div
      class="menu"
      ref={root}
      onKeyDown={(event) => onKey(event, root.current, open, close)}
      onFocusOut={({ relatedTarget }) => {
        // Null is a press on something that takes no focus, or another window: neither leaves the menu.
        if (relatedTarget instanceof Node && !root.current?.contains(relatedTarget)) setOpen(false);
      }}
    >
      <button
        type="button"
        class={buttonClass}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        aria-label={name}
        title={name}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      {open && (
        <div class={`menu-list ${side}`}>
          {heading !== undefined && <p class="menu-heading">{heading}</p>}
          <div id={id} role="menu" aria-label={heading ?? name} onClick={close}>
            {children}
          </div>
        </div>
      )}
    </div>
  );
}

interface ItemProps {
  onPress: () => void;
  children: ComponentChildren;
  hint?: string;
  checked?: boolean;
  disabled?: boolean;
  lang?: string;
}

export function MenuItem({ onPress, children, hint, checked, disabled = false, lang }: ItemProps): VNode {
  return (
    <button
      type="button"
      role={checked === undefined ? "menuitem" : "menuitemradio"}
      aria-checked={checked}
      disabled={disabled}
      lang={lang}
      tabIndex={-1}
      onClick={onPress}
    >
      <span class="menu-words">{children}</span>
      {hint !== undefined && <span class="menu-hint">{hint}</span>}
    </button>
  );
}

function items(root: HTMLElement | null): HTMLButtonElement[] {
  const all = [...(root?.querySelectorAll<HTMLButtonElement>('[role^="menuitem"]:not([disabled])') ?? [])];
  // An item that this width of the page hides cannot take the focus.
  return all.filter((item) => item.getClientRects().length > 0);
}

function onKey(event: KeyboardEvent, root: HTMLElement | null, open: boolean, close: () => void): void {
  if (!open) return;
  if (event.key === "Tab") return close();
  const all = items(root);
  const at = all.findIndex((item) => item === document.activeElement);
  const target: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  if (event.key === "Escape") close();
  else if (event.key in target) all.at((target[event.key] as number) % Math.max(all.length, 1))?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
