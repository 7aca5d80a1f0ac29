// The goods of a card, a line each: an order's in the context, a proposed change's in the conversation.
import type { VNode } from "preact";
import type { ViewOf } from "../lib/frames";

type Line = ViewOf<"message">["cards"][number]["lines"][number];

export function CardLines({ lines }: { lines: readonly Line[] }): VNode {
  return (
    <ul>
      {lines.map((line, at) => (
        <li key={at}>
          <span>
            {line.name}
            {line.quantity > 1 && ` × ${line.quantity}`}
          </span>
          <span class="amount">{line.amount}</span>
        </li>
      ))}
    </ul>
  );
}
