/** Every token of a rule file, in the order in which the lexer tries them. */

import { createToken, Lexer, type IToken, type TokenType } from "chevrotain";

// Each pattern states its first characters (`start_chars_hint`), since chevrotain would otherwise
// parse the pattern whenever a lexer is made. A test checks that the two agree.
const DIGITS = Array.from("0123456789");
const LETTERS = Array.from("abcdefghijklmnopqrstuvwxyz");
const WORD_CHARACTERS = [...DIGITS, ...LETTERS, ...LETTERS.map((each) => each.toUpperCase()), "_"];
const SPACES = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).filter(
  (character) => character <= " " || character >= "\u007F",
);

/** Letters, digits and `_`, with at least one that is no digit; `3DNOW` is a name. */
export const Name: TokenType = createToken({
  name: "Name",
  pattern: /\w+/,
  label: "NAME",
  start_chars_hint: WORD_CHARACTERS,
});

const keywords = new Map<string, TokenType>();

function keyword(word: string): TokenType {
  const name = word.charAt(0).toUpperCase() + word.slice(1);
  const label = `"${word}"`;
  const token = createToken({ name, pattern: word, label, longer_alt: Name });
  keywords.set(word, token);
  return token;
}

export const Use: TokenType = keyword("use");
export const Layout: TokenType = keyword("layout");
export const Leaf: TokenType = keyword("leaf");
export const Word: TokenType = keyword("word");
export const Alias: TokenType = keyword("alias");
export const Input: TokenType = keyword("input");
export const Flag: TokenType = keyword("flag");
export const Enum: TokenType = keyword("enum");
export const Assume: TokenType = keyword("assume");
export const Assert: TokenType = keyword("assert");
export const Test: TokenType = keyword("test");
export const Given: TokenType = keyword("given");
export const Expect: TokenType = keyword("expect");
export const Caps: TokenType = keyword("caps");
export const Extends: TokenType = keyword("extends");
export const Default: TokenType = keyword("default");
export const Unnamed: TokenType = keyword("unnamed");
export const Class: TokenType = keyword("class");
export const Set: TokenType = keyword("set");
export const Override: TokenType = keyword("override");
export const When: TokenType = keyword("when");
export const Because: TokenType = keyword("because");
export const Also: TokenType = keyword("also");
export const Requires: TokenType = keyword("requires");
export const Has: TokenType = keyword("has");
export const In: TokenType = keyword("in");
export const All: TokenType = keyword("all");
export const None: TokenType = keyword("none");

function symbol(name: string, image: string): TokenType {
  return createToken({ name, pattern: image, label: `"${image}"` });
}

export const LeftParen: TokenType = symbol("LeftParen", "(");
export const RightParen: TokenType = symbol("RightParen", ")");
export const LeftBrace: TokenType = symbol("LeftBrace", "{");
export const RightBrace: TokenType = symbol("RightBrace", "}");
export const LeftBracket: TokenType = symbol("LeftBracket", "[");
export const RightBracket: TokenType = symbol("RightBracket", "]");
export const Dot: TokenType = symbol("Dot", ".");
export const Colon: TokenType = symbol("Colon", ":");
export const Semicolon: TokenType = symbol("Semicolon", ";");
export const EqualEqual: TokenType = symbol("EqualEqual", "==");
export const Equal: TokenType = symbol("Equal", "=");
export const NotEqual: TokenType = symbol("NotEqual", "!=");
export const And: TokenType = symbol("And", "&");
export const Or: TokenType = symbol("Or", "|");
export const Xor: TokenType = symbol("Xor", "^");
export const Not: TokenType = symbol("Not", "!");
export const Complement: TokenType = symbol("Complement", "~");
export const Arrow: TokenType = symbol("Arrow", "->");
export const Question: TokenType = symbol("Question", "?");

// Tokens of other languages; the parser never sees these.
export const Comma: TokenType = symbol("Comma", ",");
export const AndAnd: TokenType = symbol("AndAnd", "&&");
export const OrOr: TokenType = symbol("OrOr", "||");
export const FatArrow: TokenType = symbol("FatArrow", "=>");

/** `0x7`, `26`. A number is a whole word, so `3DNOW` is not one. */
export const NumberToken: TokenType = createToken({
  name: "Number",
  pattern: /(?:0x[0-9a-fA-F]+|[0-9]+)(?!\w)/,
  label: "NUMBER",
  start_chars_hint: DIGITS,
});

const CLOSED_TEXT = /"(?:[^"\\\r\n]|\\[^\r\n])*"/;

/** Double-quoted, on one line. */
export const Text: TokenType = createToken({
  name: "Text",
  pattern: CLOSED_TEXT,
  label: "TEXT",
  start_chars_hint: ['"'],
});

/** A text whose closing quote is missing: it ends with its line. The parser never sees it. */
export const UnclosedText: TokenType = createToken({
  name: "UnclosedText",
  pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*\\?/,
  start_chars_hint: ['"'],
});

export const COMMENTS = "comments";

const Comment: TokenType = createToken({
  name: "Comment",
  pattern: /#[^\r\n]*/,
  group: COMMENTS,
  start_chars_hint: ["#"],
});

/** Control characters have been reported by the time the lexer skips them. */
const Space: TokenType = createToken({
  name: "Space",
  // eslint-disable-next-line no-control-regex -- it matches control characters
  pattern: /[\u0000-\u0020\u007F-\u009F]+/,
  group: Lexer.SKIPPED,
  line_breaks: true,
  start_chars_hint: SPACES,
});

/** The end of a statement. It is not in the text; `insertStatementEnds` inserts it. */
export const End: TokenType = createToken({ name: "End", pattern: Lexer.NA, label: "END" });

export const keywordTokens: readonly TokenType[] = [...keywords.values()];

/** In lexing order: a token precedes its own prefixes. */
export const tokenTypes: TokenType[] = [
  Space,
  Comment,
  ...keywordTokens,
  NumberToken,
  Name,
  Text,
  UnclosedText,
  AndAnd,
  OrOr,
  FatArrow,
  EqualEqual,
  NotEqual,
  Arrow,
  LeftParen,
  RightParen,
  LeftBrace,
  RightBrace,
  LeftBracket,
  RightBracket,
  Dot,
  Colon,
  Semicolon,
  Comma,
  Equal,
  And,
  Or,
  Xor,
  Not,
  Complement,
  Question,
  End,
];

export function isKeyword(token: IToken): boolean {
  return keywords.get(token.image) === token.tokenType;
}

/** The words of the keywords among the types. */
export function keywordsAmong(types: ReadonlySet<TokenType>): readonly string[] {
  return [...keywords].filter(([, type]) => types.has(type)).map(([word]) => word);
}

/** True for a text with its closing quote. */
export function isClosed(text: IToken): boolean {
  return CLOSED_TEXT.test(text.image);
}

/** Changes the type of a token in place. */
export function retype(token: IToken, type: TokenType): void {
  token.tokenType = type;
  // Chevrotain numbers every type that `createToken` returns.
  token.tokenTypeIdx = type.tokenTypeIdx ?? 0;
}

/** Makes a token that is not in the text. */
export function virtualToken(type: TokenType, offset: number): IToken {
  return {
    image: "",
    startOffset: offset,
    tokenTypeIdx: type.tokenTypeIdx ?? 0,
    tokenType: type,
  };
}

export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}
