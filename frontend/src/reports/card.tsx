// A card and the figure on it.
import type { ComponentChildren, VNode } from "preact";
import { say } from "../lib/words";

export function Card({
  title,
  wide = false,
  children,
}: {
  title: string;
  wide?: boolean;
  children: ComponentChildren;
}): VNode {
  return (
    <section class={wide ? "card wide" : "card"}>
      <h2>{title}</h2>
      {children}
    </section>
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
