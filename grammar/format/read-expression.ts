/** Reads expressions as pieces. Parentheses are those that were written. */

import { unreachable } from "../../src/base/unreachable.ts";
import { operandsOf } from "../expression-operands.ts";
import { OPERATOR_SIGNS } from "../printer/binding.ts";
import type {
  ChoiceExpression,
  EnumExpression,
  Expression,
  ImpliesExpression,
  Path,
} from "../syntax-tree.ts";
import { textPiece, type FlowPiece, type Piece } from "./piece.ts";
import { readOperands, type Operand } from "./read-items.ts";
import { readNames } from "./read-names.ts";
import type { TokenCursor } from "./token-cursor.ts";

export function readExpression(expression: Expression, cursor: TokenCursor): Piece {
  const first = firstOperand(expression);
  const isOwn = (): boolean =>
    cursor.isNext("(") && (cursor.next?.start ?? 0) < (first?.span.start ?? Infinity);
  if (!isOwn()) return readBare(expression, cursor);
  const before = cursor.take("(");
  const inner = readExpression(expression, cursor);
  return { kind: "enclosed", before, inner, after: cursor.take(")") };
}

/** The operand with which the expression starts, if it starts with one: parentheses before it may be the operand's. */
function firstOperand(expression: Expression): Expression | undefined {
  return expression.kind === "not" ? undefined : operandsOf(expression)[0];
}

function readBare(expression: Expression, cursor: TokenCursor): Piece {
  if (firstOperand(expression) !== undefined) cursor.loosenComments();
  switch (expression.kind) {
    case "constant":
      return textPiece(cursor.take());
    case "name":
      return textPiece(readPath(expression.path, cursor));
    case "has":
      return textPiece(`${cursor.take()} ${cursor.take("has")} ${cursor.take()}`);
    case "is":
      return textPiece(
        `${readPath(expression.path, cursor)} ${cursor.take("is")} ${cursor.take()}`,
      );
    case "enum":
      return readComparison(expression, cursor);
    case "not": {
      const before = cursor.take();
      const inner = readExpression(expression.operand, cursor);
      return { kind: "enclosed", before, inner, after: "" };
    }
    case "and":
    case "xor":
    case "or": {
      const readers = expression.operands.map((each) => () => readExpression(each, cursor));
      const items = readOperands(cursor, joinedBy(OPERATOR_SIGNS[expression.kind], readers));
      return { kind: "flow", items, breaks: "fill", hang: 2 };
    }
    case "implies": {
      const readers = impliedOperands(expression, cursor);
      const items = readOperands(cursor, joinedBy(OPERATOR_SIGNS.implies, readers));
      return { kind: "flow", items, breaks: "everywhere", hang: 3 };
    }
    case "choice":
      return readChoice(expression, cursor);
    default:
      return unreachable(expression);
  }
}

function joinedBy(sign: string, readers: readonly (() => Piece)[]): readonly Operand[] {
  return readers.map((read, place) => ({ sign: place === 0 ? "" : sign, read }));
}

/** `a -> b -> c` is one row of operands. */
function impliedOperands(
  { premise, conclusion }: ImpliesExpression,
  cursor: TokenCursor,
): readonly (() => Piece)[] {
  const isRow = conclusion.kind === "implies" && isBare(conclusion);
  const rest = isRow
    ? impliedOperands(conclusion, cursor)
    : [() => readExpression(conclusion, cursor)];
  return [() => readExpression(premise, cursor), ...rest];
}

/** `c ? a : d ? b : e` is a row of questions and answers, any other choice one of three operands. */
function readChoice(choice: ChoiceExpression, cursor: TokenCursor): FlowPiece {
  const isRow = choice.whenFalse.kind === "choice" && isBare(choice.whenFalse);
  const operands = isRow
    ? answers(choice, cursor)
    : [...question(choice, cursor), answer(choice.whenFalse, cursor)];
  return { kind: "flow", items: readOperands(cursor, operands), breaks: "everywhere", hang: 2 };
}

function question({ condition, whenTrue }: ChoiceExpression, cursor: TokenCursor): Operand[] {
  return [
    { sign: "", read: () => readExpression(condition, cursor) },
    { sign: "?", read: () => readExpression(whenTrue, cursor) },
  ];
}

function answer(expression: Expression, cursor: TokenCursor): Operand {
  return { sign: ":", read: () => readExpression(expression, cursor) };
}

function answers(choice: ChoiceExpression, cursor: TokenCursor): readonly Operand[] {
  const rows: Operand[] = [];
  let rest: Expression = choice;
  do {
    const asked: ChoiceExpression = rest;
    const read = (): Piece => ({
      kind: "flow",
      items: readOperands(cursor, question(asked, cursor)),
      breaks: "everywhere",
      hang: 0,
    });
    rows.push({ sign: rows.length === 0 ? "" : ":", read });
    rest = asked.whenFalse;
  } while (rest.kind === "choice" && isBare(rest));
  return [...rows, answer(rest, cursor)];
}

/** True if no parentheses stand around the expression: its span would start with them. */
function isBare(expression: Expression): boolean {
  return expression.span.start === firstOperand(expression)?.span.start;
}

function readComparison({ values }: EnumExpression, cursor: TokenCursor): Piece {
  const name = readMember(cursor);
  if (!cursor.isNext("in")) return textPiece(`${name} ${cursor.take()} ${cursor.take()}`);
  const before = `${name} ${cursor.take("in")} ${cursor.take("(")}`;
  const inner = readNames(values, cursor);
  return { kind: "enclosed", before, inner, after: cursor.take(")") };
}

/** `vendor`, `host.vendor` */
export function readMember(cursor: TokenCursor): string {
  const name = cursor.take();
  return cursor.isNext(".") ? `${name}${cursor.take(".")}${cursor.take()}` : name;
}

export function readPath({ parts, index }: Path, cursor: TokenCursor): string {
  const names = parts.map((_, place) => (place === 0 ? "" : cursor.take(".")) + cursor.take());
  const number = index === undefined ? [] : [cursor.take("["), cursor.take(), cursor.take("]")];
  return [...names, ...number].join("");
}

/** The expression that a statement states; comments before it go before the statement. */
export function readValue(expression: Expression, cursor: TokenCursor): Piece {
  cursor.loosenComments();
  return readExpression(expression, cursor);
}
