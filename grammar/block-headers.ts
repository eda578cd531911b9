/**
 * Inserts a `{` after a block's header that lacks one, so that the body is still parsed as a block.
 */

import type { IToken, TokenType } from "chevrotain";

import { missingBrace } from "../src/diagnostics/syntax.ts";
import type { Findings } from "./findings.ts";
import { NOT_FIRST } from "./line-indents.ts";
import { roleOf } from "./role-words.ts";
import * as t from "./tokens.ts";

const blockKeywords: ReadonlySet<TokenType> = new Set([t.Layout, t.Caps, t.When, t.Test]);

/** Tokens that never belong to a header, though a mistake may put them on a line with a `{`. */
const bodyTokens: ReadonlySet<TokenType> = new Set([
  t.Equal,
  t.Also,
  t.Requires,
  t.Because,
  t.Semicolon,
  t.RightBrace,
]);

/** Tokens that follow the bits of a rule. */
const ruleSigns: ReadonlySet<TokenType> = new Set([t.Equal, t.Also, t.Requires]);

const nameEnds: ReadonlySet<TokenType> = new Set([t.Name, t.RightBracket]);

const headerKeywords: ReadonlySet<TokenType> = new Set([t.Extends, t.Has, t.In, t.All, t.None]);

/**
 * Tokens that continue an expression on the next line, at the end of the first line or the start of
 * the second.
 */
const joints: ReadonlySet<TokenType> = new Set([
  t.And,
  t.Or,
  t.Xor,
  t.Not,
  t.Complement,
  t.Arrow,
  t.Question,
  t.Colon,
  t.Dot,
  t.LeftParen,
  t.RightParen,
  t.EqualEqual,
  t.NotEqual,
  t.Has,
  t.In,
  t.Extends,
]);

/** Returns the tokens with missing braces inserted; the same array if nothing is missing. */
export function completeHeaders(
  tokens: IToken[],
  indents: Int32Array,
  findings: Findings,
): IToken[] {
  const places: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (!blockKeywords.has(token.tokenType) || !startsStatement(tokens, indents, index)) continue;
    const place = findMissingBrace(tokens, indents, index);
    if (place === undefined) continue;
    const before = tokens[place - 1] ?? token;
    findings.add(missingBrace, token.startOffset, t.endOf(before), { keyword: token.image });
    if (findings.isFull) break;
    places.push(place);
  }
  return places.length === 0 ? tokens : withBraces(tokens, places);
}

/** True for a brace that `completeHeaders` inserted. */
export function isPutIn(brace: IToken): boolean {
  return brace.image === "";
}

function withBraces(tokens: readonly IToken[], places: readonly number[]): IToken[] {
  const complete: IToken[] = [];
  let from = 0;
  for (const place of places) {
    for (; from < place; from++) complete.push(...tokens.slice(from, from + 1));
    const before = complete.at(-1);
    const offset = before === undefined ? 0 : t.endOf(before);
    complete.push(t.virtualToken(t.LeftBrace, offset));
  }
  for (; from < tokens.length; from++) complete.push(...tokens.slice(from, from + 1));
  return complete;
}

function startsStatement(tokens: readonly IToken[], indents: Int32Array, index: number): boolean {
  if (indents[index] !== NOT_FIRST) return true;
  const before = tokens[index - 1]?.tokenType;
  return before === t.LeftBrace || before === t.RightBrace || before === t.Semicolon;
}

/** The index of the token before which the header that starts at `from` lacks its `{`. */
function findMissingBrace(
  tokens: readonly IToken[],
  indents: Int32Array,
  from: number,
): number | undefined {
  /** The first line that does not look like part of the header. */
  let bodyLine: number | undefined;
  let isOnNextLine = false;
  let firstBodyToken: number | undefined;
  /** The first of two adjacent names, which no header has: it starts a list of bits. */
  let firstTarget: number | undefined;
  for (let index = from + 1; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    const type = token.tokenType;
    if (type === t.LeftBrace) return undefined;
    const isRole = tokens[from]?.tokenType === t.Caps && roleOf(token) !== undefined;
    if (type === t.Name && !isRole && nameEnds.has(tokens[index - 1]?.tokenType ?? type)) {
      firstTarget ??= index;
    }
    if (indents[index] !== NOT_FIRST) {
      if (firstBodyToken !== undefined) break;
      isOnNextLine = true;
      const before = tokens[index - 1]?.tokenType ?? type;
      if (!joints.has(type) && !joints.has(before)) bodyLine ??= index;
    }
    const isKeyword = t.isKeyword(token) && !headerKeywords.has(type);
    if (bodyTokens.has(type) || isKeyword) {
      if (!ruleSigns.has(type)) firstBodyToken ??= index;
      // A sign without bits before it is a mistake in the header, such as `=` for `==`.
      else if (firstTarget !== undefined) firstBodyToken ??= firstTarget;
      if (isOnNextLine) break;
    }
  }
  return bodyLine ?? firstBodyToken ?? tokens.length;
}
