import { expect, it } from "vitest";
import { draftOf, isSame, NAMES, type Numbers, numberIn, numbersOf, type Policy, rowsOf } from "./model";

const numbers = Object.fromEntries(NAMES.map((name) => [name, name.endsWith("_at") ? 0.62 : 5])) as Numbers;
const bounds = Object.fromEntries(
  NAMES.map((name) => [name, name.endsWith("_at") ? { least: 0.5, most: 0.95 } : { least: 1, most: 20 }]),
) as Policy["bounds"];
const policy: Policy = { version: 0, numbers, defaults: numbers, bounds, changes: [] };

it("what stands in the fields is the numbers that are in force, to the last digit", () => {
  const draft = draftOf(numbers);
  expect([draft.anger_at, draft.turn_cap]).toEqual(["62", "5"]);
  expect(isSame(numbersOf(policy, draft)!, numbers)).toBe(true);
  for (let cent = 50; cent <= 95; cent++) {
    const drawn = draftOf({ ...numbers, anger_at: cent / 100 });
    expect(numberIn(policy, "anger_at", drawn.anger_at)).toBe(cent / 100);
  }
});

it("what is no number, or out of its bounds, is none", () => {
  for (const text of ["", "abc", "49", "96", "6.5", "-60", "1e1"]) expect(numberIn(policy, "anger_at", text)).toBeNull();
  for (const text of ["0", "21", "2,5"]) expect(numberIn(policy, "turn_cap", text)).toBeNull();
  expect(numbersOf(policy, { ...draftOf(numbers), turn_cap: "" })).toBeNull();
});

it("rows hold every part of either side, the greatest first, and add up", () => {
  const { total, parts } = rowsOf({ loop: 1, frustration: 4 }, { frustration: 2, turn_cap: 3 });
  expect(total).toEqual({ key: "total", now: 5, then: 5 });
  expect(parts.map(({ key, now, then }) => [key, now, then])).toEqual([
    ["frustration", 4, 2],
    ["turn_cap", 0, 3],
    ["loop", 1, 0],
  ]);
});
