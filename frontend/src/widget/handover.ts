// When the browser changes hands: sign-outs and other customers' tokens end with an empty widget that starts anew.
import type { Host, PageSays } from "./host";
import { forgetCustomer, forgetWords, SECRET, SIGNED_IN, type Shelves } from "./shelves";

/** True when the page has signed its customer out, in words or by having nobody where somebody was verified. */
export function isSignedOut({ token, forget }: PageSays, { local }: Shelves): boolean {
  return forget || (token === "" && local.getItem(SIGNED_IN) !== null);
}

/** Forgets the customer before anything is shown. */
export function leave(host: Host, shelves: Shelves): void {
  forgetCustomer(shelves);
  host.tell({ type: "forgotten" });
}

/** The same for a widget that shows them already: whatever it holds in memory goes with the page. */
export function leaveAndBegin(host: Host, shelves: Shelves): Promise<never> {
  leave(host, shelves);
  return beginAgain(host, true);
}

/** The shelves hold another customer's secret already; unsent words are not theirs. */
export function handOver(host: Host, shelves: Shelves, keepsToken: boolean): Promise<never> {
  forgetWords(shelves);
  return beginAgain(host, keepsToken);
}

/** Another tab gave the browser to another customer: this page's token is the last one's. */
export function watchOtherTabs(host: Host, shelves: Shelves): void {
  window.addEventListener("storage", ({ key, oldValue, newValue }) => {
    if (key === SECRET && oldValue !== null && oldValue !== newValue) void handOver(host, shelves, false);
  });
}

function beginAgain(host: Host, keepsToken: boolean): Promise<never> {
  host.tell({ type: "again", keepsToken });
  window.location.reload();
  return new Promise(() => undefined);
}
