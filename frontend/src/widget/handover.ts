// When the browser changes hands: sign-outs and other customers' tokens end with an empty widget that starts anew.
import type { Host, PageSays, Replaced } from "./host";
import { CONVERSATION, forgetCustomer, forgetWords, SECRET, SIGNED_IN, type Shelves } from "./shelves";

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

/**
 * Another tab has a new secret. For the conversation shown here it is the same customer's, who has signed in there;
 * otherwise the browser has another customer, and this page's token is the last one's.
 */
export function heedReplaced(host: Host, shelves: Shelves, { secret, conversation }: Replaced, shown: string | undefined): void {
  if (secret !== null && conversation === shown) shelves.local.setItem(SECRET, secret);
  else void handOver(host, shelves, false);
}

/** The same where the frame has a storage of its own. */
export function watchOtherTabs(host: Host, shelves: Shelves, shown: () => string | undefined): void {
  window.addEventListener("storage", ({ key, oldValue, newValue: secret }) => {
    if (key !== SECRET || oldValue === null || oldValue === secret) return;
    heedReplaced(host, shelves, { secret, conversation: shelves.local.getItem(CONVERSATION) }, shown());
  });
}

function beginAgain(host: Host, keepsToken: boolean): Promise<never> {
  host.tell({ type: "again", keepsToken });
  window.location.reload();
  return new Promise(() => undefined);
}
