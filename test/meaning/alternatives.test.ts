/** Rules under conditions, chosen at once or one after another: the same diagram, whatever their order. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { FALSE, TRUE, type Diagram } from "../../src/bdd/bdd.ts";
import { chooseInTurn, lowerAlternatives } from "../../src/meaning/alternatives.ts";
import { lowerExpr, type Meaning } from "../../src/meaning/lower.ts";
import type { Expr } from "../../src/model/model.ts";
import { analyzeText } from "../harness/random-compiled.ts";

const CONDITIONS = [
  ...["e == x", "e == y", "e in (x z)", "e in (y z w)", "e != w"],
  ...["d == one", "d == two", "f", "!f", "f & e == x", "guest.D"],
];

/** The conditions, in a program that applies each of them to a bit of its own. */
function conditionsIn(): { readonly meaning: Meaning; readonly conditions: readonly Expr[] } {
  const rules = CONDITIONS.map((condition, bit) => `when ${condition} { ONLY[${bit}] = all }`);
  const { model, meaning } = analyzeText(`
layout tiny { word ONLY { 29 A  30 B  31 D } }
input host: tiny
input guest: tiny
flag f
enum e: x y z w
enum d: one two
caps c: tiny {
  default = none
  ${rules.join("\n  ")}
}
`);
  const [set] = model.sets;
  const conditions = CONDITIONS.map(
    (_, bit) => set?.bits[bit]?.conditional[0]?.condition ?? expect.fail("a condition"),
  );
  return { meaning, conditions };
}

test("a bit is the disjunction of the rules that apply, or the default if none does", () => {
  const { meaning, conditions } = conditionsIn();
  const { bdd, atoms } = meaning;
  const lower = (condition: Expr): Diagram => lowerExpr(bdd, atoms, condition, undefined);
  const { choose } = atoms;
  if (choose === undefined) throw new Error("values can be chosen at once");
  // Values that nothing else depends on.
  const values = Array.from({ length: 5 }, (_, each) => bdd.variable(10_000 + each));
  const otherwise = bdd.variable(20_000);
  const picked = fc.array(
    fc.record({ condition: fc.constantFrom(...conditions), value: fc.constantFrom(...values) }),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(picked, (rules) => {
      const lowered = (ordered: typeof rules, way: typeof choose): Diagram =>
        lowerAlternatives(bdd, {
          alternatives: ordered.map(({ condition, value }) => ({ condition, given: () => value })),
          otherwise: () => otherwise,
          condition: lower,
          choose: way,
        });
      // (c1 & v1 | c2 & v2 | …) | !(c1 | c2 | …) & otherwise
      const given = rules
        .map(({ condition, value }) => bdd.and(lower(condition), value))
        .reduce((any, each) => bdd.or(any, each), FALSE);
      const none = rules
        .map(({ condition }) => bdd.not(lower(condition)))
        .reduce((all, each) => bdd.and(all, each), TRUE);
      const right = bdd.or(given, bdd.and(none, otherwise));
      const inTurn = chooseInTurn(bdd, atoms.enumIn);
      for (const ordered of [rules, rules.toReversed()]) {
        expect(lowered(ordered, choose)).toBe(right);
        expect(lowered(ordered, inTurn)).toBe(right);
      }
    }),
  );
});

/** Plans number their atoms as they meet them, so the order in which they are met must not be that of rules. */
test("values are asked for in the order of the enumeration, whatever the order of the rules", () => {
  const { meaning, conditions } = conditionsIn();
  const { bdd } = meaning;
  const chosen = ["e == y", "e in (x z)"].map((text) => conditions[CONDITIONS.indexOf(text)]);
  const cases = chosen.flatMap((condition, at) =>
    condition?.kind === "enum"
      ? [{ values: condition.values, given: () => bdd.variable(10_000 + at) }]
      : [],
  );
  const [first] = chosen;
  if (first?.kind !== "enum") throw new Error("it names values");
  for (const ordered of [cases, cases.toReversed()]) {
    const asked: string[] = [];
    const inTurn = chooseInTurn(bdd, (enumeration, values) => {
      asked.push(values.map((value) => enumeration.values[value]).join(" "));
      return meaning.atoms.enumIn(enumeration, values);
    });
    inTurn(first.enumeration, ordered, () => FALSE);
    expect(asked).toEqual(["x z", "y"]);
  }
});
