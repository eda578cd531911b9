/** Reads each kind of statement as a row. */

import { unreachable } from "../../src/base/unreachable.ts";
import type {
  AssertStatement,
  AssumeStatement,
  CapsBlock,
  Statement,
  UseStatement,
  WhenBlock,
} from "../syntax-tree.ts";
import { PLAIN_ROW, STATEMENT_SEPARATOR } from "./node.ts";
import { textPiece } from "./piece.ts";
import { readBlock } from "./read-block.ts";
import { readDeclaration } from "./read-declaration.ts";
import { readValue } from "./read-expression.ts";
import { readLayout } from "./read-layout.ts";
import { readRow, readRows, type BareRow } from "./read-row.ts";
import { readRule } from "./read-rule.ts";
import { readEnding } from "./read-tail.ts";
import { readTest } from "./read-test.ts";
import type { TokenCursor } from "./token-cursor.ts";

export function readStatement(statement: Statement, cursor: TokenCursor): BareRow {
  switch (statement.kind) {
    case "use":
      return readUse(statement, cursor);
    case "input":
    case "flag":
    case "enum":
      return readDeclaration(statement, cursor);
    case "layout":
      return readLayout(statement, cursor);
    case "test":
      return readTest(statement, cursor);
    case "caps":
      return readCaps(statement, cursor);
    case "when":
      return readWhen(statement, cursor);
    case "assume":
    case "assert":
      return readClaim(statement, cursor);
    case "default":
    case "unnamed":
    case "class":
    case "set":
    case "apply":
    case "rule":
    case "also":
    case "requires":
      return readRule(statement, cursor);
    default:
      return unreachable(statement);
  }
}

function readUse({ kind }: UseStatement, cursor: TokenCursor): BareRow {
  return { ...PLAIN_ROW, head: textPiece(`${cursor.take(kind)} ${cursor.take()}`) };
}

function readClaim(statement: AssertStatement | AssumeStatement, cursor: TokenCursor): BareRow {
  const head = textPiece(cursor.take(statement.kind));
  const body = readValue(statement.claim, cursor);
  return { ...PLAIN_ROW, head, body, ...readEnding(cursor, statement) };
}

function readWhen(statement: WhenBlock, cursor: TokenCursor): BareRow {
  const head = textPiece(cursor.take("when"));
  const body = readValue(statement.condition, cursor);
  return { ...PLAIN_ROW, head, body, block: readRuleBlock(statement, cursor) };
}

function readCaps(statement: CapsBlock, cursor: TokenCursor): BareRow {
  const { layout, base, role, description } = statement;
  const words = [
    `${cursor.take("caps")} ${cursor.take()}${layout === undefined ? "" : cursor.take(":")}`,
  ];
  if (layout !== undefined) words.push(cursor.take());
  if (base !== undefined) words.push(cursor.take("extends"), cursor.take());
  if (role !== undefined) words.push(cursor.take());
  const head = textPiece(words.join(" "));
  const ending = readEnding(cursor, { description });
  return { ...PLAIN_ROW, head, ...ending, block: readRuleBlock(statement, cursor) };
}

function readRuleBlock(
  { because, statements }: CapsBlock | WhenBlock,
  cursor: TokenCursor,
): BareRow["block"] {
  return readBlock(cursor, () => {
    const reasons = because === undefined ? [] : [readRow(cursor, () => readReason(cursor))];
    const rows = readRows(cursor, statements, (each) => readStatement(each, cursor));
    return { kind: "rows", rows: [...reasons, ...rows], separator: STATEMENT_SEPARATOR };
  });
}

function readReason(cursor: TokenCursor): BareRow {
  return { ...PLAIN_ROW, head: textPiece(`${cursor.take("because")} ${cursor.take()}`) };
}
