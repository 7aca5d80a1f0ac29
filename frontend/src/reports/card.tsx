// A card, the figure on it, and the words of what was counted: printed where there is room, behind "i" on a phone.
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../account/parts/icons";
import { say } from "../lib/words";

/** The same width at which reports.css puts everything into one column. */
const NARROW = "(max-width: 719px)";

export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const onChange = (): void => setNarrow(query.matches);
    query.addEventListener("change", onChange);
    return () => query.removeEventListener("change", onChange);
  }, []);
  return isNarrow;
}

interface CardProps {
  title: string;
  wide?: boolean;
  /** What the card counts. */
  about?: ComponentChildren;
  /** Whether `about` comes before the figures where it is printed. */
  aboutFirst?: boolean;
  children: ComponentChildren;
}

export function Card({ title, wide = false, about, aboutFirst = false, children }: CardProps): VNode {
  const isBefore = useNarrow() || aboutFirst;
  const words = about !== undefined && <About title={title}>{about}</About>;
  return (
    <section class={wide ? "card wide" : "card"}>
      <h2>{title}</h2>
      {isBefore && words}
      {children}
      {!isBefore && words}
    </section>
  );
}

/** Stands in the corner of whatever holds it, and opens under the heading. */
export function About({ title, children }: { title: string; children: ComponentChildren }): VNode {
  if (!useNarrow()) return <div class="hint about-words">{children}</div>;
  return (
    <details class="about">
      <summary aria-label={say("reports.about", { title })}>
        <Icon name="info" />
      </summary>
      <div class="hint">{children}</div>
    </details>
  );
}

export function Figure({ value, of }: { value: string | null; of: string }): VNode {
  return (
    <p class="figure">
      {value === null ? <span class="none">{say("reports.nothing")}</span> : <strong>{value}</strong>}{" "}
      <span class="n">{of}</span>
    </p>
  );
}
