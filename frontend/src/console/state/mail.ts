// Messages and notes on their way to the server: kept until their event is here, marked when they were refused.
import { Outbox, type Asked } from "../../lib/link/outbox";
import type { EventView } from "../../lib/frames";
import type { Timeline } from "../../lib/timeline";

export class Mail {
  readonly outbox: Outbox;

  constructor(me: string) {
    this.outbox = new Outbox(sessionStorage, `zabota.console.outbox.${me}`);
  }

  /** What is on its way to `stream` or was refused. */
  unsent(stream: string): readonly Asked[] {
    return this.outbox.all.filter(({ frame }) => frame.d["s"] === stream);
  }

  /** An event that carries its sender's cid has arrived in its stream. */
  arrived(view: EventView): void {
    if ((view.k === "message" || view.k === "note") && view.cid) this.outbox.remove(view.cid);
  }

  /** The message stays visible until its event is here, so that nothing blinks. */
  acknowledged(cid: string, seq: number, timeline: Timeline | undefined): void {
    if (timeline === undefined || timeline.last >= seq) this.outbox.remove(cid);
  }

  /** Marks it, and says which conversation it was for; "" when it is not known here. */
  refuse(cid: string, words: string): string {
    const asked = this.outbox.all.find((one) => one.cid === cid);
    this.outbox.refuse(cid, words);
    const stream = String(asked?.frame.d["s"] ?? "");
    return stream.slice(stream.indexOf(":") + 1);
  }
}
