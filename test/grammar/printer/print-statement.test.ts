/** Text → tree → text → tree: what is printed says the same, and is printed the same way again. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parse } from "../../../grammar/parse.ts";
import { printStatement } from "../../../grammar/printer/print-statement.ts";
import { saysTheSame } from "../../../grammar/same-tree.ts";
import type { SyntaxTree } from "../../../grammar/syntax-tree.ts";
import { writtenPieces } from "../../../grammar/written-pieces.ts";
import { makeRuleText } from "../../harness/random-layout.ts";
import { printProgram } from "../../harness/random-print.ts";
import { makeProgram } from "../../harness/random-generate.ts";
import { tapes } from "../../harness/random-tape.ts";

const RULES = join(import.meta.dirname, "../../../rules");
const files = readdirSync(RULES, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".rules"),
);

const runs = (most: number): number => Number(process.env["RANDOM_RUNS"] ?? most);

function print({ statements }: SyntaxTree): string {
  return statements.map((statement) => `${printStatement(statement)}\n`).join("");
}

function parsed(text: string): SyntaxTree {
  const { tree, diagnostics } = parse({ name: "test.rules", text });
  if (diagnostics.length > 0) throw new Error(`${diagnostics[0]?.message ?? ""} in\n${text}`);
  return tree;
}

function expectInverse(text: string): void {
  const tree = parsed(text);
  const printed = print(tree);
  const again = parsed(printed);
  if (!saysTheSame(tree.statements, again.statements)) {
    throw new Error(`printed as another tree:\n${printed}\n--- of the text:\n${text}`);
  }
  expect(print(again)).toBe(printed);
  const pieces = writtenPieces(tree);
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  expect(pieces.filter(({ kind, text: space }) => kind === "space" && /\S/.test(space))).toEqual(
    [],
  );
}

test.each(files)("%s is its tree", (name) => {
  expectInverse(readFileSync(join(RULES, name), "utf8"));
});

test("any program is its tree", () => {
  const property = fc.property(tapes(1500), (tape) => {
    expectInverse(printProgram(makeProgram(tape)));
  });
  fc.assert(property, { seed: 9, numRuns: runs(40) });
});

test("any file of the grammar is its tree", () => {
  const counts = { parsed: 0, tried: 0 };
  const property = fc.property(tapes(400), (tape) => {
    const text = makeRuleText(tape);
    counts.tried++;
    if (parse({ name: "test.rules", text }).diagnostics.length > 0) return;
    counts.parsed++;
    expectInverse(text);
  });
  fc.assert(property, { seed: 9, numRuns: runs(500) });
  expect(counts.parsed).toBeGreaterThan(0.8 * counts.tried);
});

describe("what is printed", () => {
  const printedAs = (text: string): string => print(parsed(text));

  test.each([
    ["(a & b) | c", "a & b | c"],
    ["a & (b | c)", "a & (b | c)"],
    ["(a & b) & c", "(a & b) & c"],
    ["a & b & c", "a & b & c"],
    ["(a -> b) -> c", "(a -> b) -> c"],
    ["a -> (b -> c)", "a -> b -> c"],
    ["(a ? b : c) ? d : e", "(a ? b : c) ? d : e"],
    ["a ? (b ? c : d) : (e ? f : g)", "a ? b ? c : d : e ? f : g"],
    ["(a -> b) ? c : d", "a -> b ? c : d"],
    ["a -> (b ? c : d)", "a -> (b ? c : d)"],
    ["~(!(a))", "!!a"],
    ["!(a & b)", "!(a & b)"],
    ["!(vendor == amd)", "!vendor == amd"],
    ["vendor in (amd)", "vendor == amd"],
    ["host.vendor in ( amd  intel )", "host.vendor in (amd intel)"],
    ["a ^ (b | c) ^ d & e", "a ^ (b | c) ^ d & e"],
    ["vcpu.CPUID_1_ECX [ 007 ]", "vcpu.CPUID_1_ECX[7]"],
  ])("has the parentheses that `%s` needs", (written, printed) => {
    expect(printedAs(`X = ${written}`)).toBe(`X = ${printed}\n`);
  });

  test("has one spelling for each text, number and alias", () => {
    const text = `layout x { leaf A = 7 . 0x0 ebx { 007 B "\\"b\\\\" alias "b" "b c" word "7" } enum v: a }`;
    expect(printedAs(text)).toBe(
      `layout x {
  enum v: a
  leaf A = 0x7.0 ebx {
    7 B "\\"b\\\\" alias b "b c" word "7"
  }
}
`,
    );
  });
});
