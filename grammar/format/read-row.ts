/** Reads the comments and ends of statements, whatever they are. */

import type { Row } from "./node.ts";
import type { TokenCursor } from "./token-cursor.ts";
import type { OwnLine } from "./written-tokens.ts";

/** A row without what stands around it. */
export type BareRow = Omit<Row, "above" | "isAfterBlankLine" | "comment">;

/** @param read what a statement of the list is. */
export function readRows<T>(
  cursor: TokenCursor,
  statements: readonly T[],
  read: (statement: T) => BareRow,
): readonly Row[] {
  return statements.map((statement) => readRow(cursor, () => read(statement)));
}

export function readRow(cursor: TokenCursor, read: () => BareRow): Row {
  skipSemicolons(cursor);
  const above = takeAbove(cursor);
  const isAfterBlankLine = cursor.next?.isAfterBlankLine === true;
  const bare = read();
  if (cursor.isNext(";")) cursor.take();
  const before = withLoose(above, cursor.takeLoose(), isAfterBlankLine);
  return { ...bare, ...before, comment: cursor.takeTrailing() };
}

/** Comments that come from within a statement stand directly before it, after a blank line if it does. */
export function withLoose(
  above: readonly OwnLine[],
  loose: readonly OwnLine[],
  isAfterBlankLine: boolean,
): Pick<Row, "above" | "isAfterBlankLine"> {
  if (loose.length === 0) return { above, isAfterBlankLine };
  const moved = loose.map(({ comment }, place) => ({
    comment,
    isAfterBlankLine: place === 0 && isAfterBlankLine,
  }));
  return { above: [...above, ...moved], isAfterBlankLine: false };
}

/** The comments before the next token, which starts a statement or ends a list of them. */
export function takeAbove(cursor: TokenCursor): readonly OwnLine[] {
  return [...cursor.takeLoose(), ...cursor.takeComments()];
}

/** Statements end with their lines, or stand in a block of one line, which has its own. */
export function skipSemicolons(cursor: TokenCursor): void {
  while (cursor.isNext(";")) cursor.take();
  cursor.loosenTrailing();
}
