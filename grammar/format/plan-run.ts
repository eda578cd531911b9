/** Plans the columns of a run: rows on neighbouring lines, of which equal parts are aligned. */

import { alignedWhere, largest } from "./columns.ts";
import { COMMENT_GAP } from "./lay-piece.ts";
import type { Row } from "./node.ts";
import { canBeFlat, flatText, widthOf } from "./piece.ts";
import { isOneLine, shapeOf, type Inline, type RowShape } from "./row-shape.ts";

export interface RowPlan extends RowShape {
  /** Undefined where nothing follows on the first line, or it does not fit there. */
  readonly inline: Inline | undefined;
  /** Blanks before the comment at the end. */
  readonly commentGap: number;
}

/** What is aligned differs by at most so many columns from the next longer one. */
const NEARBY_HEADS = 8;
const NEARBY_TAILS = 12;

/**
 * @param rows whose blocks, if they have any, fit on their lines.
 * @param room columns for a row.
 */
export function planRun(rows: readonly Row[], room: number): readonly RowPlan[] {
  return alignComments(alignTails(alignHeads(rows, room), room), room);
}

function alignHeads(rows: readonly Row[], room: number): readonly RowShape[] {
  const keywordWidth = largest(rows.map(({ keyword = "" }) => widthOf(keyword)));
  const widths = alignedWithin(
    rows,
    ({ headColumn, sign }) => headColumn && `${headColumn} ${sign}`,
    ({ head }) => (canBeFlat(head) ? widthOf(flatText(head)) : undefined),
    NEARBY_HEADS,
  );
  return rows.map((row, place) => {
    const bare = shapeOf(row, keywordWidth);
    const aligned = shapeOf(row, keywordWidth, widths[place]);
    return isOneLine(bare, room) && !isOneLine(aligned, room) ? bare : aligned;
  });
}

function alignTails(shapes: readonly RowShape[], room: number): readonly RowShape[] {
  const columns = alignedWithin(
    shapes,
    ({ inline }) => inline?.kind,
    (shape) => (isOneLine(shape, room) ? shape.lineWidth : undefined),
    NEARBY_TAILS,
  );
  return shapes.map((shape, place) => {
    const { inline, lineWidth } = shape;
    if (inline === undefined) return shape;
    const gap = inline.gap + (columns[place] ?? lineWidth) - lineWidth;
    const aligned = { ...shape, inline: { ...inline, gap } };
    if (isOneLine(aligned, room)) return aligned;
    return isOneLine(shape, room) ? shape : { ...shape, inline: undefined };
  });
}

function alignComments(shapes: readonly RowShape[], room: number): readonly RowPlan[] {
  const widths = shapes.map((shape) => (isOneLine(shape, room) ? widthOfLine(shape) : undefined));
  const columns = alignedWhere(
    shapes.map(({ row }, place) => (row.comment === undefined ? undefined : widths[place])),
    (width) => width,
    NEARBY_TAILS,
  );
  return shapes.map((shape, place) => {
    const width = widths[place] ?? 0;
    return { ...shape, commentGap: COMMENT_GAP + (columns[place] ?? width) - width };
  });
}

function widthOfLine({ lineWidth, inline }: RowShape): number {
  return inline === undefined ? lineWidth : lineWidth + inline.gap + widthOf(inline.text);
}

/** Aligns the values of each kind for itself. */
function alignedWithin<T>(
  values: readonly T[],
  kindOf: (value: T) => string | undefined,
  width: (value: T) => number | undefined,
  nearby: number,
): readonly (number | undefined)[] {
  const kinds = new Set(values.map(kindOf).filter((kind) => kind !== undefined));
  const aligned = [...kinds].map((kind) =>
    alignedWhere(values, (value) => (kindOf(value) === kind ? width(value) : undefined), nearby),
  );
  return values.map((_, place) =>
    aligned.map((columns) => columns[place]).find((column) => column !== undefined),
  );
}
