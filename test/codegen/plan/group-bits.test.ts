/** The order of steps: a word is finished before the next is begun, unless it waits for other words; by hand. */

import { expect, test } from "vitest";

import { planText } from "../../harness/compile-text.ts";

/** The words of the steps with their actions, such as `P=` for an assignment. */
function stepsOf(rules: string): string {
  const program = `
layout tiny { word P { 0 A  1 B }  word Q { 0 C  1 D }  word R { 0 E  1 F } }
input host: tiny
caps c: tiny { default = host; ${rules} }
`;
  const signs = { assign: "=", merge: "|", restrict: "&" };
  return planText(program, "c")
    .steps.map(({ word, action }) => `${"PQR".charAt(word)}${signs[action]}`)
    .join(" ");
}

test.each([
  ["words by themselves, in their order", "A = none", "P= Q= R="],
  ["a word that waits for itself, at once", "A requires B; C requires D", "P= P& Q= Q& R="],
  [
    "a word whose bits wait for each other",
    "A = B & host.A; A requires B; E = F",
    "P= P| Q= R= R|",
  ],
  ["values before what is required of others", "P[2] requires B; A = B", "P= P| P& Q= R="],
  ["a word that waits for a later one", "A = C", "P= Q= R= P|"],
  ["a word that waits for an earlier one", "C = A", "P= Q= R= Q|"],
  ["a chain of words", "A = C; C = E", "P= Q= R= Q| P|"],
  ["a chain within two words", "A = C; C = B", "P= Q= R= Q| P|"],
  ["two that wait for one", "A C = E", "P= Q= R= P| Q|"],
  ["a requirement of a word that waits", "A = C; B requires A", "P= Q= R= P| P&"],
  ["a word of which all bits wait", "default P = host & Q.D", "Q= R= P="],
])("%s", (_what, rules, steps) => {
  expect(stepsOf(rules)).toBe(steps);
});
