/** The loop over rows: what its variables are for the row at hand. */

import type { ts } from "ts-morph";
import { cannotFollow, evaluate, isConstant, type Frame } from "./evaluate.ts";
import { declaresWith } from "./module.ts";
import type { RowValue } from "./value.ts";
import { constantOf } from "./word.ts";

/** One turn of the loop, for any row. */
export interface Turn {
  /** What the counters are during the turn, by name. */
  readonly offsets: ReadonlyMap<string, RowValue>;
  /** What the turn computes: all but the moves to the next row. */
  readonly statements: readonly ts.Statement[];
}

/**
 * The loop must be `for (let row = 0; row < rows; row++) { … }` and end with one `counter += step`
 * for each counter, a variable that is zero before it. Then each row has its turn, and during it a
 * counter is its step times the number of the row.
 */
export function enterRow(frame: Frame, loop: ts.ForStatement, counters: ReadonlySet<string>): Turn {
  const { ts } = frame;
  checkHead(frame, loop);
  if (!ts.isBlock(loop.statement)) return cannotFollow(loop.statement);
  const { statements } = loop.statement;
  const firstMove = Math.max(statements.length - counters.size, 0);
  const offsets = new Map<string, RowValue>();
  for (const statement of statements.slice(firstMove)) {
    const [counter, offset] = readMove(frame, statement);
    if (!counters.has(counter) || offsets.has(counter)) return cannotFollow(statement);
    offsets.set(counter, offset);
  }
  return { offsets, statements: statements.slice(0, firstMove) };
}

function checkHead(frame: Frame, loop: ts.ForStatement): void {
  const { ts } = frame;
  const { initializer, condition, incrementor } = loop;
  if (initializer === undefined || condition === undefined || incrementor === undefined) {
    return cannotFollow(loop);
  }
  if (!ts.isVariableDeclarationList(initializer)) return cannotFollow(initializer);
  const [row, ...others] = initializer.declarations;
  if (
    row?.initializer === undefined ||
    others.length > 0 ||
    !declaresWith(ts, initializer, ts.NodeFlags.Let) ||
    !isConstant(evaluate(frame, row.initializer), 0)
  ) {
    return cannotFollow(initializer);
  }
  const isRow = (node: ts.Node): boolean =>
    ts.isIdentifier(node) && ts.isIdentifier(row.name) && node.text === row.name.text;
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
}

/** `counter += 27;` or `counter += kvmStep;`. */
function readMove(frame: Frame, statement: ts.Statement): readonly [string, RowValue] {
  const { ts } = frame;
  const move = ts.isExpressionStatement(statement) ? statement.expression : undefined;
  if (
    move === undefined ||
    !ts.isBinaryExpression(move) ||
    move.operatorToken.kind !== ts.SyntaxKind.PlusEqualsToken ||
    !ts.isIdentifier(move.left)
  ) {
    return cannotFollow(statement);
  }
  const step = evaluate(frame, move.right);
  if (step.kind === "stride") {
    return [move.left.text, { kind: "offset", stride: step.array, constant: 0 }];
  }
  const stride = step.kind === "word" ? constantOf(step.word) : undefined;
  if (stride === undefined) return cannotFollow(statement);
  return [move.left.text, { kind: "offset", stride, constant: 0 }];
}
