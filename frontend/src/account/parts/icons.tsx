// Small line icons of the operators' pages: drawn here, 20 × 20, in the colour of the text beside them.
import type { VNode } from "preact";

const PATHS = {
  back: "M12.5 4.5 7 10l5.5 5.5",
  bell: "M5.5 8.5a4.5 4.5 0 0 1 9 0c0 4 1.5 5 1.5 5H4s1.5-1 1.5-5M8.3 16.2a1.8 1.8 0 0 0 3.4 0",
  bellOff: "M5.5 8.5a4.5 4.5 0 0 1 9 0c0 4 1.5 5 1.5 5H4s1.5-1 1.5-5M8.3 16.2a1.8 1.8 0 0 0 3.4 0M3.5 3.5l13 13",
  check: "M4.5 10.5 8.5 14.5 15.5 6",
  checks: "M2.5 10.5 6 14l6.5-7.5M9.5 13l1 1L17.5 6.5",
  chevron: "M6 8l4 4 4-4",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 6.2V10l2.6 1.8",
  close: "M5.5 5.5l9 9M14.5 5.5l-9 9",
  details: "M3.5 4.5h13v11h-13zM12 4.5v11",
  down: "M10 4v11.5M5 10.8 10 15.8l5-5",
  dots: "M4.6 10h.01M10 10h.01M15.4 10h.01",
  eye: "M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5M10 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4",
  eyeOff: "M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5M3.5 16.5l13-13",
  info: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 9.4v4M10 6.6h.01",
  keys: "M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6 11.7h8",
  lock: "M5 9h10v7H5zM7.3 9V6.6a2.7 2.7 0 0 1 5.4 0V9",
  phone: "M6.5 3.5 4 4.5c0 6.5 5 11.5 11.5 11.5l1-2.7-3.3-1.8-1.6 1.5c-2-1-3.3-2.3-4.2-4.2l1.5-1.6z",
  plus: "M10 4.5v11M4.5 10h11",
  reply: "M8 5 3.5 9.5 8 14M3.5 9.5H12a4.5 4.5 0 0 1 4.5 4.5v1",
  search: "M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4M12.7 12.7l3.8 3.8",
  send: "M3.5 10 16.5 4l-4 12.5-3-5.2zM9.5 11.3 16.5 4",
  spark: "M10 3.5l1.5 4.7 4.7 1.5-4.7 1.6L10 16l-1.5-4.7-4.7-1.6 4.7-1.5z",
  thumbDown:
    "M6.5 4.5v7M6.5 11.5l3 4.5c1.3 0 1.8-.8 1.8-1.8V12h3.5a1.5 1.5 0 0 0 1.4-1.9l-1-4.3a1.5 1.5 0 0 0-1.5-1.3H6.5M3.5 4.5h3",
  thumbUp:
    "M6.5 15.5v-7M6.5 8.5l3-4.5c1.3 0 1.8.8 1.8 1.8V8h3.5a1.5 1.5 0 0 1 1.4 1.9l-1 4.3a1.5 1.5 0 0 1-1.5 1.3H6.5M3.5 15.5h3",
  warning: "M10 3.5 17.5 16h-15zM10 8.2v3.5M10 13.8h.01",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }): VNode {
  return (
    <svg class="symbol" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.6"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

/** The product's mark: two leaves held together. */
export function Mark(): VNode {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path
        d="M12 20.5C5.5 17 3.5 12.5 4 6.5c4.5 0 7.3 2.2 8 6.5.7-4.3 3.5-6.5 8-6.5.5 6-1.5 10.5-8 14z"
        fill="currentColor"
      />
      <path d="M12 20.5V13" stroke="var(--surface)" stroke-width="1.4" fill="none" stroke-linecap="round" />
    </svg>
  );
}
