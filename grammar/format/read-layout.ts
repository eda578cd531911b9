/** Reads layouts: their enumerations, words and bits. */

import type {
  BitDeclaration,
  EnumDeclaration,
  LayoutDeclaration,
  LeafAddress,
  WordDeclaration,
} from "../syntax-tree.ts";
import { PLAIN_ROW, type Bit } from "./node.ts";
import { textPiece } from "./piece.ts";
import { readBlock } from "./read-block.ts";
import { readDeclaration } from "./read-declaration.ts";
import { readRows, takeAbove, withLoose, type BareRow } from "./read-row.ts";
import { readEnding } from "./read-tail.ts";
import type { TokenCursor } from "./token-cursor.ts";

export function readLayout(layout: LayoutDeclaration, cursor: TokenCursor): BareRow {
  const head = textPiece(`${cursor.take("layout")} ${cursor.take()}`);
  const ending = readEnding(cursor, { description: layout.description });
  const parts = [...layout.enums, ...layout.words].sort((a, b) => a.span.start - b.span.start);
  const block = readBlock(cursor, () => ({
    kind: "rows",
    rows: readRows(cursor, parts, (part) => readPart(part, cursor)),
    separator: "  ",
  }));
  return { ...PLAIN_ROW, head, ...ending, block };
}

function readPart(part: EnumDeclaration | WordDeclaration, cursor: TokenCursor): BareRow {
  return "values" in part ? readDeclaration(part, cursor) : readWord(part, cursor);
}

function readWord({ address, description, bits }: WordDeclaration, cursor: TokenCursor): BareRow {
  const head = textPiece(`${cursor.take()} ${cursor.take()}`);
  const addressed =
    address === undefined
      ? {}
      : { sign: cursor.take("="), body: textPiece(readAddress(address, cursor)) };
  const ending = readEnding(cursor, { description });
  const block = readBlock(cursor, () => {
    const read = bits.map((bit) => readBit(bit, cursor));
    return {
      kind: "bits",
      bits: read.map(({ bit }) => bit),
      isPacked: read[1]?.isOnNewLine === false,
    };
  });
  return { ...PLAIN_ROW, head, headColumn: "leaf", ...addressed, ...ending, block };
}

/** `0x7.0 ebx` */
function readAddress({ index }: LeafAddress, cursor: TokenCursor): string {
  const leaf = cursor.take();
  const subLeaf = index === undefined ? "" : cursor.take(".") + cursor.take();
  return `${leaf}${subLeaf} ${cursor.take()}`;
}

interface ReadBit {
  readonly bit: Bit;
  readonly isOnNewLine: boolean;
}

function readBit(declared: BitDeclaration, cursor: TokenCursor): ReadBit {
  const before = takeAbove(cursor);
  const { isOnNewLine = false, isAfterBlankLine = false } = cursor.next ?? {};
  const number = cursor.take();
  const name = cursor.take();
  const description = declared.description === undefined ? undefined : cursor.take();
  const aliases = declared.aliases.map((_, place) =>
    place === 0 ? `${cursor.take("alias")} ${cursor.take()}` : cursor.take(),
  );
  const bit = {
    ...withLoose(before, cursor.takeLoose(), isAfterBlankLine),
    number,
    name,
    description,
    aliases: aliases.length === 0 ? undefined : aliases.join(" "),
    comment: cursor.takeTrailing(),
  };
  return { bit, isOnNewLine };
}
