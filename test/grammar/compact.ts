/** Writes syntax trees and diagnostics in a few words, for expectations. */

import { parse } from "../../grammar/parse.ts";
import type { Expression, Path, Statement } from "../../grammar/syntax-tree.ts";
import { positionAt } from "../../src/base/source-text.ts";
import { definitely, unreachable } from "../../src/base/unreachable.ts";
import { parsed } from "./rule-texts.ts";

/** Statements without spans; names, texts and numbers as themselves, paths and expressions as strings. */
export function statementsOf(text: string): unknown[] {
  return parsed(text).statements.map((statement) => compact(statement));
}

/** The parsed statements of a text with mistakes: kind and name of each, nested for blocks. */
export function understood(text: string): string[] {
  return parse({ name: "test.rules", text }).tree.statements.map(outline);
}

/** `line:column code message` of each. */
export function mistakesOf(text: string): string[] {
  const source = { name: "test.rules", text };
  return parse(source).diagnostics.map(({ code, span, message }) => {
    const { line, column } = positionAt(source, definitely(span, "syntax has places").start);
    return `${line}:${column} ${code} ${message}`;
  });
}

/** `XSAVE = …` as its right side, with all groups in parentheses. */
export function expressionOf(text: string): string {
  const { tree, diagnostics } = parse({ name: "test.rules", text: `X = ${text}\n` });
  const [statement] = tree.statements;
  if (diagnostics.length > 0 || statement?.kind !== "rule") {
    throw new Error(diagnostics.map((one) => one.message).join("\n"));
  }
  return writeExpression(statement.value);
}

function compact(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(compact);
  if (typeof node !== "object" || node === null) return node;
  if ("parts" in node) return writePath(node as Path); // no other node has parts
  if (isExpression(node)) return writeExpression(node);
  const entries = Object.entries(node).filter(([key]) => key !== "span");
  const [only] = entries;
  const isLeaf = entries.length === 1 && ["text", "value"].includes(only?.[0] ?? "");
  return isLeaf
    ? only?.[1]
    : Object.fromEntries(entries.map(([key, value]) => [key, compact(value)]));
}

const expressionKinds = new Set("constant name has is not and or xor implies choice".split(" "));

function isExpression(node: object): node is Expression {
  if (!("kind" in node)) return false;
  // A declared enum has a name, one that is compared has not.
  return expressionKinds.has(String(node.kind)) || (node.kind === "enum" && "negated" in node);
}

function writePath({ parts, index }: Path): string {
  const name = parts.map(({ text }) => text).join(".");
  return index === undefined ? name : `${name}[${index.value}]`;
}

function writeExpression(expression: Expression): string {
  const write = writeExpression;
  switch (expression.kind) {
    case "constant":
      return expression.value ? "all" : "none";
    case "name":
      return writePath(expression.path);
    case "has":
      return `(${expression.bitmap.text} has ${expression.leaf.text})`;
    case "enum": {
      const values = expression.values.map(({ text }) => text).join(" ");
      return `(${expression.enum.text} ${expression.negated ? "not in" : "in"} ${values})`;
    }
    case "is":
      return `(${writePath(expression.path)} is ${expression.class.text})`;
    case "not":
      return `!${write(expression.operand)}`;
    case "and":
      return `(${expression.operands.map(write).join(" & ")})`;
    case "xor":
      return `(${expression.operands.map(write).join(" ^ ")})`;
    case "or":
      return `(${expression.operands.map(write).join(" | ")})`;
    case "implies":
      return `(${write(expression.premise)} -> ${write(expression.conclusion)})`;
    case "choice": {
      const { condition, whenTrue, whenFalse } = expression;
      return `(${write(condition)} ? ${write(whenTrue)} : ${write(whenFalse)})`;
    }
    default:
      return unreachable(expression);
  }
}

function outline(statement: Statement): string {
  switch (statement.kind) {
    case "rule":
    case "also":
    case "requires":
      return statement.targets.map(writePath).join(" ");
    case "apply":
      return `${statement.class.text}: ${statement.targets.map(writePath).join(" ")}`;
    case "caps":
    case "when": {
      const name = statement.kind === "caps" ? statement.name.text : "when";
      return `${name} { ${statement.statements.map(outline).join("; ")} }`;
    }
    case "layout": {
      const words = statement.words.map(
        ({ name, bits }) => `${name.text} { ${bits.map((bit) => bit.name.text).join(" ")} }`,
      );
      return `layout ${statement.name.text} { ${words.join(" ")} }`;
    }
    case "test":
      return `test ${statement.givens.length} ${statement.expectations.length}`;
    case "input":
    case "flag":
    case "enum":
    case "class":
    case "set":
      return `${statement.kind} ${statement.name.text}`;
    default:
      return statement.kind;
  }
}
