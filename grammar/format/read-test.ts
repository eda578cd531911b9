/** Reads `test` blocks: a row for each `given` and `expect`. */

import { unreachable } from "../../src/base/unreachable.ts";
import type { BitsItem, GivenItem, ListElement, TestBlock } from "../syntax-tree.ts";
import { PLAIN_ROW, STATEMENT_SEPARATOR } from "./node.ts";
import { listPiece, textPiece, type Piece } from "./piece.ts";
import { readBlock } from "./read-block.ts";
import { readMember, readPath } from "./read-expression.ts";
import { readItems } from "./read-items.ts";
import { readRows, type BareRow } from "./read-row.ts";
import type { TokenCursor } from "./token-cursor.ts";

export function readTest(test: TestBlock, cursor: TokenCursor): BareRow {
  const head = textPiece(`${cursor.take("test")} ${cursor.take()}`);
  const lines = linesOf(test, cursor);
  const block = readBlock(cursor, () => ({
    kind: "rows",
    rows: readRows(cursor, lines, (items) => readLine(items, cursor)),
    separator: STATEMENT_SEPARATOR,
  }));
  return { ...PLAIN_ROW, head, block };
}

/** The items of each line; the tree has those of all lines in two lists. */
function linesOf(
  { givens, expectations }: TestBlock,
  cursor: TokenCursor,
): readonly (readonly GivenItem[])[] {
  const items = [...givens, ...expectations].sort((a, b) => a.span.start - b.span.start);
  const lines = cursor
    .block()
    .filter(({ text }) => text === "given" || text === "expect")
    .map(({ start }) => ({ start, items: [] as GivenItem[] })); // filled below
  let place = 0;
  for (const item of items) {
    while ((lines[place + 1]?.start ?? Infinity) < item.span.start) place++;
    lines[place]?.items.push(item);
  }
  return lines.map((line) => line.items);
}

function readLine(items: readonly GivenItem[], cursor: TokenCursor): BareRow {
  const head = textPiece(cursor.take());
  const readers = items.map((item, place) => () => {
    const piece = readItem(item, cursor);
    return place === items.length - 1 ? piece : followedBy(piece, cursor.take(";"));
  });
  const body = listPiece(readItems(cursor, readers));
  return { ...PLAIN_ROW, head, headColumn: "case", body };
}

function followedBy(piece: Piece, after: string): Piece {
  return { kind: "enclosed", before: "", inner: piece, after };
}

function readItem(item: GivenItem | BitsItem, cursor: TokenCursor): Piece {
  switch (item.kind) {
    case "bits": {
      const before = `${cursor.take()}${cursor.take(":")} `;
      const readers = item.elements.map((each) => () => textPiece(readElement(each, cursor)));
      return { kind: "enclosed", before, inner: listPiece(readItems(cursor, readers)), after: "" };
    }
    case "value":
      return textPiece(`${readMember(cursor)} ${cursor.take("=")} ${cursor.take()}`);
    case "flag":
      return textPiece((item.on ? "" : cursor.take("!")) + cursor.take());
    case "presence": {
      const sign = item.present ? "" : cursor.take("!");
      return textPiece(`${sign}${cursor.take()} ${cursor.take("has")} ${cursor.take()}`);
    }
    default:
      return unreachable(item);
  }
}

function readElement({ negated, path }: ListElement, cursor: TokenCursor): string {
  const sign = negated ? cursor.take("!") : "";
  return sign + (path === undefined ? cursor.take("all") : readPath(path, cursor));
}
