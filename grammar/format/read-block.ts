/** Reads a block: its braces, and its content between them. */

import type { Block, BlockContent } from "./node.ts";
import { skipSemicolons, takeAbove } from "./read-row.ts";
import type { TokenCursor } from "./token-cursor.ts";

export function readBlock(cursor: TokenCursor, readContent: () => BlockContent): Block {
  const [brace, ...others] = cursor.block();
  const isOnOneLine =
    brace?.comment === undefined &&
    others.every((token) => !token.isOnNewLine && token.comments.length === 0);
  cursor.take("{");
  const header = { loose: cursor.takeLoose(), trailing: cursor.takeTrailing() };
  const content = readContent();
  skipSemicolons(cursor);
  const below = takeAbove(cursor);
  cursor.take("}");
  cursor.giveBack(header.loose);
  if (isOnOneLine) cursor.giveBackTrailing(header.trailing);
  const comment = isOnOneLine ? undefined : header.trailing;
  const isEmpty = comment === undefined && below.length === 0 && isEmptyContent(content);
  return { content, comment, below, isOnOneLine: isOnOneLine || isEmpty };
}

function isEmptyContent(content: BlockContent): boolean {
  return content.kind === "rows" ? content.rows.length === 0 : content.bits.length === 0;
}
