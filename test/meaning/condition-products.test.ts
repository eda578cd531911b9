/** Random sums of products: between their bounds, and with nothing that could be left out. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { FALSE, TRUE, type Diagram } from "../../src/bdd/bdd.ts";
import { LimitExceeded } from "../../src/base/limit.ts";
import { literalDiagram, literalText, negateLiteral } from "../../src/meaning/condition-literal.ts";
import { conditionProducts } from "../../src/meaning/condition-products.ts";
import type { Meaning } from "../../src/meaning/lower.ts";
import { productDiagram, type ConditionProduct } from "../../src/meaning/shorten-products.ts";
import { analyzeText } from "../harness/random-compiled.ts";

const INPUTS = `
layout tiny { leaf FIRST = 0x1 ecx { 0 A  1 B }  leaf OTHER = 0x7.0 ebx { 0 C }  word PLAIN { 0 P } }
input host: tiny
input guest: tiny
flag f
enum e: w x y z
enum d: p q r
enum n: n1 n2 n3 n4 n5
`;

const atom = fc.constantFrom(
  ...["f", "host.A", "host.B", "guest.A", "guest.C", "host.P"],
  ...["e == w", "e != x", "e in (w y)", "e == z", "guest has FIRST", "guest has OTHER"],
);

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    atom,
    tie("expression").map((operand) => `!(${operand})`),
    fc
      .tuple(tie("expression"), fc.constantFrom("&", "|", "^"), tie("expression"))
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
  ),
}));

interface Asked {
  readonly meaning: Meaning;
  readonly diagrams: readonly Diagram[];
}

/** Diagrams of expressions that stand in the rules of one set. */
function ask(expressions: readonly string[]): Asked {
  const rules = expressions.map((each, bit) => `PLAIN[${bit}] = ${each}`).join("; ");
  const { model, meaning } = analyzeText(`${INPUTS}caps c: tiny { default = none; ${rules} }\n`);
  const [set] = model.sets;
  if (set === undefined) throw new Error("the program has a set");
  // Word PLAIN is the third.
  return { meaning, diagrams: expressions.map((_, bit) => meaning.valueOf(set, 64 + bit)) };
}

function sumOf(meaning: Meaning, products: readonly ConditionProduct[]): Diagram {
  return products
    .map((product) => productDiagram(meaning, product))
    .reduce((any, each) => meaning.bdd.or(any, each), FALSE);
}

/** Checks that the products are irredundant, and that their sum lies between the bounds. */
function expectShortest(needed: string, allowed: string): void {
  const { meaning, diagrams } = ask([needed, `(${needed}) | (${allowed})`]);
  const [lower = FALSE, upper = FALSE] = diagrams;
  const { bdd } = meaning;
  const implies = (one: Diagram, other: Diagram): boolean => bdd.implies(one, other) === TRUE;
  const products = conditionProducts(meaning, { lower, upper }, 1000);
  const sum = sumOf(meaning, products);
  expect([implies(lower, sum), implies(sum, upper)]).toEqual([true, true]);
  for (const product of products) {
    const others = products.filter((each) => each !== product);
    expect(implies(lower, sumOf(meaning, others))).toBe(false);
    for (const literal of product) {
      const fewer = product.filter((each) => each !== literal);
      expect(implies(productDiagram(meaning, fewer), upper)).toBe(false);
    }
  }
  for (const product of products) {
    const places = product.map(({ kind }) => ["flag", "enum", "has", "bit"].indexOf(kind));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }
  const lengths = products.map(({ length }) => length);
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
}

test("the products of a random function are irredundant and between the bounds", () => {
  fc.assert(fc.property(expression, expression, expectShortest), { seed: 1, numRuns: 150 });
});

test("a product is left out if values that read better in another one cover it", () => {
  expectShortest(
    "e == z & guest.A | e == x & d == r & !guest has FIRST | e in (w z) & d == p & guest has FIRST" +
      " | e in (y z) & d == q & !guest has FIRST | e in (y z) & d == r & !guest.A" +
      " | e == w & d == q & guest has FIRST & !guest.A",
    "d == q & !guest has FIRST | e != w & d == r & !guest has FIRST | e != x & d == r & guest.A" +
      " | e != y & d != r & guest.A | e in (w y) & d != r & guest has FIRST & !guest.A" +
      " | e != w & d != q & guest has FIRST & !guest.A",
  );
});

function written(needed: string, allowed = "none"): readonly string[] {
  const { meaning, diagrams } = ask([needed, `(${needed}) | (${allowed})`]);
  const [lower = FALSE, upper = FALSE] = diagrams;
  const products = conditionProducts(meaning, { lower, upper }, 100);
  return products.map((product) => product.map(literalText).join(" & "));
}

test.each([
  ["n == n1", "n in (n2 n3 n4)", "n == n1"],
  ["n in (n1 n2)", "n == n3", "n in (n1 n2)"],
  ["n in (n1 n2)", "n in (n3 n4)", "n != n5"],
])("of the values `%s`, with `%s` allowed, `%s` reads best", (needed, allowed, text) => {
  expect(written(needed, allowed)).toEqual([text]);
});

test.each([
  ["host.P | f", ["f", "host.P"]],
  ["!f & host.P | f & !host.P", ["f & !host.P", "!f & host.P"]],
  ["e == w & host.P | e != w & f", ["f & e != w", "e == w & host.P"]],
  ["host.B & f | host.A & f & guest.A", ["f & host.B", "f & host.A & guest.A"]],
  ["e == x & host.P & f | e == z & host.P & f", ["f & e in (x z) & host.P"]],
  ["guest has FIRST & !guest.A & f", ["f & guest has FIRST & !guest.A"]],
  ["host.P & !host.P", []],
  ["e == x & host.P | e != x & host.A", ["e == x & host.P", "e != x & host.A"]],
  [
    "d == q & (e in (w x) & !guest has FIRST | e in (x z) & guest has FIRST & !guest.A)",
    ["e in (w x) & d == q & !guest has FIRST", "e in (x z) & d == q & guest has FIRST & !guest.A"],
  ],
  ["!host.A & host.P | host.A & host.B", ["host.A & host.B", "!host.A & host.P"]],
  [
    "!guest has FIRST & host.A | guest has FIRST & host.P",
    ["guest has FIRST & host.P", "!guest has FIRST & host.A"],
  ],
])(
  "`%s` is the sum of %s, the shortest first, then in the order of the variables",
  (text, products) => {
    expect(written(text)).toEqual(products);
  },
);

test("a literal and its negation share no case and leave none", () => {
  const { model, meaning } = analyzeText(
    `${INPUTS}caps c: tiny { default = none; A = guest has FIRST }\n`,
  );
  const [, guest] = model.inputs;
  const [flag] = model.flags;
  const [enumeration] = model.enums;
  if (guest === undefined || flag === undefined || enumeration === undefined) {
    throw new Error("the program has them");
  }
  const { bdd } = meaning;
  const literals = [
    { kind: "flag", flag, isTrue: true },
    { kind: "enum", enumeration, values: [1] },
    { kind: "enum", enumeration, values: [0, 2] },
    { kind: "has", input: guest, entry: 0, isTrue: false },
    { kind: "bit", input: guest, bit: 1, isTrue: true },
  ] as const;
  const texts = literals.map((literal) => {
    const negated = negateLiteral(literal);
    const [one, other] = [literalDiagram(meaning, literal), literalDiagram(meaning, negated)];
    expect([bdd.meets(one, other), bdd.or(one, other)]).toEqual([false, TRUE]);
    return [literalText(literal), literalText(negated)];
  });
  expect(texts).toEqual([
    ["f", "!f"],
    ["e == x", "e != x"],
    ["e in (w y)", "e in (x z)"],
    ["!guest has FIRST", "guest has FIRST"],
    ["guest.B", "!guest.B"],
  ]);
});

test("more products than the limit are refused", () => {
  const { meaning, diagrams } = ask(["host.A ^ host.B ^ guest.A ^ host.P"]);
  const [diagram = FALSE] = diagrams;
  // Odd parity of four variables takes eight products.
  const bounds = { lower: diagram, upper: diagram };
  expect(conditionProducts(meaning, bounds, 8)).toHaveLength(8);
  expect(() => conditionProducts(meaning, bounds, 7)).toThrow(LimitExceeded);
});
