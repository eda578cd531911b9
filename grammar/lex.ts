/** Splits text into tokens and comments. Unknown characters are reported and left out. */

import { Lexer, type IToken } from "chevrotain";

import type { SourceText } from "../src/base/source-text.ts";
import { controlCharacter, unclosedText, unknownCharacter } from "../src/diagnostics/syntax.ts";
import type { Findings } from "./findings.ts";
import type { Comment } from "./syntax-tree.ts";
import * as t from "./tokens.ts";

export interface Lexed {
  readonly tokens: IToken[];
  readonly comments: readonly Comment[];
}

const BYTE_ORDER_MARK = "\uFEFF";

export function lex(source: SourceText, findings: Findings): Lexed {
  reportControlCharacters(source.text, findings);
  if (findings.isFull) return { tokens: [], comments: [] };
  // Replacing the mark by a space keeps all offsets.
  const hasMark = source.text.startsWith(BYTE_ORDER_MARK);
  const tokens = tokenize(hasMark ? ` ${source.text.slice(1)}` : source.text, findings);
  if (tokens === undefined) return { tokens: [], comments: [] };
  return {
    tokens: closeTexts(freeAliases(tokens.tokens), findings),
    comments: (tokens.groups[t.COMMENTS] ?? []).map((token) => ({
      text: token.image,
      span: { source, start: token.startOffset, end: t.endOf(token) },
    })),
  };
}

/** Reports control characters anywhere, also in texts and comments. */
function reportControlCharacters(text: string, findings: Findings): void {
  // eslint-disable-next-line no-control-regex -- it looks for control characters
  for (const run of text.matchAll(/[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]+/g)) {
    const codePoint = run[0].charCodeAt(0);
    findings.add(controlCharacter, run.index, run.index + run[0].length, { codePoint });
    if (findings.isFull) return;
  }
}

class TooManyUnknownCharacters extends Error {}

let theLexer: Lexer | undefined;
/** Handles unknown characters while the lexer runs. */
let takeUnknown: (start: number, length: number) => void = () => undefined;

/** Undefined if the text has too many unknown characters. */
function tokenize(text: string, findings: Findings): ReturnType<Lexer["tokenize"]> | undefined {
  theLexer ??= new Lexer(t.tokenTypes, {
    positionTracking: "onlyOffset",
    ensureOptimizations: true,
    skipValidations: true,
    errorMessageProvider: {
      // Chevrotain calls this for each run of unknown characters in order, so lexing can be stopped
      // here.
      buildUnexpectedCharactersMessage: (_text, start, length) => {
        takeUnknown(start, length);
        return "";
      },
      buildUnableToPopLexerModeMessage: () => "",
    },
  });
  let lastLineEnd = -1;
  takeUnknown = (start, length) => {
    // Reports one for each line: `@@ x @@` is most likely one mistake.
    if (start <= lastLineEnd) return;
    const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
    findings.add(unknownCharacter, start, start + length, { character });
    if (findings.isFull) throw new TooManyUnknownCharacters();
    const lineEnd = text.indexOf("\n", start);
    lastLineEnd = lineEnd === -1 ? text.length : lineEnd;
  };
  try {
    return theLexer.tokenize(text);
  } catch (error) {
    if (error instanceof TooManyUnknownCharacters) return undefined;
    throw error;
  }
}

/** Makes keywords after `alias` ordinary names. */
function freeAliases(tokens: IToken[]): IToken[] {
  let isAfterAlias = false;
  for (const token of tokens) {
    if (isAfterAlias && t.isKeyword(token)) t.retype(token, t.Name);
    else if (token.tokenType !== t.Name && token.tokenType !== t.Text) {
      isAfterAlias = token.tokenType === t.Alias;
    }
  }
  return tokens;
}

/**
 * Ends a text without a closing quote at the end of its line. A brace at the end of that line most
 * likely does not belong to the text.
 */
function closeTexts(tokens: IToken[], findings: Findings): IToken[] {
  if (!tokens.some((token) => token.tokenType === t.UnclosedText)) return tokens;
  const closed: IToken[] = [];
  for (const token of tokens) {
    closed.push(token);
    if (token.tokenType !== t.UnclosedText) continue;
    findings.add(unclosedText, token.startOffset, t.endOf(token), {});
    t.retype(token, t.Text);
    const brace = /\s*([{}])\s*$/.exec(token.image);
    if (brace === null) continue;
    const type = brace[1] === "{" ? t.LeftBrace : t.RightBrace;
    const offset = token.startOffset + brace.index + brace[0].search(/[{}]/);
    closed.push({ ...t.virtualToken(type, offset), image: brace[1] ?? "" });
    token.image = token.image.slice(0, brace.index);
  }
  return closed;
}
