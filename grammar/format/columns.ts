/** Finds the columns in which the parts of neighbouring rows are aligned. */

/**
 * The column for each of some widths: the largest one that is not far from it. Widths that are far apart are not aligned, as
 * one long line would push all others away.
 *
 * For widths 3, 8, 10 and 40, with `nearby` 8, the columns are 10, 10, 10 and 40.
 */
export function alignedColumns(widths: readonly number[], nearby: number): readonly number[] {
  const sorted = widths.toSorted((a, b) => a - b);
  const columns = new Map<number, number>();
  let column: number | undefined;
  for (const [place, width] of [...sorted.entries()].reverse()) {
    const next = sorted[place + 1];
    if (column === undefined || next === undefined || next - width > nearby) column = width;
    columns.set(width, column);
  }
  return widths.map((width) => columns.get(width) ?? width);
}

/** Aligns the values of a list for which `widthOf` knows a width; the others are undefined. */
export function alignedWhere<T>(
  values: readonly T[],
  widthOf: (value: T) => number | undefined,
  nearby: number,
): readonly (number | undefined)[] {
  const widths = values.map(widthOf);
  const known = widths.filter((width) => width !== undefined);
  const columns = alignedColumns(known, nearby);
  let next = 0;
  return widths.map((width) => (width === undefined ? undefined : columns[next++]));
}

/** 0 for none. There may be more than a call can have arguments. */
export function largest(widths: readonly number[]): number {
  return widths.reduce((most, width) => Math.max(most, width), 0);
}
