/** Finds the first token of each line and its indentation. */

import type { IToken } from "chevrotain";

import { endOf } from "./tokens.ts";

export const NOT_FIRST = -1;
const TAB_WIDTH = 8;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const BYTE_ORDER_MARK = 0xfeff;

/** For each token, its indentation in columns if it is the first on its line, else `NOT_FIRST`. */
export function lineIndents(text: string, tokens: readonly IToken[]): Int32Array {
  const indents = new Int32Array(tokens.length).fill(NOT_FIRST);
  let end = 0;
  tokens.forEach((token, index) => {
    const lineStart = lastLineStart(text, end, token.startOffset);
    if (lineStart !== undefined) indents[index] = columns(text, lineStart, token.startOffset);
    end = endOf(token);
  });
  return indents;
}

/** Undefined if no line starts between the two offsets. The start of the file starts a line. */
function lastLineStart(text: string, from: number, to: number): number | undefined {
  for (let offset = to - 1; offset >= from; offset--) {
    if (text.charCodeAt(offset) === LINE_FEED) return offset + 1;
  }
  return from === 0 ? 0 : undefined;
}

/** The number of columns up to the token, or up to unknown characters before it. */
function columns(text: string, from: number, to: number): number {
  let column = 0;
  for (let offset = from; offset < to; offset++) {
    const character = text.charCodeAt(offset);
    if (character === TAB) column += TAB_WIDTH - (column % TAB_WIDTH);
    else if (character === SPACE) column++;
    else if (character !== BYTE_ORDER_MARK) break;
  }
  return column;
}
