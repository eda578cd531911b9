/** Words with much to compute: tables are masked functions, and code grows with the rules. By hand. */

import { expect, test } from "vitest";

import type { SetPlan, WordExpr } from "../../../src/codegen/plan/plan.ts";
import { costOf, operandsOfWord } from "../../../src/codegen/plan/word-expr.ts";
import { planText } from "../../harness/compile-text.ts";
import { showPlan } from "./show-plan.ts";

const numbers = Array.from({ length: 17 }, (_, number) => number);

/** The plan of a set whose rules tell 17 models and all others apart. */
function table(
  rules: string,
  rulesOf: (model: number) => string,
  models: readonly number[] = numbers,
): readonly string[] {
  const blocks = models.map((model) => `when model == m${model} { ${rulesOf(model)} }`);
  const program = `
layout tiny { word W { 0 A  1 B  2 C  3 D } }
input host: tiny
input guest: tiny
flag f
enum model: ${numbers.map((model) => `m${model}`).join(" ")} other
caps c: tiny { ${rules}; ${blocks.join("; ")} }
`;
  return showPlan(planText(program, "c"));
}

/** One term a model, with a mask of all bits but these. */
function allBut(bitsOf: (model: number) => number): string {
  return numbers
    .map((model) => `(model in (m${model}) & 0x${(0xffff_ffff - bitsOf(model)).toString(16)})`)
    .join(" | ");
}

test("of a table each function is computed once, in the bits in which the models have it", () => {
  expect(table("default = host & guest", (model) => `W[${model}] = none`)).toEqual([
    `W = host[0] & guest[0] & (${allBut((model) => 2 ** model)} | model in (other))`,
  ]);
});

test("what most models have is read as what the others have not, what all have is not read", () => {
  const plan = table("default = host & guest; D = all", (model) => `A = f; W[${model + 4}] = none`);
  const masked = allBut((model) => 1 + 8 + 2 ** (model + 4));
  expect(plan).toEqual([
    `W = (f & ~model in (other) & 0x1) | (host[0] & guest[0] & (${masked} | (model in (other) & 0xfffffff7))) | 0x8`,
  ]);
});

test("values of several rules are read in the order of their declaration", () => {
  const plan = table(
    "default = host & guest; when model in (m0 other) { A = f }",
    (model) => `W[${model + 4}] = none${model === 3 ? "; A = f" : ""}`,
    numbers.slice(1),
  );
  const [, ...masked] = allBut((model) => (model === 3 ? 1 : 0) + 2 ** (model + 4)).split(" | ");
  expect(plan).toEqual([
    `W = (f & model in (m0 m3 other) & 0x1) | (host[0] & guest[0] & ((model in (m0 other) & 0xfffffffe) | ${masked.join(" | ")}))`,
  ]);
});

test("a table of what bits require lets all other bits pass, and every bit of other models", () => {
  expect(table("default = host & guest", () => "A requires D")).toEqual([
    "W = host[0] & guest[0]",
    "W &= ((own[0] >> 3) & ~model in (other) & 0x1) | (model in (other) & 0x1) | 0xfffffffe",
  ]);
});

test("the bits of every mask are named after the word that is computed", () => {
  const given = ["none", "host", "f"];
  const blocks = numbers.map(
    (model) => `when model == m${model} { C = ${given[model % 3] ?? ""} }`,
  );
  const plan = planText(
    `
layout tiny { word W { 0 A } word V { 2 C  3 D } }
input host: tiny
flag f
enum model: ${numbers.map((model) => `m${model}`).join(" ")} other
caps c: tiny { default = host; D = all; ${blocks.join("; ")} }
`,
    "c",
  );
  const masksIn = (expr: WordExpr): readonly number[] =>
    expr.kind === "mask" ? [expr.word] : operandsOfWord(expr).flatMap(masksIn);
  const words = plan.steps.filter(({ word }) => word === 1).flatMap(({ value }) => masksIn(value));
  expect(new Set(words)).toEqual(new Set([1]));
});

function costOfPlan({ steps }: SetPlan): number {
  return steps
    .flatMap(({ value, temporaries }) => [value, ...temporaries])
    .reduce((sum, each) => sum + costOf(each), 0);
}

/** Whether the field of one input is less than that of the other; B0 is its lowest bit. */
const LESS = Array.from({ length: 16 }, (_, bit) => `B${bit}`).reduce(
  (rest, bit) => `(one.${bit} ^ other.${bit} ? other.${bit} : ${rest})`,
  "none",
);

function costWith(rules: string): number {
  const program = `
layout field { word F { ${Array.from({ length: 16 }, (_, bit) => `${bit} B${bit}`).join(" ")} } }
layout tiny { word W { 20 A  21 B } }
input one: field
input other: field
caps c: tiny { ${rules} }
`;
  return costOfPlan(planText(program, "c"));
}

test("two fields are compared bit by bit, and not by a product for each pair of values", () => {
  // Three choices of 4 operations for each of 16 bits, which read two moved bits; a mask.
  expect(costWith(`default = none; A = ${LESS}`)).toBeLessThanOrEqual(3 * (4 + 2) * 16 + 1);
  // For several bits at once: to spread a bit takes 3 operations.
  expect(costWith(`default = none; A B = ${LESS}`)).toBeLessThanOrEqual(3 * (4 + 2 * 3) * 16 + 1);
});
