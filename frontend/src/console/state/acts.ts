// What an operator may do with a conversation, as frames; how they travel is desk.ts.
import type { OperatorFrames } from "../../lib/frames";

export abstract class Acts {
  claim(conversation: string): void {
    this.ask("conv.take", conversation, {});
  }

  giveBack(kind: "conv.release" | "conv.return", conversation: string): void {
    this.ask(kind, conversation, { av: this.av(conversation) });
  }

  transfer(conversation: string, to: string): void {
    this.ask("conv.transfer", conversation, { av: this.av(conversation), to });
  }

  resolve(conversation: string, outcome: OperatorFrames["conv.close"]["outcome"]): void {
    this.ask("conv.close", conversation, { av: this.av(conversation), outcome });
  }

  finishCallback(conversation: string): void {
    this.ask("callback.done", conversation, {});
  }

  /** Marks the call for a person at seq `call` as not needed, or takes the mark back. */
  mark(conversation: string, call: number, isNotNeeded: boolean): void {
    this.ask("feedback.escalation", conversation, { call, needed: !isNotNeeded });
  }

  suggest(conversation: string): void {
    this.ask("draft.request", conversation, {});
  }

  typing(conversation: string, on: boolean): void {
    this.pass("typing", { s: `conv:${conversation}`, on });
  }

  read(conversation: string, seq: number): void {
    this.pass("read", { s: `conv:${conversation}`, seq });
  }

  /** Sends what is answered or refused, and says so when there is no connection. */
  protected abstract ask(kind: keyof OperatorFrames, conversation: string, d: object): void;
  /** Sends what matters only now; false without a connection. */
  protected abstract pass(kind: keyof OperatorFrames, d: object): boolean;
  /** The assignment version, the fencing token of an owner's acts. */
  protected abstract av(conversation: string): number;
}
