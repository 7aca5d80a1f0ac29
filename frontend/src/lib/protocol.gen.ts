// Generated from docs/protocol.schema.json by `npm run types`; never edited by hand.

/**
 * Payloads (`d`) of support.v1 by frame type.
 */
export interface Protocol {
  customer: {
    hello: Hello;
    "msg.send": MessageSend;
    "human.request": HumanRequest;
    "queue.leave": QueueLeave;
    "contact.leave": ContactLeave;
    choice: Choice;
    "change.confirm": ChangeConfirm;
    "change.decline": ChangeDecline;
    "rate.answer": RateAnswer;
    "csat.submit": CsatSubmit;
    "conv.end": ConversationEnd;
    "stream.stop": StreamStop;
    typing: TypingOn;
    read: Read;
    resync: Resync;
    pong: Pong;
  };
  operator: {
    hello: Hello;
    "op.status": OperatorStatus;
    watch: Watch;
    unwatch: Unwatch;
    "msg.send": MessageSend;
    "conv.take": Take;
    "conv.transfer": Transfer;
    "conv.release": Release;
    "conv.return": Return;
    "conv.close": Close;
    "callback.done": CallbackFinish;
    "draft.request": DraftRequest;
    "feedback.escalation": EscalationFeedback;
    typing: TypingOn;
    read: Read;
    resync: Resync;
    pong: Pong;
  };
  server: {
    welcome: Welcome;
    ack: Ack;
    reset: Reset;
    "stream.begin": StreamPiece;
    "stream.delta": StreamPiece;
    "stream.snapshot": StreamPiece;
    "stream.end": StreamEnd;
    "stream.abort": StreamAbort;
    queue: Queue;
    typing: TypingView;
    read: ReadView;
    ping: Ping;
    drain: Drain;
    draft: Draft;
    error: ErrorFrame;
  };
  ev: EventFrame;
}
/**
 * First frame, within 5 s. A customer brings a single-use `ticket`, an operator the session's `csrf`.
 */
export interface Hello {
  v?: number[];
  ticket?: string;
  csrf?: string;
  lang?: "ru" | "en";
  streams?: {
    [k: string]: Position;
  };
}
/**
 * How far a reader is in a stream: the last `seq` applied, in epoch `ep`.
 */
export interface Position {
  seq?: number;
  ep?: string;
}
/**
 * A message. An operator adds `av` on a `conv:` stream; on a `note:` stream it is an internal note.
 */
export interface MessageSend {
  s: string;
  cid: string;
  text: string;
  av?: number | null;
}
/**
 * A person, please; granted from every status.
 */
export interface HumanRequest {
  s: string;
  cid: string;
  reason?: string;
}
/**
 * No longer wait for a person: the assistant continues.
 */
export interface QueueLeave {
  s: string;
  cid: string;
}
/**
 * Call me back: an e-mail or a phone, and what about.
 */
export interface ContactLeave {
  s: string;
  cid: string;
  email?: string;
  phone?: string;
  about?: string;
}
/**
 * The answer to an offer of a person.
 */
export interface Choice {
  s: string;
  cid: string;
  offer_id: string;
  value: "accept" | "decline";
}
/**
 * Make the proposed change: `token` is what its card carries, bound to that change and no other.
 */
export interface ChangeConfirm {
  s: string;
  cid: string;
  proposal: string;
  token: string;
}
/**
 * Not the proposed change, thank you.
 */
export interface ChangeDecline {
  s: string;
  cid: string;
  proposal: string;
}
/**
 * Thumbs up (1) or down (-1) on the assistant's message `seq`.
 */
export interface RateAnswer {
  s: string;
  cid: string;
  seq: number;
  value: 1 | -1;
}
/**
 * The customer's rating of the conversation, 1 (bad) to 5 (good).
 */
export interface CsatSubmit {
  s: string;
  cid: string;
  score: number;
  text?: string;
}
/**
 * The customer ends the conversation: was it solved?
 */
export interface ConversationEnd {
  s: string;
  cid: string;
  outcome: "solved" | "not_solved";
}
/**
 * Stop writing the reply to `turn`.
 */
export interface StreamStop {
  s: string;
  turn: number;
}
/**
 * The sender is writing, or not any more; at most one every two seconds.
 */
export interface TypingOn {
  s: string;
  on: boolean;
}
/**
 * The sender has seen everything up to `seq`.
 */
export interface Read {
  s: string;
  seq: number;
}
/**
 * Send everything after `seq` again.
 */
export interface Resync {
  s: string;
  seq: number;
  ep?: string;
}
/**
 * The answer to ping `n`.
 */
export interface Pong {
  n: number;
}
/**
 * Presence: only `online` takes new conversations.
 */
export interface OperatorStatus {
  status: "online" | "away" | "offline";
}
/**
 * Start (or stop) receiving a stream, from a position.
 */
export interface Watch {
  s: string;
  seq?: number;
  ep?: string;
}
/**
 * Stop receiving a stream.
 */
export interface Unwatch {
  s: string;
}
/**
 * Claim the conversation, from the queue or from the assistant.
 */
export interface Take {
  s: string;
}
/**
 * Pass the conversation to a colleague.
 */
export interface Transfer {
  s: string;
  av: number;
  to: string;
}
/**
 * Give the conversation back to the queue.
 */
export interface Release {
  s: string;
  av: number;
}
/**
 * Hand the conversation back to the assistant.
 */
export interface Return {
  s: string;
  av: number;
}
/**
 * End the conversation with an outcome.
 */
export interface Close {
  s: string;
  av: number;
  outcome: "solved" | "not_solved" | "no_reply" | "spam";
}
/**
 * The customer was called back.
 */
export interface CallbackFinish {
  s: string;
}
/**
 * Suggest a reply; it is never sent by itself.
 */
export interface DraftRequest {
  s: string;
}
/**
 * Marks the newest call for a person as not needed; `needed` true takes the mark back.
 *
 * `call` is the seq of the message that the operator saw it with; 0 stands for the newest call, whichever it
 * is. Refused with `nothing_to_judge` when the customer asked for a person, or a newer call came.
 */
export interface EscalationFeedback {
  s: string;
  needed: boolean;
  call?: number;
}
/**
 * The answer to `hello`; replays follow.
 */
export interface Welcome {
  conn: string;
  ping_ms: number;
  limits: Limits;
  streams: {
    [k: string]: Head;
  };
  disclosure: Disclosure | null;
  customer: CustomerCard | null;
  me: Me | null;
  colleagues: Me[];
}
/**
 * What the server accepts.
 */
export interface Limits {
  text: number;
  frame: number;
  messages_per_10s: number;
}
/**
 * Where a stream ends now.
 */
export interface Head {
  head: number;
  ep: string;
}
/**
 * The first thing that a customer sees: an AI answers here, a person is one press away.
 */
export interface Disclosure {
  text: string;
  lang: "ru" | "en";
}
/**
 * The customer as the server knows them; `verified` until the proof of identity expires.
 */
export interface CustomerCard {
  verified: boolean;
}
/**
 * The signed-in operator.
 */
export interface Me {
  id: string;
  name: string;
  role: string;
  status: "online" | "away" | "offline";
}
/**
 * Committed: `cid` now stands at `seq` of `s` (0 when nothing had to change).
 */
export interface Ack {
  cid: string;
  s: string;
  seq: number;
  ts: string;
}
/**
 * Forget what you had of this stream: these are its newest events, up to `head`.
 *
 * What does not fit into one frame goes on in the next: a reset that `adds` keeps what you have. `more`
 * says that there are events before the first one.
 */
export interface Reset {
  s: string;
  ep: string;
  head: number;
  events: EventFrame[];
  more: boolean;
  adds: boolean;
}
/**
 * A numbered event inside `reset` and long-poll answers.
 */
export interface EventFrame {
  seq: number;
  ts: string;
  d:
    | StartedView
    | DisclosedView
    | MessageView
    | StoppedView
    | StatusView
    | OfferView
    | OfferAnsweredView
    | RatedView
    | CsatView
    | ContactView
    | CallbackDoneView
    | VerifiedView
    | ChangeView
    | PacketView
    | NoteView
    | JudgedView
    | DeskEntryView;
}
/**
 * The conversation began.
 */
export interface StartedView {
  k: "started";
  lang: "ru" | "en";
}
/**
 * The customer was told that an AI answers and that a person can be asked for.
 */
export interface DisclosedView {
  k: "disclosed";
  lang: "ru" | "en";
}
/**
 * Something said. `who` never changes; `ai` is true for the assistant and for nobody else.
 */
export interface MessageView {
  k: "message";
  who: "customer" | "assistant" | "operator";
  ai: boolean;
  name: string;
  text: string;
  lang: ("ru" | "en") | null;
  cid: string | null;
  turn: number | null;
  kind: string;
  cites: CitationView[];
  cards: OrderCardView[];
  quick_replies: string[];
  change: ChangeCardView | null;
  form: "" | "identity" | "email" | "code" | "address";
  simplified: boolean;
  why: WhyView | null;
}
/**
 * A pointer to an article that carries the reply; `quote` is the part it rests on.
 */
export interface CitationView {
  article: string;
  passage: string;
  lang: "ru" | "en";
  title: string;
  quote: string;
}
/**
 * An order, every word in the customer's language; `status` is a stable code, `status_text` its words.
 */
export interface OrderCardView {
  order: string;
  status: string;
  status_text: string;
  lines: CardLineView[];
  total: string;
  expected: string;
  tracking: string;
  note: string;
}
/**
 * One item of an order.
 */
export interface CardLineView {
  name: string;
  quantity: number;
  amount: string;
}
/**
 * A proposed change, every word in the customer's language.
 *
 * `change.confirm` with `proposal` and `token` makes it, once, until `until`; `change.decline` drops it.
 * Only its customer gets the token.
 */
export interface ChangeCardView {
  proposal: string;
  token: string;
  deed: string;
  title: string;
  button: string;
  lines: CardLineView[];
  facts: FactView[];
  until: string;
}
/**
 * One line of a change's card.
 */
export interface FactView {
  label: string;
  value: string;
}
/**
 * Why the assistant offered or called a person; operators only.
 *
 * `weight` is the figure of the signal `ground`, `limit` the number it had to reach, `evidence` the
 * customer's telling words. `judged` is false when the customer asked for a person: that cannot be marked.
 */
export interface WhyView {
  action: "offer" | "escalate";
  reason: string;
  topic: string;
  ground: string;
  weight: number;
  limit: number;
  evidence: string[];
  judged: boolean;
}
/**
 * The customer stopped the reply to `turn`.
 */
export interface StoppedView {
  k: "stopped";
  turn: number;
}
/**
 * The conversation moved to `status`; `cause` says how. `reason` is for operators only.
 */
export interface StatusView {
  k: "status";
  status: "bot" | "queued" | "assigned" | "resolved";
  cause:
    | "handoff_requested"
    | "handoff_cancelled"
    | "operator_assigned"
    | "operator_released"
    | "returned_to_assistant"
    | "resolved";
  reason: string;
  operator_id: string;
  operator_name: string;
  av: number;
  outcome: string;
  by: string;
}
/**
 * The assistant offers a person.
 */
export interface OfferView {
  k: "offer";
  offer_id: string;
}
/**
 * The offer was accepted or declined.
 */
export interface OfferAnsweredView {
  k: "offer_answered";
  offer_id: string;
  accepted: boolean;
}
/**
 * Thumbs on the assistant's message `seq`.
 */
export interface RatedView {
  k: "rated";
  seq: number;
  value: number;
}
/**
 * The customer rated the conversation.
 */
export interface CsatView {
  k: "csat";
  score: number;
  text: string;
}
/**
 * The customer left a contact for a callback.
 */
export interface ContactView {
  k: "contact";
  email: string;
  phone: string;
  about: string;
}
/**
 * The callback was made.
 */
export interface CallbackDoneView {
  k: "callback_done";
}
/**
 * The customer proved who they are.
 */
export interface VerifiedView {
  k: "verified";
  until: string;
}
/**
 * What became of a proposed change: `text` and `card` come from the order system.
 */
export interface ChangeView {
  k: "change";
  proposal: string;
  state: "confirmed" | "declined" | "done" | "refused" | "unclear";
  text: string;
  lang: ("ru" | "en") | null;
  card: OrderCardView | null;
}
/**
 * The handoff packet; operators only.
 */
export interface PacketView {
  k: "packet";
  reason: string;
  lang: "ru" | "en";
  summary: string;
  question: string;
  tried: TriedView[];
  identity: string;
  orders: string[];
  mood: number[];
  evidence: string[];
  suggested_reply: string;
  suggested_cites: CitationView[];
}
/**
 * What the assistant already said to one question.
 */
export interface TriedView {
  question: string;
  reply: string;
  kind: string;
  cited: string[];
}
/**
 * An internal note; operators only.
 */
export interface NoteView {
  k: "note";
  name: string;
  text: string;
  cid: string;
}
/**
 * An operator marked the call at seq `call` as not needed, or took that back; operators only.
 */
export interface JudgedView {
  k: "judged";
  needed: boolean;
  call: number;
  name: string;
}
/**
 * One line of the operators' inbox; the newest entry of a conversation replaces the older ones.
 */
export interface DeskEntryView {
  k: "entry";
  conversation: string;
  status: "bot" | "queued" | "assigned" | "resolved";
  reason: string;
  lang: "ru" | "en";
  queued_at: string | null;
  operator_id: string;
  operator_name: string;
  av: number;
  last_text: string;
  last_who: string;
  last_at: string | null;
  head: number;
  verified: boolean;
  callback: boolean;
  contact: string;
}
/**
 * A piece of a reply that is being written; `off` is the character offset of `text`. Never numbered.
 */
export interface StreamPiece {
  s: string;
  turn: number;
  text: string;
  off: number;
}
/**
 * The reply to `turn` is complete and stands at `seq`.
 */
export interface StreamEnd {
  s: string;
  turn: number;
  seq: number;
}
/**
 * The reply to `turn` will not be finished; forget its pieces.
 */
export interface StreamAbort {
  s: string;
  turn: number;
}
/**
 * Where the customer stands: position from 1, a range of seconds (None when not known), people online.
 */
export interface Queue {
  s: string;
  pos: number;
  eta_lo_s: number | null;
  eta_hi_s: number | null;
  online: number;
}
/**
 * Somebody on the other side is writing.
 */
export interface TypingView {
  s: string;
  on: boolean;
  who: "customer" | "assistant" | "operator";
  name: string;
}
/**
 * The other side has seen everything up to `seq`.
 */
export interface ReadView {
  s: string;
  seq: number;
  who: "customer" | "operator";
}
/**
 * Heartbeat number `n` with the head of every stream, so that a silent gap is noticed.
 */
export interface Ping {
  n: number;
  heads: {
    [k: string]: number;
  };
}
/**
 * The server stops: come back in so many milliseconds.
 */
export interface Drain {
  reconnect_in_ms: number;
}
/**
 * A suggested reply for the operator.
 */
export interface Draft {
  s: string;
  text: string;
  cites: string[];
}
/**
 * What went wrong, by a stable `code`, with words in the reader's language.
 */
export interface ErrorFrame {
  code: string;
  message: string;
  retryable: boolean;
  retry_after_ms: number | null;
  cid: string | null;
  field: string | null;
}
