/** The tokens of a file, each with the comments that belong to it and the blank lines around. */

import type { SyntaxTree } from "../syntax-tree.ts";
import { writtenPieces } from "../written-pieces.ts";

/** A comment on a line of its own. */
export interface OwnLine {
  /** The comment with its `#`, without trailing blanks. */
  readonly comment: string;
  readonly isAfterBlankLine: boolean;
}

export interface WrittenToken {
  readonly text: string;
  /** UTF-16 offset in the source. */
  readonly start: number;
  /** The comments between the token before and this one. */
  readonly comments: readonly OwnLine[];
  /** True if a line break stands before the token, or before its comments. */
  readonly isOnNewLine: boolean;
  /** True if a blank line stands directly before the token. */
  readonly isAfterBlankLine: boolean;
  /** The comment at the end of its line, if it is the last token there. */
  readonly comment: string | undefined;
}

export interface WrittenTokens {
  readonly tokens: readonly WrittenToken[];
  /** The comments after the last token and its line. */
  readonly rest: readonly OwnLine[];
}

/** @param tree of a file without mistakes. */
export function writtenTokens(tree: SyntaxTree): WrittenTokens {
  const tokens: { -readonly [Key in keyof WrittenToken]: WrittenToken[Key] }[] = [];
  let comments: OwnLine[] = [];
  /** Since the last token or comment. */
  let lineBreaks = 0;
  for (const { kind, text, start } of writtenPieces(tree)) {
    if (kind === "space") {
      lineBreaks = text.split("\n").length - 1;
      continue;
    }
    const isAfterBlankLine = lineBreaks > 1;
    const last = tokens.at(-1);
    if (kind === "token") {
      const isOnNewLine = lineBreaks > 0 || comments.length > 0 || last?.comment !== undefined;
      tokens.push({ text, start, comments, isOnNewLine, isAfterBlankLine, comment: undefined });
      comments = [];
    } else if (lineBreaks === 0 && last !== undefined && isFree(last, comments)) {
      last.comment = text.trimEnd();
    } else comments.push({ comment: text.trimEnd(), isAfterBlankLine });
    lineBreaks = 0;
  }
  return { tokens, rest: comments };
}

/** A carriage return alone ends a comment, but not its line: another comment may follow there. */
function isFree({ comment }: WrittenToken, comments: readonly OwnLine[]): boolean {
  return comment === undefined && comments.length === 0;
}
