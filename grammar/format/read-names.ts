/** Reads lists of names without dots. */

import type { Identifier } from "../syntax-tree.ts";
import { listPiece, textPiece, type FlowPiece } from "./piece.ts";
import { readItems } from "./read-items.ts";
import type { TokenCursor } from "./token-cursor.ts";

export function readNames(names: readonly Identifier[], cursor: TokenCursor): FlowPiece {
  const readers = names.map(() => () => textPiece(cursor.take()));
  return listPiece(readItems(cursor, readers));
}
