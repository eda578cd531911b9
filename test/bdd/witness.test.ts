/** The cheapest assignment against hand calculation, where costs differ and where they do not. */

import { expect, test } from "vitest";

import { Bdd, FALSE, TRUE } from "../../src/bdd/bdd.ts";
import { cheapestAssignment, type CostOf } from "../../src/bdd/witness.ts";

const perTrueVariable: CostOf = (_, value) => Number(value);

test("nothing satisfies a contradiction; a tautology asks for nothing", () => {
  const bdd = new Bdd();
  expect(cheapestAssignment(bdd, FALSE, perTrueVariable)).toBeUndefined();
  expect(cheapestAssignment(bdd, TRUE, perTrueVariable)).toEqual({ values: new Map(), cost: 0 });
});

test("among equals earlier variables are left false", () => {
  const bdd = new Bdd();
  const either = bdd.or(bdd.variable(0), bdd.variable(1));
  expect(cheapestAssignment(bdd, either, perTrueVariable)).toEqual({
    values: new Map([
      [0, false],
      [1, true],
    ]),
    cost: 1,
  });
});

test("a value may cost whatever it does, false as well as true", () => {
  const bdd = new Bdd();
  const either = bdd.or(bdd.variable(0), bdd.variable(1));
  const costs: CostOf = (variable, value) => (variable === 0 ? (value ? 3 : 1) : value ? 5 : 0);
  expect(cheapestAssignment(bdd, either, costs)).toEqual({ values: new Map([[0, true]]), cost: 3 });
  const cheapSecond: CostOf = (variable, value) =>
    variable === 0 ? (value ? 3 : 0) : Number(value);
  expect(cheapestAssignment(bdd, either, cheapSecond)).toEqual({
    values: new Map([
      [0, false],
      [1, true],
    ]),
    cost: 1,
  });
});
