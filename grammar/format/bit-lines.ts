/** Lays out the bits of a layout's word: a table with one bit a line, or several bits on each line. */

import { builders } from "prettier/doc";

import { alignedWhere } from "./columns.ts";
import { flatBit } from "./flat-row.ts";
import { commentLines, type Lines } from "./lay-lines.ts";
import { layComment, type Doc } from "./lay-piece.ts";
import type { Bit, BlockContent } from "./node.ts";
import { widthOf } from "./piece.ts";

const { fill, ifBreak, softline } = builders;

type Bits = Extract<BlockContent, { readonly kind: "bits" }>;

/** Parts differ by at most so many columns from the next longer one if what follows them is aligned. */
const NEARBY = 12;

export function bitLines({ bits, isPacked }: Bits): readonly Lines[] {
  return isPacked ? packedLines(bits) : tableLines(bits);
}

function tableLines(bits: readonly Bit[]): readonly Lines[] {
  const numberWidth = Math.max(0, ...bits.map(({ number }) => number.length));
  const names = alignedWhere(
    bits,
    (bit) => (endsWithName(bit) ? undefined : bit.name.length),
    NEARBY,
  );
  const starts = bits.map((bit, place) => {
    const start = `${bit.number.padStart(numberWidth)} ${bit.name.padEnd(names[place] ?? 0)}`;
    return bit.description === undefined ? start : `${start} ${bit.description}`;
  });
  const ends = alignedWhere(
    bits.map((bit, place) => ({ bit, start: starts[place] ?? "" })),
    ({ bit, start }) => (bit.aliases === undefined ? undefined : widthOf(start)),
    NEARBY,
  );
  const texts = bits.map(({ aliases }, place) => {
    const start = starts[place] ?? "";
    if (aliases === undefined) return start;
    return `${start}${" ".repeat((ends[place] ?? 0) - widthOf(start))} ${aliases}`;
  });
  return bits.flatMap((bit, place) => [
    ...commentLines(bit.above),
    lineOf(bit, texts[place] ?? ""),
  ]);
}

function endsWithName({ description, aliases }: Bit): boolean {
  return description === undefined && aliases === undefined;
}

function lineOf({ isAfterBlankLine, comment }: Bit, text: string): Lines {
  return { doc: comment === undefined ? text : [text, layComment(comment)], isAfterBlankLine };
}

/** As many as fit on each line; a comment or a blank line starts another one. */
function packedLines(bits: readonly Bit[]): readonly Lines[] {
  const rows: Bit[][] = [];
  for (const bit of bits) {
    const row = rows.at(-1);
    const isApart = bit.isAfterBlankLine || bit.above.length > 0;
    const hasEnded = row?.at(-1)?.comment !== undefined;
    if (row === undefined || isApart || hasEnded) rows.push([bit]);
    else row.push(bit);
  }
  return rows.flatMap((row) => [
    ...commentLines(row[0]?.above ?? []),
    { doc: packedRow(row), isAfterBlankLine: row[0]?.isAfterBlankLine === true },
  ]);
}

function packedRow(bits: readonly Bit[]): Doc {
  const comment = bits.at(-1)?.comment;
  const docs = bits.flatMap((bit, place): Doc[] => {
    const text = flatBit(bit);
    return place === 0 ? [text] : [ifBreak(softline, "  "), text];
  });
  return [fill(docs), comment === undefined ? "" : layComment(comment)];
}
