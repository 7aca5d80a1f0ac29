import { describe, expect, it } from "vitest";
import { anEntry } from "./testing";
import { layOut, neighbour, sectionOf, urgency } from "./sections";

const ME = "op-1";
const entriesOf = (...entries: ReturnType<typeof anEntry>[]) =>
  new Map(entries.map((entry) => [entry.conversation, entry]));
const names = (entries: readonly { conversation: string }[]): string[] =>
  entries.map(({ conversation }) => conversation);

describe("sections of the desk", () => {
  it("show who waits longest first", () => {
    const late = anEntry({ conversation: "late", status: "queued", queued_at: "2026-01-01T10:00:00Z" });
    const fresh = anEntry({ conversation: "fresh", status: "queued", queued_at: "2026-01-01T10:05:00Z" });
    expect(names(layOut(entriesOf(fresh, late), ME, "all").waiting)).toEqual(["late", "fresh"]);
  });

  it("put customers who wait for my word above those who have had it", () => {
    const mine = { status: "assigned", operator_id: ME } as const;
    const answered = anEntry({
      ...mine,
      conversation: "answered",
      last_who: "operator",
      last_at: "2026-01-01T10:09:00Z",
    });
    const waits = anEntry({ ...mine, conversation: "waits", last_who: "customer", last_at: "2026-01-01T10:05:00Z" });
    const waitsLonger = anEntry({
      ...mine,
      conversation: "longer",
      last_who: "customer",
      last_at: "2026-01-01T10:01:00Z",
    });
    expect(names(layOut(entriesOf(answered, waits, waitsLonger), ME, "all").mine)).toEqual([
      "longer",
      "waits",
      "answered",
    ]);
  });

  it("keep an open callback out of the assistant's list and of the resolved ones", () => {
    expect(sectionOf(anEntry({ status: "bot", callback: true }), ME)).toBe("callbacks");
    expect(sectionOf(anEntry({ status: "resolved", callback: true }), ME)).toBe("callbacks");
    expect(sectionOf(anEntry({ status: "queued", callback: true }), ME)).toBe("waiting");
  });

  it("leave out visits in which nobody has said a word", () => {
    const visits = entriesOf(
      anEntry({ conversation: "empty", last_who: "" }),
      anEntry({ conversation: "asked", last_who: "customer" }),
    );
    expect(names(layOut(visits, ME, "all").bot)).toEqual(["asked"]);
  });

  it("tell mine from a colleague's", () => {
    expect(sectionOf(anEntry({ status: "assigned", operator_id: ME }), ME)).toBe("mine");
    expect(sectionOf(anEntry({ status: "assigned", operator_id: "op-2" }), ME)).toBe("others");
  });

  it("show one language alone when asked", () => {
    const both = entriesOf(anEntry({ conversation: "ru", lang: "ru" }), anEntry({ conversation: "en", lang: "en" }));
    expect(names(layOut(both, ME, "en").bot)).toEqual(["en"]);
  });
});

describe("moving by keys", () => {
  it("stops at the ends and starts from either side", () => {
    expect(neighbour(["a", "b"], "b", 1)).toBe("b");
    expect(neighbour(["a", "b"], "a", -1)).toBe("a");
    expect(neighbour(["a", "b"], null, 1)).toBe("a");
    expect(neighbour(["a", "b"], "gone", -1)).toBe("b");
    expect(neighbour([], null, 1)).toBeNull();
  });
});

it("a wait is late from the norm of a minute on", () => {
  expect([29, 30, 59, 60].map(urgency)).toEqual(["calm", "soon", "soon", "late"]);
});
