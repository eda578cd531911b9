/** Words that are too large to plan: the limit, and the place that is told with it. */

import { expect, test } from "vitest";

import { LimitExceeded } from "../../../src/base/limit.ts";
import { planText, textAt } from "../../harness/compile-text.ts";

/** Flags stand as they are declared, so a diagram of so many pairs remembers all subsets of their first flags. */
function pairs(count: number): string {
  const numbers = Array.from({ length: count }, (_, number) => number);
  return numbers.map((number) => `f${number} & f${number + count}`).join(" | ");
}

function program(count: number, rules: string): string {
  const flags = Array.from({ length: 2 * count }, (_, number) => `flag f${number}`);
  return `layout tiny { word FIRST { 0 A 1 B } word SECOND { 0 C } }
input host: tiny
${flags.join("\n")}
caps stage: tiny { ${rules} }
`;
}

function limitOf(rules: string): LimitExceeded {
  try {
    planText(rules, "stage");
  } catch (error) {
    if (error instanceof LimitExceeded) return error;
    throw error;
  }
  throw new Error("it is planned");
}

const HELP = "read less in the rules of this word, or compute a part of them in a set of its own";

test.each([
  ["at a rule of its own", `default = host; A = none; C = ${pairs(12)}`, "SECOND", /^C = f0/],
  ["at the first of several", `default = host; A = none; B = ${pairs(12)}`, "FIRST", /^A = none/],
  ["at the set, for a default", `default = host & (${pairs(12)}); C = none`, "FIRST", /^stage$/],
])("it is told which word takes too many operations, %s", (_where, rules, word, at) => {
  const { message, place } = limitOf(program(12, rules));
  expect(message).toBe("one word takes more than 5000 operations");
  expect([place?.what, place?.help]).toEqual([`the code for ${word} of \`stage\``, HELP]);
  expect(textAt(place ?? {})).toMatch(at);
});

test("what takes less is planned", () => {
  // 2^11 - 1 nodes tell which of the first flags are on, and as many go on from there: 4,094.
  const plan = planText(program(11, `default = host; B = ${pairs(11)}`), "stage");
  expect(plan.steps.map(({ word, action }) => [word, action])).toEqual([
    [0, "assign"],
    [1, "assign"],
  ]);
});
