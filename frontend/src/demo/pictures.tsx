// The demo shop's drawings: flat shapes in a few quiet colours, one for each good, and the clover of its sign.
import type { VNode } from "preact";
import type { Good } from "./goods";

const INK = "#33473d";
const LEAF = "#2f7d5b";

const Satin = (): VNode => (
  <g>
    <rect x="30" y="84" width="140" height="52" rx="10" fill="#4d6fa3" />
    <path d="M30 112c24-10 46 8 70 0s46-8 70 2v14a8 8 0 0 1-8 8H38a8 8 0 0 1-8-8Z" fill="#6d8dbd" />
    <rect x="40" y="62" width="54" height="32" rx="14" fill="#dfe8f5" />
    <rect x="106" y="62" width="54" height="32" rx="14" fill="#c9d7ec" />
    <path d="M30 100h140" stroke="#3c5a88" stroke-width="3" />
  </g>
);
const Ray = (): VNode => (
  <g>
    <path d="M70 78 44 136h112l-26-58Z" fill="#f6dfa4" opacity=".55" />
    <path d="M100 18v34" stroke={INK} stroke-width="4" />
    <path d="M66 80c0-20 15-30 34-30s34 10 34 30Z" fill="#c79a3b" />
    <path d="M66 80h68" stroke="#9c7526" stroke-width="4" stroke-linecap="round" />
    <circle cx="100" cy="85" r="9" fill="#fff4d4" />
  </g>
);
const Plates = (): VNode => (
  <g>
    <ellipse cx="100" cy="126" rx="64" ry="10" fill="#d8d3c7" />
    <ellipse cx="100" cy="112" rx="64" ry="14" fill="#ffffff" stroke="#d9d4c8" stroke-width="2" />
    <ellipse cx="100" cy="100" rx="60" ry="13" fill="#ffffff" stroke="#d9d4c8" stroke-width="2" />
    <ellipse cx="100" cy="88" rx="54" ry="12" fill="#ffffff" stroke="#d9d4c8" stroke-width="2" />
    <ellipse cx="100" cy="87" rx="34" ry="6" fill="none" stroke="#a9c3b4" stroke-width="2" />
  </g>
);
const Curtains = (): VNode => (
  <g>
    <rect x="60" y="38" width="80" height="92" fill="#d9ebf2" />
    <path d="M100 38v92M60 82h80" stroke="#ffffff" stroke-width="5" />
    <path d="M34 34h132" stroke={INK} stroke-width="5" stroke-linecap="round" />
    <path d="M40 36h36c2 40-8 64-20 100H40Z" fill="#b98a72" />
    <path d="M160 36h-36c-2 40 8 64 20 100h16Z" fill="#b98a72" />
    <path d="M52 36c2 36-2 70-6 100M64 36c1 30-3 60-8 84M148 36c-2 36 2 70 6 100M136 36c-1 30 3 60 8 84" stroke="#9a6d56" stroke-width="2.5" fill="none" />
  </g>
);
const Mugs = (): VNode => (
  <g>
    <path d="M46 78h52v38a14 14 0 0 1-14 14H60a14 14 0 0 1-14-14Z" fill="#8c949a" />
    <path d="M98 88h8a11 11 0 0 1 0 24h-8" stroke="#8c949a" stroke-width="7" fill="none" />
    <path d="M112 62h44v32a12 12 0 0 1-12 12h-20a12 12 0 0 1-12-12Z" fill="#b4babd" />
    <path d="M156 70h6a9 9 0 0 1 0 20h-6" stroke="#b4babd" stroke-width="6" fill="none" />
    <path d="M46 88h52M112 71h44" stroke="#ffffff" stroke-width="3" opacity=".6" />
    <path d="M62 66c-6-8 6-12 0-20M80 66c-6-8 6-12 0-20" stroke="#c8c2b4" stroke-width="3" fill="none" stroke-linecap="round" />
  </g>
);
const Towels = (): VNode => (
  <g>
    <rect x="44" y="104" width="112" height="28" rx="12" fill="#3f7f5f" />
    <rect x="50" y="78" width="100" height="28" rx="12" fill="#6aa584" />
    <rect x="58" y="54" width="84" height="26" rx="12" fill="#a4cbb3" />
    <path d="M128 55v24M136 79v26M142 105v26" stroke="#ffffff" stroke-width="4" opacity=".7" />
  </g>
);
const Kettle = (): VNode => (
  <g>
    <path d="M66 60h60l12 66a8 8 0 0 1-8 8H62a8 8 0 0 1-8-8Z" fill="#c2483f" />
    <path d="M66 66c-16 0-24 10-26 26l22-6Z" fill="#a83a33" />
    <path d="M128 66c30-4 34 44 8 48" stroke={INK} stroke-width="8" fill="none" stroke-linecap="round" />
    <rect x="70" y="46" width="52" height="14" rx="7" fill={INK} />
    <path d="M74 74l-6 50" stroke="#e58d84" stroke-width="5" stroke-linecap="round" />
    <rect x="48" y="132" width="96" height="8" rx="4" fill={INK} />
  </g>
);
const Blanket = (): VNode => (
  <g>
    <path d="M38 62c20-10 42-10 62 0s42 10 62 0v62c-20 10-42 10-62 0s-42-10-62 0Z" fill="#9aa0a3" />
    <path d="M38 82c20-10 42-10 62 0s42 10 62 0M38 102c20-10 42-10 62 0s42 10 62 0" stroke="#c7cbcc" stroke-width="5" fill="none" />
    <path d="M42 122v14M56 117v14M70 117v14M84 120v14M100 124v14M116 129v12M132 130v12M148 128v12M160 125v12" stroke="#7f868a" stroke-width="3" stroke-linecap="round" />
  </g>
);

const PICTURES: Readonly<Record<Good["name"], () => VNode>> = {
  satin: Satin, ray: Ray, plates: Plates, curtains: Curtains, mugs: Mugs, towels: Towels, kettle: Kettle, blanket: Blanket,
};

export function Picture({ of }: { of: Good["name"] }): VNode {
  const Drawing = PICTURES[of];
  return <svg viewBox="0 0 200 160" aria-hidden="true" focusable="false"><Drawing /></svg>;
}

export function Clover({ size }: { size: number }): VNode {
  return (
    <svg width={size} height={size} viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <g fill={LEAF}>
        <path d="M20 19C14 17 10 13 12 8c2-4 7-3 8 1 1-4 6-5 8-1 2 5-2 9-8 11Z" />
        <path d="M20 19C14 17 10 13 12 8c2-4 7-3 8 1 1-4 6-5 8-1 2 5-2 9-8 11Z" transform="rotate(120 20 20)" />
        <path d="M20 19C14 17 10 13 12 8c2-4 7-3 8 1 1-4 6-5 8-1 2 5-2 9-8 11Z" transform="rotate(240 20 20)" />
      </g>
      <path d="M20 20c0 7 1 12 5 16" stroke={LEAF} stroke-width="2" fill="none" stroke-linecap="round" />
    </svg>
  );
}

export function Basket(): VNode {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" focusable="false">
      <path d="M2.5 9h17l-2 10h-13ZM7 9l3-6M15 9l-3-6" stroke={INK} stroke-width="1.8" fill="none" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

/** A corner of a room: window, bed, lamp, plant. */
export function Room(): VNode {
  return (
    <svg class="room" viewBox="0 0 520 360" aria-hidden="true" focusable="false">
      <rect width="520" height="360" fill="#e7ece4" />
      <rect y="280" width="520" height="80" fill="#d9cfbd" />
      <rect x="52" y="48" width="130" height="150" rx="6" fill="#cfe3ea" />
      <path d="M117 48v150M52 122h130" stroke="#fff" stroke-width="6" />
      <path d="M34 40h166" stroke={INK} stroke-width="6" stroke-linecap="round" />
      <path d="M38 42h40c2 60-10 110-22 176H38Z" fill="#b98a72" />
      <path d="M196 42h-40c-2 60 10 110 22 176h18Z" fill="#b98a72" />
      <path d="M356 0v64" stroke={INK} stroke-width="4" />
      <path d="M316 98c0-24 18-36 40-36s40 12 40 36Z" fill="#c79a3b" />
      <path d="M320 98 280 222h152L392 98Z" fill="#f8e6b4" opacity=".5" />
      <rect x="226" y="176" width="262" height="70" rx="14" fill="#8a6a4f" />
      <rect x="236" y="214" width="250" height="74" rx="16" fill="#f7f4ec" />
      <path d="M300 232c40-14 80 10 120 0 26-6 46-4 66 2v40a14 14 0 0 1-14 14H300Z" fill="#4d6fa3" />
      <path d="M300 252c40-12 80 8 120 0 26-6 46-4 66 0v12c-20-4-40-6-66 0-40 8-80-12-120 0Z" fill="#6d8dbd" />
      <rect x="248" y="194" width="68" height="40" rx="16" fill="#dfe8f5" />
      <path d="M238 288v22M478 288v22" stroke="#6d523c" stroke-width="8" stroke-linecap="round" />
      <path d="M120 262h52l-8 56h-36Z" fill="#b5654a" />
      <path d="M146 262c-4-34-30-40-38-56 26 2 38 18 38 56 0-44 12-60 42-66-6 26-34 34-42 66 0-30-6-50-4-78 18 18 18 48 4 78" fill={LEAF} />
    </svg>
  );
}
