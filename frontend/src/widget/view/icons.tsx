// The widget's drawings: 20 × 20, drawn with the current colour, silent for screen readers.
import type { ComponentChildren, VNode } from "preact";

function Icon({ children, size = 20 }: { children: ComponentChildren; size?: number }): VNode {
  return (
    <svg
      width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6"
      stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"
    >
      {children}
    </svg>
  );
}

export const Sparkle = ({ size = 14 }: { size?: number }): VNode => (
  <Icon size={size}>
    <path d="M10 2.5 11.7 8.3 17.5 10 11.7 11.7 10 17.5 8.3 11.7 2.5 10 8.3 8.3Z" fill="currentColor" stroke="none" />
  </Icon>
);
export const Person = ({ size = 18 }: { size?: number }): VNode => (
  <Icon size={size}><circle cx="10" cy="6.5" r="3.2" /><path d="M3.8 17c.6-3.4 3-5 6.2-5s5.6 1.6 6.2 5" /></Icon>
);
export const Close = (): VNode => <Icon><path d="m5 5 10 10M15 5 5 15" /></Icon>;
export const Back = (): VNode => <Icon><path d="M12.5 4 6.5 10l6 6" /></Icon>;
export const Send = (): VNode => <Icon><path d="M10 16V4.5M4.8 9.4 10 4.2l5.2 5.2" stroke-width="2" /></Icon>;
export const Stop = (): VNode => <Icon size={14}><rect x="4" y="4" width="12" height="12" rx="2" fill="currentColor" stroke="none" /></Icon>;
export const Dots = (): VNode => (
  <Icon><g fill="currentColor" stroke="none"><circle cx="4.5" cy="10" r="1.6" /><circle cx="10" cy="10" r="1.6" /><circle cx="15.5" cy="10" r="1.6" /></g></Icon>
);
export const Page = ({ size = 15 }: { size?: number }): VNode => (
  <Icon size={size}><path d="M5 2.8h6.5L15.5 7v10.2H5Z" /><path d="M11.2 3v4.2h4.1M7.6 10.6h5M7.6 13.6h5" /></Icon>
);
export const ThumbUp = (): VNode => (
  <Icon size={16}><path d="M6.5 9 9.6 3c1.2 0 2 .8 2 2v3h3.6c1 0 1.7.9 1.5 1.9l-1 4.8c-.2.8-.8 1.3-1.6 1.3H6.5ZM6.5 9H3.4v7h3.1" /></Icon>
);
export const ThumbDown = (): VNode => (
  <Icon size={16}><path d="M13.5 11 10.4 17c-1.2 0-2-.8-2-2v-3H4.8c-1 0-1.7-.9-1.5-1.9l1-4.8C4.5 4.5 5.1 4 5.9 4h7.6ZM13.5 11h3.1V4h-3.1" /></Icon>
);
export const Parcel = (): VNode => (
  <Icon size={18}><path d="m3 6.5 7-3.6 7 3.6v7.2l-7 3.6-7-3.6Z" /><path d="m3 6.5 7 3.6 7-3.6M10 10.1v7.2M6.5 4.7l7 3.6" /></Icon>
);
export const Clock = (): VNode => <Icon size={14}><circle cx="10" cy="10" r="7" /><path d="M10 6v4.3l2.8 1.7" /></Icon>;
export const Warning = (): VNode => <Icon size={16}><circle cx="10" cy="10" r="7.5" /><path d="M10 6v4.6M10 13.7v.1" stroke-width="2" /></Icon>;
export const Check = (): VNode => <Icon size={16}><path d="m4.5 10.5 3.7 3.7 7.3-8" /></Icon>;
export const Stopped = (): VNode => <Icon size={16}><circle cx="10" cy="10" r="7.5" /><path d="m4.8 15.2 10.4-10.4" /></Icon>;
export const Crossed = (): VNode => <Icon size={16}><path d="m5 5 10 10M15 5 5 15" /></Icon>;
export const Letter = (): VNode => <Icon size={18}><rect x="2.8" y="4.5" width="14.4" height="11" rx="1.6" /><path d="m3.4 5.6 6.6 5 6.6-5" /></Icon>;
export const Pen = (): VNode => <Icon size={18}><path d="M4 16l.8-3.6L13 4.2a1.4 1.4 0 0 1 2 0l.8.8a1.4 1.4 0 0 1 0 2L7.6 15.2Z" /><path d="m11.6 5.6 2.8 2.8" /></Icon>;
export const Down = (): VNode => <Icon size={16}><path d="M10 4v11.5M5 10.5l5 5 5-5" /></Icon>;
export const Search = (): VNode => <Icon size={18}><circle cx="9" cy="9" r="5.5" /><path d="m13.2 13.2 3.6 3.6" /></Icon>;
export const Star = ({ isFull }: { isFull: boolean }): VNode => (
  <Icon size={28}>
    <path
      d="m10 2.8 2.2 4.6 5 .7-3.6 3.5.9 5-4.5-2.4-4.5 2.4.9-5-3.6-3.5 5-.7Z"
      fill={isFull ? "currentColor" : "none"} stroke-width="1.2"
    />
  </Icon>
);
