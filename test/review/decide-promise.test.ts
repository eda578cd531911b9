/** A promise is asked for again, with a limit of its own, where a limit is reached. */

import { expect, test } from "vitest";

import { LimitExceeded } from "../../src/base/limit.ts";
import { Bdd } from "../../src/bdd/bdd.ts";
import { decidePromise } from "../../src/review/promises/decide-promise.ts";

/** Reaches a limit so often, then answers; counts how often it is asked. */
function reaching(times: number): { ask: () => string; asked: () => number } {
  let count = 0;
  return {
    ask: () => {
      count++;
      if (count <= times) throw new LimitExceeded(`limit ${count}`);
      return "answer";
    },
    asked: () => count,
  };
}

const otherwise = (notes: readonly string[]): string => notes.join("; ");
const ADVICE = "claim less at once, or compare some of the cases with `--assume`";

test.each([
  [0, "answer", 1],
  [1, "answer", 2],
  [2, `a limit was reached: limit 2; ${ADVICE}`, 2],
])("with a shared table and %d limits reached: %s", (times, expected, count) => {
  const { ask, asked } = reaching(times);
  expect(decidePromise(new Bdd(), ask, otherwise)).toBe(expected);
  expect(asked()).toBe(count);
});

test.each([
  [0, "answer"],
  [1, `a limit was reached: limit 1; ${ADVICE}`],
])("without one and %d limits reached: %s", (times, expected) => {
  const { ask, asked } = reaching(times);
  expect(decidePromise(undefined, ask, otherwise)).toBe(expected);
  expect(asked()).toBe(1);
});

test("a table that others have filled keeps no promise from being decided", () => {
  const bdd = new Bdd(100);
  const parity = (): number =>
    Array.from({ length: 40 }, (_, variable) => bdd.variable(variable)).reduce((one, other) =>
      bdd.xor(one, other),
    );
  expect(parity).toThrow(LimitExceeded);
  expect(decidePromise(bdd, parity, () => -1)).toBeGreaterThan(0);
});

test("what is no limit is no answer", () => {
  const ask = (): string => {
    throw new TypeError("a bug");
  };
  expect(() => decidePromise(new Bdd(), ask, otherwise)).toThrow(TypeError);
});
