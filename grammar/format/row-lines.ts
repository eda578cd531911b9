/** Lays statements out below each other: aligned in runs, with their blocks. */

import { builders } from "prettier/doc";

import { bitLines } from "./bit-lines.ts";
import { commentLines, layLines, type Lines } from "./lay-lines.ts";
import { layComment, type Doc } from "./lay-piece.ts";
import { layRow } from "./lay-row.ts";
import type { Block, Row } from "./node.ts";
import { planRun } from "./plan-run.ts";
import { isOneLine, shapeOf } from "./row-shape.ts";

const { hardline, indent } = builders;

export interface Room {
  /** Columns for what is laid out. */
  readonly width: number;
  /** Columns by which the content of a block is indented. */
  readonly step: number;
}

const OPENING = " {";

export function rowLines(rows: readonly Row[], room: Room): readonly Lines[] {
  const docs = runsOf(rows, room).flatMap((run) => layRun(run, room));
  return rows.flatMap((row, place): readonly Lines[] => [
    ...commentLines(row.above),
    { doc: docs[place] ?? "", isAfterBlankLine: row.isAfterBlankLine },
  ]);
}

/** Rows whose parts are aligned: up to a blank line, or to a row with a block of several lines, which is no part of a run. */
function runsOf(rows: readonly Row[], room: Room): readonly (readonly Row[])[] {
  const runs: Row[][] = [];
  let isOpen = false;
  for (const row of rows) {
    const isApart = row.isAfterBlankLine || row.above.some((line) => line.isAfterBlankLine);
    const hasLines = brokenBlock(row, room) !== undefined;
    if (isOpen && !isApart && !hasLines) runs.at(-1)?.push(row);
    else runs.push([row]);
    isOpen = !hasLines;
  }
  return runs;
}

/** The block, if it is not on the line of its header. */
function brokenBlock(row: Row, { width }: Room): Block | undefined {
  const { block } = row;
  return block?.isOnOneLine === true && isOneLine(shapeOf(row), width) ? undefined : block;
}

function layRun(run: readonly Row[], room: Room): readonly Doc[] {
  const [row] = run;
  const block = row && brokenBlock(row, room);
  if (row !== undefined && block !== undefined) return [layWithBlock(row, block, room)];
  return planRun(run, room.width).map((plan) => [
    layRow(plan, room.width),
    layOptional(plan.row.comment, plan.commentGap),
  ]);
}

function layWithBlock(row: Row, block: Block, room: Room): Doc {
  const width = room.width - OPENING.length;
  const header = planRun([{ ...row, block: undefined }], width).map((plan) => layRow(plan, width));
  const lines = contentLines(block, { ...room, width: room.width - room.step });
  return [
    [...header, OPENING, layOptional(block.comment)],
    lines.length === 0 ? "" : indent([hardline, layLines(lines)]),
    [hardline, "}", layOptional(row.comment)],
  ];
}

function contentLines({ content, below }: Block, room: Room): readonly Lines[] {
  const lines =
    content.kind === "rows" ? rowLines(content.rows, room) : bitLines(content, room.width);
  return [...lines, ...commentLines(below)];
}

function layOptional(comment: string | undefined, gap?: number): Doc {
  return comment === undefined ? "" : layComment(comment, gap);
}
