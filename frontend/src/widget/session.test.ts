// The widget's visitor and the shop's token: what is sent, what is told to the page, when the browser changes hands.
import { afterEach, describe, expect, test, vi } from "vitest";
import { shelfOf } from "../lib/link/outbox";
import { Visitor, type Reports } from "./session";
import { SECRET, SIGNED_IN } from "./shelves";

const session = (secret: string, identity: string, identity_error = "", is_another = false): object => ({
  secret, conversation: "c1", stream: "conv:c1", identity, identity_error, is_another,
});
const refusal = (code: string): object => ({ error: { code, message: "" } });

class Another extends Error {}

/** A visitor whose server gives `answers` in turn; what it was sent and what it told are kept. */
function visitor(token: string, secret: string | null, answers: [number, object][]) {
  const shelf = shelfOf(() => { throw new Error("no storage here"); });
  if (secret !== null) shelf.setItem(SECRET, secret);
  const sent: unknown[] = [];
  const told: string[] = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    const answer = answers[sent.push(JSON.parse(body)) - 1];
    if (!answer) throw new TypeError("no network");
    return new Response(JSON.stringify(answer[1]), { status: answer[0] });
  });
  const reports: Reports = {
    onIdentity: (identity, code) => void told.push([identity, code].filter(Boolean).join(" ")),
    onAnother: () => Promise.reject(new Another()),
  };
  return { one: new Visitor(shelf, token, reports), shelf, sent, told };
}

afterEach(() => void vi.unstubAllGlobals());

describe("a visitor", () => {
  test("without a token sends none", async () => {
    const { one, sent, told } = visitor("", null, [[200, session("s1", "none")]]);
    await one.startSession("en");
    expect(sent).toEqual([{ lang: "en" }]);
    expect(told).toEqual(["none"]);
  });

  test("brings the shop's token with the secret and remembers that somebody was verified", async () => {
    const { one, shelf, sent, told } = visitor("t", "s1", [[200, session("s1", "verified")]]);
    expect((await one.startSession("ru")).secret).toBe("s1");
    expect(sent).toEqual([{ lang: "ru", secret: "s1", token: "t" }]);
    expect(told).toEqual(["verified"]);
    expect(shelf.getItem(SIGNED_IN)).not.toBeNull();
  });

  test("with a refused token has a session all the same", async () => {
    const { one, shelf, told } = visitor("t", "s1", [[200, session("s1", "refused", "identity_token_invalid")]]);
    expect((await one.startSession("ru")).secret).toBe("s1");
    expect(told).toEqual(["refused identity_token_invalid"]);
    expect(shelf.getItem(SIGNED_IN)).toBeNull();
  });

  test("gets a new secret when they sign in", async () => {
    const { one, shelf } = visitor("t", "s1", [[200, session("s2", "verified")]]);
    expect((await one.startSession("ru")).secret).toBe("s2");
    expect(shelf.getItem(SECRET)).toBe("s2");
  });

  test("whom the server takes for another customer is another one", async () => {
    const { one, shelf } = visitor("t", "s1", [[200, session("s2", "verified", "", true)]]);
    await expect(one.startSession("ru")).rejects.toThrow(Another);
    expect(shelf.getItem(SECRET)).toBe("s2");
  });

  test("whose secret is not known any more is the same customer", async () => {
    const { one, shelf } = visitor("t", "s1", [[401, refusal("unauthorized")], [200, session("s2", "verified")]]);
    expect((await one.startSession("ru")).secret).toBe("s2");
    expect(shelf.getItem(SECRET)).toBe("s2");
  });

  test("takes the secret that another tab has got meanwhile", async () => {
    const { one, shelf, sent } = visitor("", "s1", [[401, refusal("unauthorized")], [200, session("s2", "none")]]);
    const started = one.startSession("ru");
    setTimeout(() => shelf.setItem(SECRET, "s2"), 50);
    expect((await started).secret).toBe("s2");
    expect(sent[1]).toEqual({ lang: "ru", secret: "s2" });
  });
});

describe("a token in a running chat", () => {
  test("verifies, or is refused to the page alone", async () => {
    const { one, told } = visitor("", "s1", [[200, {}], [401, refusal("identity_token_invalid")]]);
    await one.identify("t", "ru");
    await one.identify("u", "ru");
    expect(told).toEqual(["verified", "refused identity_token_invalid"]);
  });

  test("of another account asks for that customer's session", async () => {
    const { one, sent } = visitor("t", "s1", [[409, refusal("other_account")], [200, session("s2", "verified", "", true)]]);
    await expect(one.identify("t", "ru")).rejects.toThrow(Another);
    expect(sent).toEqual([{ token: "t", lang: "ru" }, { lang: "ru", secret: "s1", token: "t" }]);
  });

  test("brings a new secret, for which a session waits", async () => {
    const { one, sent } = visitor("", "s1", [[200, { secret: "s2" }], [200, session("s2", "none")]]);
    const identified = one.identify("t", "ru");
    await one.startSession("ru");
    await identified;
    expect(sent[1]).toEqual({ lang: "ru", secret: "s2" });
  });

  test("on a lost network says nothing: the next session takes it along", async () => {
    const { one, told } = visitor("", "s1", []);
    await one.identify("t", "ru");
    expect(told).toEqual([]);
  });
});
