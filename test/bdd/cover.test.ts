/** Sums of products against truth tables: between their bounds, and with nothing that could be left out. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { Bdd, FALSE, TRUE, type Diagram } from "../../src/bdd/bdd.ts";
import { coverBetween, type Product } from "../../src/bdd/cover.ts";

const VARIABLES = 4;
const ROWS = 1 << VARIABLES;

/** A truth table: bit r is the value in row r, and bit v of r the value of variable v. */
const table = fc.nat(2 ** ROWS - 1);

function diagramOf(bdd: Bdd, values: number): Diagram {
  let sum: Diagram = FALSE;
  for (let row = 0; row < ROWS; row++) {
    if (((values >> row) & 1) === 0) continue;
    let product: Diagram = TRUE;
    for (let variable = 0; variable < VARIABLES; variable++) {
      const positive = bdd.variable(variable);
      const literal = ((row >> variable) & 1) === 1 ? positive : bdd.not(positive);
      product = bdd.and(product, literal);
    }
    sum = bdd.or(sum, product);
  }
  return sum;
}

function tableOf(products: readonly Product[]): number {
  let values = 0;
  for (let row = 0; row < ROWS; row++) {
    const holds = products.some((product) =>
      product.every(({ variable, isTrue }) => (((row >> variable) & 1) === 1) === isTrue),
    );
    if (holds) values |= 1 << row;
  }
  return values;
}

test("a cover lies between its bounds, and no product or literal can go", () => {
  fc.assert(
    fc.property(table, table, (one, other) => {
      const bdd = new Bdd();
      const [lower, upper] = [one & other, one | other];
      const products = coverBetween(bdd, diagramOf(bdd, lower), diagramOf(bdd, upper), 100);
      const lies = (covered: number): boolean =>
        (lower & ~covered) === 0 && (covered & ~upper) === 0;
      expect(lies(tableOf(products))).toBe(true);
      products.forEach((product, place) => {
        expect(lies(tableOf(products.toSpliced(place, 1)))).toBe(false);
        product.forEach((_, literal) => {
          const shorter = product.toSpliced(literal, 1);
          expect(lies(tableOf(products.with(place, shorter)))).toBe(false);
        });
      });
    }),
  );
});

test("literals stand in the order of the variables, products without a variable before those with it", () => {
  const bdd = new Bdd();
  const [a, b, c] = [bdd.variable(0), bdd.variable(1), bdd.variable(2)];
  const function_ = bdd.or(bdd.and(a, b), bdd.or(bdd.and(bdd.not(a), c), bdd.and(b, c)));
  const text = (products: readonly Product[]): string[] =>
    products.map((product) =>
      product.map(({ variable, isTrue }) => (isTrue ? "" : "!") + "abc".charAt(variable)).join(" "),
    );
  // `b & c` is the consensus of the others.
  expect(text(coverBetween(bdd, function_, function_, 10))).toEqual(["a b", "!a c"]);
  const majority = bdd.or(bdd.and(a, bdd.or(b, c)), bdd.and(b, c));
  expect(text(coverBetween(bdd, majority, majority, 10))).toEqual(["b c", "a c", "a b"]);
});

test("nothing takes no product, everything takes one without a literal", () => {
  const bdd = new Bdd();
  expect(coverBetween(bdd, FALSE, FALSE, 0)).toEqual([]);
  expect(coverBetween(bdd, FALSE, bdd.variable(0), 0)).toEqual([]);
  expect(coverBetween(bdd, bdd.variable(0), TRUE, 1)).toEqual([[]]);
});

/** Odd parity of n variables has no smaller sum than its 2^(n-1) rows. */
test("more products than asked for are refused, exactly as many are not", () => {
  const bdd = new Bdd();
  const odd = [0, 1, 2, 3].reduce((sum, each) => bdd.xor(sum, bdd.variable(each)), FALSE);
  expect(coverBetween(bdd, odd, odd, 8).length).toBe(8);
  expect(() => coverBetween(bdd, odd, odd, 7)).toThrow("more than 7 products");
});
