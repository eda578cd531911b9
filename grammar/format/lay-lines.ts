/** Puts documents on lines below each other, with comments and blank lines between. */

import { builders } from "prettier/doc";

import type { Doc } from "./lay-piece.ts";
import type { OwnLine } from "./written-tokens.ts";

const { hardline } = builders;

export interface Lines {
  readonly doc: Doc;
  readonly isAfterBlankLine: boolean;
}

export function commentLines(comments: readonly OwnLine[]): readonly Lines[] {
  return comments.map(({ comment, isAfterBlankLine }) => ({ doc: comment, isAfterBlankLine }));
}

/** Joins the lines with at most one blank line between two, and none before the first. */
export function layLines(lines: readonly Lines[]): Doc {
  return lines.map(({ doc, isAfterBlankLine }, place) => {
    if (place === 0) return doc;
    return [hardline, isAfterBlankLine ? hardline : "", doc];
  });
}
