/** Recognises the loop over rows. */

import type { ts } from "ts-morph";
import { cannotFollow, evaluate, isConstant, type Frame } from "./evaluate.ts";
import { declaresWith } from "./module.ts";

/** One iteration of the loop, for an arbitrary row. */
export interface Turn {
  /** The variable that is the number of the row. */
  readonly row: string;
  readonly statements: readonly ts.Statement[];
}

/** The loop must be `for (let row = 0; row < rows; row++) { … }`: then each row has its turn. */
export function enterRow(frame: Frame, loop: ts.ForStatement): Turn {
  const row = readHead(frame, loop);
  if (!frame.ts.isBlock(loop.statement)) return cannotFollow(loop.statement);
  return { row, statements: loop.statement.statements };
}

function readHead(frame: Frame, loop: ts.ForStatement): string {
  const { ts } = frame;
  const { initializer, condition, incrementor } = loop;
  if (initializer === undefined || condition === undefined || incrementor === undefined) {
    return cannotFollow(loop);
  }
  if (!ts.isVariableDeclarationList(initializer)) return cannotFollow(initializer);
  const [row, ...others] = initializer.declarations;
  if (
    row?.initializer === undefined ||
    !ts.isIdentifier(row.name) ||
    others.length > 0 ||
    !declaresWith(ts, initializer, ts.NodeFlags.Let) ||
    !isConstant(evaluate(frame, row.initializer), 0)
  ) {
    return cannotFollow(initializer);
  }
  const { text } = row.name;
  const isRow = (node: ts.Node): boolean => ts.isIdentifier(node) && node.text === text;
  if (
    !ts.isBinaryExpression(condition) ||
    condition.operatorToken.kind !== ts.SyntaxKind.LessThanToken ||
    !isRow(condition.left) ||
    evaluate(frame, condition.right).kind !== "rows"
  ) {
    return cannotFollow(condition);
  }
  if (
    !ts.isPostfixUnaryExpression(incrementor) ||
    incrementor.operator !== ts.SyntaxKind.PlusPlusToken ||
    !isRow(incrementor.operand)
  ) {
    return cannotFollow(incrementor);
  }
  return text;
}
