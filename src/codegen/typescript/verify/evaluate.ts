/**
 * Evaluates an expression of the emitted text symbolically, as JavaScript would.
 *
 * An expression that is not understood exactly throws `CannotFollow`. So does every call, since
 * evaluation must have no effect.
 */

import type { ts } from "ts-morph";
import { FALSE, type Bdd, type Diagram } from "../../../bdd/bdd.ts";
import type { Enumeration } from "../../../model/model.ts";
import type { Atoms } from "../../../meaning/lower.ts";
import { readWord, type InputArray, type OutArray } from "./arrays.ts";
import { CannotFollow } from "./cannot-follow.ts";
import { rowArithmetic } from "./row-arithmetic.ts";
import type { Value } from "./value.ts";
import * as words from "./word.ts";
import type { Word } from "./word.ts";

export type TypeScript = typeof ts;

/** The environment of a function's execution, with its variables. */
export interface Frame {
  readonly ts: TypeScript;
  readonly bdd: Bdd;
  readonly atoms: Atoms;
  /**
   * `one row`: the arrays hold one row. `rows`: they hold many rows, of which the current one is
   * evaluated.
   */
  readonly form: "one row" | "rows";
  /** The module's own numbers. */
  readonly constants: ReadonlyMap<string, number>;
  /** Every name that the function declares anywhere; it hides the module's. */
  readonly declared: ReadonlySet<string>;
  /** The declared names that have a value by now. */
  readonly locals: ReadonlyMap<string, Value>;
}

export function evaluate(frame: Frame, node: ts.Expression): Value {
  const { ts } = frame;
  if (ts.isBinaryExpression(node)) return binary(frame, node);
  if (ts.isIdentifier(node)) return variable(frame, node);
  if (ts.isNumericLiteral(node)) return literal(node);
  if (ts.isElementAccessExpression(node)) return element(frame, node);
  if (ts.isParenthesizedExpression(node)) return evaluate(frame, node.expression);
  if (ts.isPrefixUnaryExpression(node)) return prefix(frame, node);
  if (ts.isStringLiteral(node)) return { kind: "text", text: node.text };
  if (ts.isConditionalExpression(node)) return conditional(frame, node);
  throw new CannotFollow(node);
}

/** The value of a binary operator; also of the one inside an assignment such as `|=`. */
export function operate(
  frame: Frame,
  node: ts.Node,
  operator: string,
  left: Value,
  right: Value,
): Value {
  if (left.kind === "word" && right.kind === "word") {
    return wordOperation(frame.bdd, operator, left.word, right.word) ?? cannotFollow(node);
  }
  if (left.kind === "boolean" && right.kind === "boolean") {
    return booleanOperation(frame.bdd, operator, left.diagram, right.diagram) ?? cannotFollow(node);
  }
  if (left.kind === "enum" && right.kind === "text") {
    return enumComparison(frame, operator, left.enumeration, right.text) ?? cannotFollow(node);
  }
  return rowArithmetic(operator, left, right) ?? cannotFollow(node);
}

/** The element of the row at hand that an index names. */
export function elementIndex(
  frame: Frame,
  node: ts.Expression,
  array: InputArray | OutArray,
): number {
  const index = evaluate(frame, node);
  if (frame.form === "one row" && index.kind === "word") {
    return words.constantOf(index.word) ?? cannotFollow(node, "the index is not constant");
  }
  if (frame.form === "rows" && index.kind === "offset" && index.stride === array.rowLength) {
    return index.constant;
  }
  return cannotFollow(node, "it is not an element of the row at hand");
}

export function isConstant(value: Value, constant: number): boolean {
  return value.kind === "word" && words.constantOf(value.word) === constant;
}

export function cannotFollow(node: ts.Node, why?: string): never {
  throw new CannotFollow(node, why);
}

function literal(node: ts.NumericLiteral): Value {
  const value = Number(node.text);
  if (!Number.isInteger(value) || value > 0xffff_ffff) return cannotFollow(node);
  return { kind: "word", word: words.constantWord(value) };
}

function variable(frame: Frame, node: ts.Identifier): Value {
  const local = frame.locals.get(node.text);
  if (local !== undefined) return local;
  const constant = frame.constants.get(node.text);
  if (constant === undefined || frame.declared.has(node.text)) {
    return cannotFollow(node, "it has no value yet");
  }
  return { kind: "word", word: words.constantWord(constant) };
}

function prefix(frame: Frame, node: ts.PrefixUnaryExpression): Value {
  const { ts, bdd } = frame;
  const operand = evaluate(frame, node.operand);
  if (operand.kind === "boolean" && node.operator === ts.SyntaxKind.ExclamationToken) {
    return { kind: "boolean", diagram: bdd.not(operand.diagram) };
  }
  if (operand.kind !== "word") return cannotFollow(node);
  switch (node.operator) {
    case ts.SyntaxKind.TildeToken:
      return { kind: "word", word: words.not(bdd, operand.word) };
    case ts.SyntaxKind.MinusToken:
      return { kind: "word", word: words.negate(bdd, operand.word) };
    case ts.SyntaxKind.PlusToken:
      return operand;
    default:
      return cannotFollow(node);
  }
}

function binary(frame: Frame, node: ts.BinaryExpression): Value {
  const operator = frame.ts.tokenToString(node.operatorToken.kind) ?? "";
  const operands = operandsOf(frame, node).map((operand) => evaluate(frame, operand));
  const [left] = operands;
  // A word is never undefined: the checks saw that every element which is read exists.
  if (operator === "??" && left?.kind === "word") return left;
  return operateInHalves(frame, node, operator, operands);
}

/** All operands of a chain of one bit operator: `a | b | c`, which parses as `(a | b) | c`, has three. */
function operandsOf({ ts }: Frame, node: ts.BinaryExpression): readonly ts.Expression[] {
  const { kind } = node.operatorToken;
  const operands = [node.right];
  let { left } = node;
  while (
    BIT_OPERATORS.has(ts.tokenToString(kind) ?? "") &&
    ts.isBinaryExpression(left) &&
    left.operatorToken.kind === kind
  ) {
    operands.push(left.right);
    ({ left } = left);
  }
  return [left, ...operands.reverse()];
}

const BIT_OPERATORS: ReadonlySet<string> = new Set(["&", "|", "^"]);

/**
 * Bit operators are associative, so `a | b | c | d` may be computed as `(a | b) | (c | d)`. The result is the same
 * diagram; where the operands are masks of 200 values of an enumeration, far fewer diagrams are made on the way.
 */
function operateInHalves(
  frame: Frame,
  node: ts.Node,
  operator: string,
  operands: readonly Value[],
): Value {
  const [first, second] = operands;
  if (first === undefined) return cannotFollow(node);
  if (second === undefined) return first;
  const half = Math.ceil(operands.length / 2);
  const left = operateInHalves(frame, node, operator, operands.slice(0, half));
  const right = operateInHalves(frame, node, operator, operands.slice(half));
  return operate(frame, node, operator, left, right);
}

function wordOperation(bdd: Bdd, operator: string, left: Word, right: Word): Value | undefined {
  switch (operator) {
    case "&":
      return { kind: "word", word: words.bitwise(bdd, "and", left, right) };
    case "|":
      return { kind: "word", word: words.bitwise(bdd, "or", left, right) };
    case "^":
      return { kind: "word", word: words.bitwise(bdd, "xor", left, right) };
    case "<<":
    case ">>":
    case ">>>":
      return { kind: "word", word: words.shift(bdd, operator, left, right) };
    case "+":
      return wordIfKnown(words.add(bdd, left, right));
    case "-":
      return wordIfKnown(words.subtract(bdd, left, right));
    case "===":
      return booleanIfKnown(words.equal(bdd, left, right));
    case "!==":
      return negated(bdd, words.equal(bdd, left, right));
    default:
      return undefined;
  }
}

function wordIfKnown(word: Word | undefined): Value | undefined {
  return word === undefined ? undefined : { kind: "word", word };
}

function booleanIfKnown(diagram: Diagram | undefined): Value | undefined {
  return diagram === undefined ? undefined : { kind: "boolean", diagram };
}

function negated(bdd: Bdd, diagram: Diagram | undefined): Value | undefined {
  return booleanIfKnown(diagram === undefined ? undefined : bdd.not(diagram));
}

function booleanOperation(
  bdd: Bdd,
  operator: string,
  left: Diagram,
  right: Diagram,
): Value | undefined {
  switch (operator) {
    case "&&":
      return { kind: "boolean", diagram: bdd.and(left, right) };
    case "||":
      return { kind: "boolean", diagram: bdd.or(left, right) };
    default:
      return undefined;
  }
}

/** A text that is none of the values is never equal, since the function checks what it is given. */
function enumComparison(
  { bdd, atoms }: Frame,
  operator: string,
  enumeration: Enumeration,
  text: string,
): Value | undefined {
  const value = enumeration.values.indexOf(text);
  const isEqual = value === -1 ? FALSE : atoms.enumIn(enumeration, [value]);
  if (operator === "===") return { kind: "boolean", diagram: isEqual };
  return operator === "!==" ? negated(bdd, isEqual) : undefined;
}

function conditional(frame: Frame, node: ts.ConditionalExpression): Value {
  const { bdd } = frame;
  const condition = truth(bdd, evaluate(frame, node.condition)) ?? cannotFollow(node);
  const yes = evaluate(frame, node.whenTrue);
  const no = evaluate(frame, node.whenFalse);
  if (yes.kind === "word" && no.kind === "word") {
    return { kind: "word", word: words.choose(bdd, condition, yes.word, no.word) };
  }
  if (yes.kind === "boolean" && no.kind === "boolean") {
    return { kind: "boolean", diagram: bdd.ite(condition, yes.diagram, no.diagram) };
  }
  return cannotFollow(node);
}

function truth(bdd: Bdd, value: Value): Diagram | undefined {
  if (value.kind === "boolean") return value.diagram;
  if (value.kind !== "word") return undefined;
  const isZero = words.equal(bdd, value.word, words.constantWord(0));
  return isZero === undefined ? undefined : bdd.not(isZero);
}

function element(frame: Frame, node: ts.ElementAccessExpression): Value {
  const base = evaluate(frame, node.expression);
  if (base.kind !== "array" || node.questionDotToken !== undefined) return cannotFollow(node);
  const { array } = base;
  const index = elementIndex(frame, node.argumentExpression, array);
  const word = readWord(frame.bdd, frame.atoms, array, index);
  if (word !== undefined) return { kind: "word", word };
  return cannotFollow(
    node,
    array.kind === "out" && index < array.rowLength
      ? "it is read before it is written"
      : `a row has ${array.rowLength} elements`,
  );
}
