/** A plan does not depend on which of two statements stands first. */

import { expect, test } from "vitest";

import { sortRules } from "../../../src/codegen/plan/rule-order.ts";
import { modelOf, planText, textAt } from "../../harness/compile-text.ts";
import { showPlan } from "./show-plan.ts";

function program(statements: readonly string[]): string {
  return `
layout tiny { word ONLY { 0 A  1 B  2 C  3 D  4 X } }
input host: tiny
flag f
flag g
assume !(f & g)
caps c: tiny {
  default = host
  ${statements.join("\n  ")}
}
`;
}

/** Bits at a distance are numbered when they are first met, unlike flags. */
test.each([
  ["values under conditions", "when host.C { A = host.D }", "when host.B & !host.C { A = f }"],
  ["what is added", "A also host.D & f", "A also host.B & g"],
  ["what is required", "A requires host.D | f", "A requires host.B | g"],
])("%s", (_what, ...statements) => {
  const plan = showPlan(planText(program(statements), "c"));
  expect(plan).toEqual(showPlan(planText(program(statements.toReversed()), "c")));
});

test("rules are sorted by code units, each list by itself", () => {
  const [bit] =
    modelOf(
      program([
        "when g { A = host.B }",
        "when f { A = host.C }",
        "A also host.D",
        "A also host.B",
        "A requires host.D | f",
        "A requires f",
        "A requires X | g",
      ]),
    ).sets[0]?.bits ?? [];
  if (bit === undefined) throw new Error("the set has bits");
  const { conditional, also, requires } = sortRules(bit);
  expect([conditional, also, requires].map((rules) => rules.map(textAt))).toEqual([
    ["A = host.B", "A = host.C"],
    ["A also host.B", "A also host.D"],
    // Capital letters come first, in every locale.
    ["A requires X | g", "A requires f", "A requires host.D | f"],
  ]);
});
