/** Lays out the bits of a layout's word: a table with one bit a line, or several bits on each line. */

import { alignedWhere, largest } from "./columns.ts";
import { flatBit } from "./flat-row.ts";
import { commentLines, type Lines } from "./lay-lines.ts";
import { layComment, type Doc } from "./lay-piece.ts";
import type { Bit, BlockContent } from "./node.ts";
import { packedRows } from "./packed-rows.ts";
import { widthOf } from "./piece.ts";

type Bits = Extract<BlockContent, { readonly kind: "bits" }>;

/** Parts differ by at most so many columns from the next longer one if what follows them is aligned. */
const NEARBY = 32;

/** @param room columns of a line. */
export function bitLines({ bits, isPacked }: Bits, room: number): readonly Lines[] {
  return isPacked ? packedLines(bits, room) : tableLines(bits);
}

function tableLines(bits: readonly Bit[]): readonly Lines[] {
  const numberWidth = largest(bits.map(({ number }) => number.length));
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
  return { doc: withComment(text, comment), isAfterBlankLine };
}

/** Several on each line; a comment or a blank line starts another one. */
function packedLines(bits: readonly Bit[], room: number): readonly Lines[] {
  const runs: Bit[][] = [];
  for (const bit of bits) {
    const run = runs.at(-1);
    const isApart = bit.isAfterBlankLine || bit.above.length > 0;
    const hasEnded = run?.at(-1)?.comment !== undefined;
    if (run === undefined || isApart || hasEnded) runs.push([bit]);
    else run.push(bit);
  }
  return runs.flatMap((run) => packedRun(run, room));
}

function packedRun(run: readonly Bit[], room: number): readonly Lines[] {
  const [first] = run;
  const comment = run.at(-1)?.comment;
  const rows = packedRows(run.map(flatBit), room);
  return [
    ...commentLines(first?.above ?? []),
    ...rows.map((text, place) => ({
      doc: place === rows.length - 1 ? withComment(text, comment) : text,
      isAfterBlankLine: place === 0 && first?.isAfterBlankLine === true,
    })),
  ];
}

function withComment(text: string, comment: string | undefined): Doc {
  return comment === undefined ? text : [text, layComment(comment)];
}
