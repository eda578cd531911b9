/** Operators group as in JavaScript, which has the same `&`, `^` and `|`; an arrow is looser, and groups to the right. */

import { expect, test } from "vitest";

import { parse } from "../../grammar/parse.ts";
import type { Expression } from "../../grammar/syntax-tree.ts";
import { spanText } from "../../src/base/span.ts";
import { unreachable } from "../../src/base/unreachable.ts";
import { expressionOf } from "./compact.ts";

const OPERANDS = ["a", "b", "c", "d", "e"];
const OPERATORS = ["&", "^", "|", "->"];

/** Every way to put four operators between five operands. */
const chains: readonly (readonly string[])[] = Array.from({ length: 4 ** 4 }, (_, code) =>
  [0, 1, 2, 3].map((at) => OPERATORS[Math.floor(code / 4 ** at) % 4] ?? ""),
);

function write(operators: readonly string[]): string {
  return OPERANDS.map((operand, at) =>
    at === 0 ? operand : `${operators[at - 1] ?? ""} ${operand}`,
  ).join(" ");
}

function treeOf(text: string): Expression {
  const { tree, diagnostics } = parse({ name: "x", text: `X = ${text}\n` });
  const [statement] = tree.statements;
  expect(diagnostics).toEqual([]);
  if (statement?.kind !== "rule") throw new Error("no rule");
  return statement.value;
}

type Values = Readonly<Record<string, number>>;

function evaluate(node: Expression, values: Values): number {
  const each = (operands: readonly Expression[]): number[] =>
    operands.map((operand) => evaluate(operand, values));
  switch (node.kind) {
    case "constant":
      return node.value ? 1 : 0;
    case "name":
      return values[node.path.parts[0]?.text ?? ""] ?? 0;
    case "not":
      return 1 - evaluate(node.operand, values);
    case "and":
      return Math.min(...each(node.operands));
    case "or":
      return Math.max(...each(node.operands));
    case "xor":
      return each(node.operands).reduce((sum, value) => sum + value) % 2;
    case "implies":
      return evaluate(node.premise, values) <= evaluate(node.conclusion, values) ? 1 : 0;
    case "choice":
      return evaluate(node.condition, values) === 1
        ? evaluate(node.whenTrue, values)
        : evaluate(node.whenFalse, values);
    case "has":
    case "enum":
    case "is":
      throw new Error("not in these");
    default:
      return unreachable(node);
  }
}

/** What stands between arrows is JavaScript; of `p -> q -> r` the second arrow is computed first. */
function inJavaScript(text: string, values: Values): number {
  const parts = text.split("->").map((part) => {
    const names = OPERANDS.join();
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- JavaScript itself is the judge
    return Number(new Function(names, `return ${part};`)(...OPERANDS.map((name) => values[name])));
  });
  return parts.reduceRight((conclusion, premise) => (premise === 1 ? conclusion : 1));
}

/** Each operand is on or off. */
const CASES: readonly Values[] = Array.from({ length: 32 }, (_, bits) =>
  Object.fromEntries(OPERANDS.map((name, at) => [name, (bits >> at) & 1])),
);

test("all chains of four operators", () => {
  for (const operators of chains) {
    const text = write(operators);
    const tree = treeOf(text);
    for (const values of CASES) {
      expect(`${text}: ${evaluate(tree, values)}`).toBe(`${text}: ${inJavaScript(text, values)}`);
    }
  }
});

test.each([
  ["!a & b", ({ a, b }: Values) => Number(a === 0 && b === 1)],
  ["!(a & b)", ({ a, b }: Values) => Number(a === 0 || b === 0)],
  ["~a | !!b", ({ a, b }: Values) => Number(a === 0 || b === 1)],
  ["a ? b : c | d", ({ a, b, c, d }: Values) => Number(a === 1 ? b === 1 : c === 1 || d === 1)],
  ["a & b ? c : d", ({ a, b, c, d }: Values) => (a === 1 && b === 1 ? c : d) ?? 0],
  ["a -> b ? c : d", ({ a, b, c, d }: Values) => (a === 0 || b === 1 ? c : d) ?? 0],
  ["a ? b : c ? d : e", ({ a, b, c, d, e }: Values) => (a === 1 ? b : c === 1 ? d : e) ?? 0],
  ["a ? b ? c : d : e", ({ a, b, c, d, e }: Values) => (a === 1 ? (b === 1 ? c : d) : e) ?? 0],
  ["(a -> b) -> c", ({ a, b, c }: Values) => Number(!(a === 0 || b === 1) || c === 1)],
  ["(a | b) & c", ({ a, b, c }: Values) => Number((a === 1 || b === 1) && c === 1)],
  ["all & a | none", ({ a }: Values) => a ?? 0],
] as const)("%s", (text, meant) => {
  const tree = treeOf(text);
  for (const values of CASES) expect(evaluate(tree, values)).toBe(meant(values));
});

function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "not":
      return [node.operand];
    case "and":
    case "or":
    case "xor":
      return node.operands;
    case "implies":
      return [node.premise, node.conclusion];
    case "choice":
      return [node.condition, node.whenTrue, node.whenFalse];
    default:
      return [];
  }
}

/** The node and all that it is made of. */
function nodesOf(node: Expression): readonly Expression[] {
  return [node, ...childrenOf(node).flatMap(nodesOf)];
}

test("a span is the text of its part of the expression, to both ends", () => {
  const more = [
    "!(a & b) -> (c | d) ^ ~e",
    "(a ? b : c) & (d -> e)",
    "vendor == amd & !(vendor != intel) | vendor in (a b)",
    "guest has L & x is hidden | L[3] & a.b.C",
    "( ( a ) & all )",
  ];
  for (const text of [...chains.map(write), ...more]) {
    const tree = treeOf(text);
    expect(spanText(tree.span)).toBe(text);
    for (const node of nodesOf(tree)) {
      const part = spanText(node.span);
      expect(part).toBe(part.trim());
      // The part by itself is the same expression, and so is the whole with the part in parentheses.
      expect(nodesOf(treeOf(part))).toHaveLength(nodesOf(node).length);
      const { start, end } = node.span;
      const within = `${text.slice(0, start - 4)}(${part})${text.slice(end - 4)}`;
      expect(expressionOf(within)).toBe(expressionOf(text));
    }
  }
});
