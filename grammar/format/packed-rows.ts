/** Puts short texts beside each other: in columns where that takes little more room, else as many on each line as fit. */

import { largest } from "./columns.ts";
import { widthOf } from "./piece.ts";

const GAP = 2;

/** A number and a name: `0 X`. */
const NARROWEST = 3;

/** Columns may take so many lines more than as many texts on each line as fit. */
const MORE_LINES = 1;

/** @returns the lines. @param room columns of a line. */
export function packedRows(texts: readonly string[], room: number): readonly string[] {
  const filled = fillRows(texts, room);
  if (filled.length === 1) return filled;
  return inColumns(texts, room, filled.length + MORE_LINES) ?? filled;
}

function fillRows(texts: readonly string[], room: number): readonly string[] {
  const rows: string[] = [];
  for (const text of texts) {
    const row = rows.pop();
    const longer = row === undefined ? text : row + " ".repeat(GAP) + text;
    if (row === undefined || widthOf(longer) <= room) rows.push(longer);
    else rows.push(row, text);
  }
  return rows;
}

/** In as few lines as columns that fit allow; undefined if these are too many. */
function inColumns(
  texts: readonly string[],
  room: number,
  mostRows: number,
): readonly string[] | undefined {
  const mostColumns = Math.floor((room + GAP) / (NARROWEST + GAP));
  for (let count = Math.min(mostColumns, Math.ceil(texts.length / 2)); count > 1; count--) {
    const rowCount = Math.ceil(texts.length / count);
    if (rowCount > mostRows) return undefined;
    // No more columns than that many lines need, so that the last one is not nearly empty.
    const rows = rowsOf(texts, Math.ceil(texts.length / rowCount));
    const widths = columnWidths(rows);
    const total = widths.reduce((sum, width) => sum + width + GAP, -GAP);
    if (total <= room) return rows.map((row) => joinRow(row, widths));
  }
  return undefined;
}

function rowsOf(texts: readonly string[], columns: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(texts.length / columns) }, (_, row) =>
    texts.slice(row * columns, (row + 1) * columns),
  );
}

function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const [first = []] = rows;
  return first.map((_, column) => largest(rows.map((row) => widthOf(row[column] ?? ""))));
}

function joinRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((text, column) => text + " ".repeat((widths[column] ?? 0) - widthOf(text)));
  return cells.join(" ".repeat(GAP)).trimEnd();
}
