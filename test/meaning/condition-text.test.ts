/** Conditions as a reader sees them: by hand, and random ones parsed back. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { Diagram } from "../../src/bdd/bdd.ts";
import { conditionText, type ConditionText } from "../../src/meaning/condition-text.ts";
import type { Meaning } from "../../src/meaning/lower.ts";
import { analyzeText } from "../harness/random-compiled.ts";

const NUMBERS = Array.from({ length: 32 }, (_, number) => number);

const PROGRAM = `
layout tiny {
  leaf FIRST = 0x1 ecx { 0 A  1 B  2 C  3 SAME }
  leaf OTHER = 0x7.0 ebx { 0 D  3 SAME }
  word WIDE { ${NUMBERS.map((number) => `${number} W${number}`).join(" ")} }
}
input host: tiny
input guest: tiny
flag f
flag g
enum module: intel amd none_of_them
enum era: old middle new newest
`;

interface Question {
  readonly meaning: Meaning;
  /** The diagrams of the bits A, B, … of the set: the given expressions, in order. */
  readonly diagrams: readonly Diagram[];
}

function meaningOf(expressions: readonly string[], assumed = "all"): Question {
  const rules = expressions.map((expression, bit) => `  FIRST[${bit}] = ${expression}\n`).join("");
  const text = `${PROGRAM}assume ${assumed}\ncaps vcpu: tiny {\n  default = none\n${rules}}\n`;
  const { model, meaning } = analyzeText(text);
  const [set] = model.sets;
  if (set === undefined) throw new Error("there is no set");
  return { meaning, diagrams: expressions.map((_, bit) => meaning.valueOf(set, bit)) };
}

function write(expression: string, assumed?: string, most?: number): ConditionText {
  const { meaning, diagrams } = meaningOf([expression], assumed);
  const options = { within: meaning.assumption, ...(most === undefined ? {} : { most }) };
  return conditionText(meaning, diagrams[0] ?? expect.fail("no diagram"), options);
}

test.each([
  ["none & f", "none"],
  ["f | !f", "all"],
  ["f", "f"],
  ["!f", "!f"],
  ["host.A & guest.A & host.A", "host.A & guest.A"],
  ["f ? host.A : host.A", "host.A"],
  ["f ? host.A : guest.A", "f & host.A | !f & guest.A"],
  ["f ^ host.A", "f & !host.A | !f & host.A"],
  // The consensus of the two is covered by them.
  ["f & host.A | !f & guest.A | host.A & guest.A", "f & host.A | !f & guest.A"],
  ["f | !f & host.A", "f | host.A"],
  ["host.FIRST.SAME | f", "f | host.FIRST.SAME"],
  ["host.FIRST[31] & host.OTHER[7]", "host.FIRST[31] & host.OTHER[7]"],
])("`%s` reads `%s`", (expression, text) => {
  expect(write(expression)).toMatchObject({ text, isWhole: true });
});

test("shared literals are factored out", () => {
  expect(write("host.A & guest.A & (f | host.B & guest.B)").text).toBe(
    "host.A & guest.A & (f | host.B & guest.B)",
  );
});

test("independent parts are separated", () => {
  const both = "(host.A & guest.A | host.B & guest.B)";
  expect(write(`f & (g | module == amd) & ${both}`).text).toBe(`f & (g | module == amd) & ${both}`);
  const either = "(host.A | guest.A) & (host.B | guest.B)";
  expect(write(`f & (g | host.C) | ${either}`).text).toBe(`f & (g | host.C) | ${either}`);
});

test("sums are nested where that saves much, and else left as products", () => {
  const majority = "host.A & guest.A | host.A & host.B | guest.A & host.B";
  expect(write(majority).text.split(" | ")).toHaveLength(3);
  const products = "module == amd & f & host.A | module == amd & g & host.B & host.C";
  expect(write(`${products} | f & guest.A & guest.B`).text).toBe(
    "f & module == amd & host.A | f & guest.A & guest.B | g & module == amd & host.B & host.C",
  );
  const more = "module == amd & f & guest.C | module == amd & !f & guest.D";
  expect(write(`${products} | ${more} | f & guest.A & guest.B`).text).toContain(
    "module == amd & (",
  );
});

test("a literal is taken out of four products, which saves three atoms, but not out of three", () => {
  const pairs = [1, 3, 5, 7].map((bit) => `host.W${bit} & host.W${bit + 1}`);
  const link = "host.W1 & host.W3";
  const flat = (count: number): string =>
    [...pairs.slice(0, count).map((pair) => `module == amd & ${pair}`), link].join(" | ");
  const nested = `module == amd & (${pairs.join(" | ")}) | ${link}`;
  expect(write(flat(4)).text).toBe(nested);
  expect(write(flat(3)).text).not.toContain("(");
  // A sum within a sum needs no parentheses.
  expect(write(`f | ${flat(4)}`).text).toBe(`f | ${nested}`);
});

test("a product of sums is written as one, where that is shorter", () => {
  expect(write("(host.A | guest.A) & (host.B | guest.B) & (f | g)").text).toBe(
    "(f | g) & (host.A | guest.A) & (host.B | guest.B)",
  );
  expect(write("!(host.A & guest.A)").text).toBe("!host.A | !guest.A");
});

test.each([
  ["module == amd", "module == amd"],
  ["!(module == amd)", "module != amd"],
  ["module == intel | module == amd", "module != none_of_them"],
  ["era == old | era == newest", "era in (old newest)"],
  ["module == none_of_them & f | module == intel & f", "f & module != amd"],
  ["module == amd & f | module == intel", "module == intel | f & module == amd"],
  ["module == amd ? host.A : guest.A", "module == amd & host.A | module != amd & guest.A"],
  ["era in (old middle) & f | era in (middle new) & f", "f & era != newest"],
  ["module == intel | module == amd | module == none_of_them", "all"],
  ["era in (old middle) & era in (middle new)", "era == middle"],
])("with enums, `%s` reads `%s`", (expression, text) => {
  expect(write(expression).text).toBe(text);
});

test.each([
  ["guest has FIRST", "guest has FIRST"],
  ["!guest has OTHER", "!guest has OTHER"],
  ["guest has FIRST & guest.A", "guest.A"],
  ["guest has FIRST | guest.A", "guest has FIRST"],
  ["guest has FIRST & !guest.A", "guest has FIRST & !guest.A"],
  ["!guest has FIRST | guest.A", "!guest has FIRST | guest.A"],
  ["guest has FIRST ? guest.A : host.A", "guest.A | !guest has FIRST & host.A"],
  ["!guest.A & (guest has OTHER | f)", "!guest.A & (f | guest has OTHER)"],
])("with CPUID entries, `%s` reads `%s`", (expression, text) => {
  // The second rule asks for both entries, so that their bits depend on them.
  const { meaning, diagrams } = meaningOf([expression, "guest has FIRST & guest has OTHER"]);
  expect(conditionText(meaning, diagrams[0] ?? 0).text).toBe(text);
});

test("the only short enough form is written", () => {
  // The other form of 13 pairs has 8,192 parts.
  const sum = NUMBERS.slice(0, 13).map((bit) => `host.W${bit} & guest.W${bit}`);
  expect(write(sum.join(" | "))).toMatchObject({ text: sum.join(" | "), isWhole: true });
  const product = NUMBERS.slice(0, 13).map((bit) => `(host.W${bit} | guest.W${bit})`);
  expect(write(product.join(" & "))).toMatchObject({ text: product.join(" & "), isWhole: true });
});

test("a product of sums is nested where that saves much, and means the same", () => {
  const sums = [
    ...[
      "module == amd | f | host.A",
      "module == amd | g | host.B | host.C",
      "f | guest.A | guest.B",
    ],
    ...["module == amd | f | guest.C", "module == amd | !f | guest.D"],
  ];
  const expression = sums.map((each) => `(${each})`).join(" & ");
  const { text } = write(expression);
  expect(text).toContain("(module == amd | ");
  const { diagrams } = meaningOf([expression, text]);
  expect(diagrams[1]).toBe(diagrams[0]);
});

test("the known condition is not repeated", () => {
  expect(write("module == amd & host.A", "module == amd").text).toBe("host.A");
  expect(write("f & host.A", "host.A -> f").text).toBe("host.A");
  expect(write("f", "!f").text).toBe("none");
  expect(write("f | g", "f ^ g").text).toBe("all");
});

test("a long condition counts the omitted products", () => {
  const pairs = NUMBERS.slice(0, 6).map((bit) => `host.W${bit} & guest.W${bit}`);
  expect(write(pairs.join(" | "), "all", 8)).toMatchObject({
    text: "host.W0 & guest.W0 | host.W1 & guest.W1 | host.W2 & guest.W2 | host.W3 & guest.W3 | (2 more products)",
    isWhole: false,
  });
  expect(write(pairs.join(" | "), "all", 12).isWhole).toBe(true);
});

test("a condition with too many products to count is reported as such", () => {
  const odd = NUMBERS.slice(0, 16).map((bit) => `host.W${bit}`);
  expect(write(odd.join(" ^ "))).toMatchObject({
    text: "(too long to write down)",
    isWhole: false,
  });
});

const atom = fc.constantFrom(
  ...["f", "g", "host.A", "guest.A", "host.B", "guest.B", "guest.D", "guest.OTHER.SAME"],
  ...["module == amd", "module != intel", "era in (old newest)", "era == new"],
  ...["guest has FIRST", "guest has OTHER", "host has FIRST"],
);

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5 },
    atom,
    fc.tuple(tie("expression")).map(([operand]) => `!(${operand})`),
    fc
      .tuple(tie("expression"), fc.constantFrom("&", "|", "^", "->"), tie("expression"))
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
  ),
}));

test("the written text, parsed again, gives the same diagram wherever the assumption holds", () => {
  fc.assert(
    fc.property(expression, fc.oneof(fc.constant("all"), expression), (random, assumed) => {
      const possible = meaningOf([random, assumed]);
      // Skips impossible assumptions, which make every condition equal.
      fc.pre(possible.diagrams[1] !== 0);
      const { text, isWhole } = write(random, assumed, 1000);
      expect(isWhole).toBe(true);
      const { meaning, diagrams } = meaningOf([random, text], assumed);
      const [right, again] = diagrams.map((each) => meaning.bdd.and(each, meaning.assumption));
      expect(again, text).toBe(right);
    }),
    { seed: 1, numRuns: 300 },
  );
});
