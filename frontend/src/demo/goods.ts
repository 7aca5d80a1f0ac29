// What the demo shop sells: the same goods and prices as its order store.
import { language } from "./words";

export type Good = { name: "satin" | "ray" | "plates" | "mugs" | "towels" | "kettle" | "blanket" | "curtains"; price: number; isToOrder?: true };

export const GOODS: readonly Good[] = [
  { name: "satin", price: 5490 },
  { name: "ray", price: 4590 },
  { name: "plates", price: 3490 },
  { name: "curtains", price: 14900, isToOrder: true },
  { name: "mugs", price: 1990 },
  { name: "towels", price: 2190 },
  { name: "kettle", price: 4990 },
  { name: "blanket", price: 3990 },
];

/** "4 590 ₽", in English "4,590 ₽", as the articles write it. */
export function roubles(price: number): string {
  const between = language() === "en" ? "," : "\u00a0";
  return `${String(price).replace(/\B(?=(\d{3})+$)/g, between)}\u00a0₽`;
}
