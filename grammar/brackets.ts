/**
 * Finds brackets that are never closed, and where they were most likely meant to close. Indentation
 * is used only for brackets that do not match; in a file whose brackets match it decides nothing
 * here.
 */

import type { IToken, TokenType } from "chevrotain";

import { NOT_FIRST } from "./line-indents.ts";
import * as t from "./tokens.ts";

const fileKeywords: ReadonlySet<TokenType> = new Set([
  t.Use,
  t.Layout,
  t.Input,
  t.Flag,
  t.Enum,
  t.Assume,
  t.Caps,
  t.Test,
]);

/** True for a keyword of statements that can only stand outside of blocks. */
export function isFileKeyword(type: TokenType): boolean {
  return fileKeywords.has(type);
}

/** The end of the parentheses that open at one token. */
export interface ParenthesesEnd {
  /**
   * The index of the token that closes the parentheses, or before which they should have been
   * closed.
   */
  readonly index: number;
  /** The number of closing parentheses missing there. */
  readonly missing: number;
  /** The outermost unclosed parenthesis. */
  readonly unclosed: IToken | undefined;
}

/** Tokens that never stand within parentheses, whatever the line breaks are. */
const endParentheses: ReadonlySet<TokenType> = new Set([
  t.Because,
  t.Text,
  t.LeftBrace,
  t.RightBrace,
  t.Semicolon,
]);

const inParentheses: ReadonlySet<TokenType> = new Set([t.Has, t.In, t.All, t.None]);

/** True for a token that shows its line to be a new statement. */
function startsStatement(token: IToken): boolean {
  const { tokenType: type } = token;
  return type === t.Equal || (t.isKeyword(token) && !inParentheses.has(type));
}

/** @param from the index of the opening parenthesis. */
export function findParenthesesEnd(
  tokens: readonly IToken[],
  indents: Int32Array,
  from: number,
  statementIndent: number,
): ParenthesesEnd {
  const open: IToken[] = [];
  /** The first line after the opener that is not indented deeper than the statement. */
  let shallowLine: number | undefined;
  let lastLine: number | undefined;
  let index = from;
  for (; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    const type = token.tokenType;
    const indent = indents[index] ?? NOT_FIRST;
    if (index > from && indent !== NOT_FIRST) {
      lastLine = index;
      if (indent <= statementIndent && type !== t.RightParen) shallowLine ??= index;
    }
    if (type === t.LeftParen) open.push(token);
    else if (type === t.RightParen) {
      open.pop();
      if (open.length === 0) return { index, missing: 0, unclosed: undefined };
    } else if (endParentheses.has(type)) break;
    else if (lastLine !== undefined && startsStatement(token)) break;
  }
  let end = shallowLine ?? lastLine ?? index;
  while (tokens[end]?.tokenType === t.RightParen) end++;
  const unclosed = unclosedBetween(tokens, from, end);
  return { index: end, missing: unclosed.length, unclosed: unclosed[0] };
}

function unclosedBetween(tokens: readonly IToken[], from: number, end: number): IToken[] {
  const open: IToken[] = [];
  for (let index = from; index < end; index++) {
    const token = tokens[index];
    if (token?.tokenType === t.LeftParen) open.push(token);
    else if (token?.tokenType === t.RightParen) open.pop();
  }
  return open;
}

export interface OutermostBlock {
  /** True if the braces in the block match. Otherwise indentation decides where its blocks end. */
  readonly isBalanced: boolean;
  /** Indices of surplus closing braces that would end the block too early. */
  readonly strays: ReadonlySet<number>;
  /** The index of the token that ends the block, or the number of tokens. */
  readonly end: number;
}

/** @param from the index of a `{` that is not nested in another. */
export function inspectBlock(
  tokens: readonly IToken[],
  indents: Int32Array,
  from: number,
  indent: number,
): OutermostBlock {
  let depth = 0;
  /**
   * A brace that ends the block although it and the text after it are indented like the block's
   * content.
   */
  let doubtful: number | undefined;
  let index = from;
  for (; index < tokens.length; index++) {
    const type = tokens[index]?.tokenType;
    const column = indents[index] ?? NOT_FIRST;
    const isOutside = type !== undefined && isFileKeyword(type) && depth > 0;
    if (isOutside && column !== NOT_FIRST && column <= indent) break;
    if (type === t.LeftBrace) depth++;
    else if (type === t.RightBrace) {
      depth--;
      if (depth > 0) continue;
      const isDoubtful = doubtful === undefined && column > indent;
      if (!isDoubtful || !goesOnWithin(tokens, indents, index, indent)) {
        const strays = new Set(doubtful === undefined ? [] : [doubtful]);
        return { isBalanced: true, strays, end: index };
      }
      doubtful = index;
      depth = 1;
    }
  }
  const end = doubtful ?? index;
  return { isBalanced: doubtful !== undefined, strays: new Set(), end };
}

function goesOnWithin(
  tokens: readonly IToken[],
  indents: Int32Array,
  brace: number,
  indent: number,
): boolean {
  const next = tokens[brace + 1];
  return next !== undefined && !isFileKeyword(next.tokenType) && (indents[brace + 1] ?? 0) > indent;
}
