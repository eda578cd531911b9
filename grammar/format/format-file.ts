/**
 * Lays the text of a rule file out: the same tokens and comments in the same order, with other space between them.
 *
 *     syntax tree + tokens → rows of pieces → documents → text
 *                  read-*.ts           lay-*.ts     prettier/doc
 */

import { builders, printer } from "prettier/doc";

import type { SyntaxTree } from "../syntax-tree.ts";
import { commentLines, layLines } from "./lay-lines.ts";
import type { Doc } from "./lay-piece.ts";
import { readRows, skipSemicolons, takeAbove } from "./read-row.ts";
import { readStatement } from "./read-statement.ts";
import { rowLines } from "./row-lines.ts";
import { TokenCursor } from "./token-cursor.ts";
import { writtenTokens } from "./written-tokens.ts";

export interface FormatOptions {
  /** Columns of a line. */
  readonly width: number;
  /** Columns by which blocks are indented. */
  readonly step: number;
}

export const DEFAULT_FORMAT: FormatOptions = { width: 120, step: 2 };

/**
 * Lines end as the first one of the file does, and a byte order mark is left out.
 *
 * @param tree of a file without mistakes.
 */
export function formatFile(tree: SyntaxTree, options: FormatOptions = DEFAULT_FORMAT): string {
  const { formatted } = printer.printDocToString(documentOf(tree, options), {
    printWidth: options.width,
    tabWidth: options.step,
  });
  const hasReturns = /\r?\n/.exec(tree.source.text)?.[0] === "\r\n";
  return hasReturns ? formatted.replaceAll("\n", "\r\n") : formatted;
}

/** What prettier's printer turns into the text. @param tree of a file without mistakes. */
export function documentOf(tree: SyntaxTree, { width, step }: FormatOptions): Doc {
  const cursor = new TokenCursor(writtenTokens(tree));
  const rows = readRows(cursor, tree.statements, (each) => readStatement(each, cursor));
  skipSemicolons(cursor);
  const below = commentLines(takeAbove(cursor));
  const lines = [...rowLines(rows, { width, step }), ...below];
  return lines.length === 0 ? "" : [layLines(lines), builders.hardline];
}
