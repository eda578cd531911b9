/** Reads what a program is given: inputs, flags and enumerations. */

import type { EnumDeclaration, FlagDeclaration, InputDeclaration } from "../syntax-tree.ts";
import { PLAIN_ROW } from "./node.ts";
import { textPiece } from "./piece.ts";
import { readNames } from "./read-names.ts";
import type { BareRow } from "./read-row.ts";
import { readEnding } from "./read-tail.ts";
import type { TokenCursor } from "./token-cursor.ts";

type Declaration = InputDeclaration | FlagDeclaration | EnumDeclaration;

export function readDeclaration(statement: Declaration, cursor: TokenCursor): BareRow {
  const keyword = cursor.take(statement.kind);
  const name = cursor.take();
  if (statement.kind === "flag") {
    return { ...PLAIN_ROW, keyword, head: textPiece(name), ...readEnding(cursor, statement) };
  }
  const head = textPiece(name + cursor.take(":"));
  const body =
    statement.kind === "input" ? textPiece(cursor.take()) : readNames(statement.values, cursor);
  return { ...PLAIN_ROW, keyword, head, body, ...readEnding(cursor, statement) };
}
