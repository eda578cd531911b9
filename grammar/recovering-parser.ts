/**
 * The base of all productions: spans, and recovery after mistakes. A mistake drops the smallest
 * part that `attempt` guards: a statement, an item, a bit. Chevrotain's own recovery is off,
 * because the `End` tokens show better where to continue than it could guess.
 */

import {
  EmbeddedActionsParser,
  EOF,
  isRecognitionException,
  type IRecognitionException,
  type IToken,
  type TokenType,
} from "chevrotain";

import { positionAt, type SourceText } from "../src/base/source-text.ts";
import type { Span } from "../src/base/span.ts";
import type { DiagnosticKind } from "../src/diagnostics/diagnostic.ts";
import {
  keywordAsName,
  nestingTooDeep,
  numberTooLarge,
  unexpectedText,
} from "../src/diagnostics/syntax.ts";
import { isPutIn } from "./block-headers.ts";
import { describeToken, expectations } from "./describe.ts";
import { Findings } from "./findings.ts";
import { hintFor, type Unexpected } from "./hints.ts";
import { readText } from "./literals.ts";
import { nextTokenDecides } from "./lookahead.ts";
import type { Statements } from "./statement-ends.ts";
import type { Identifier, NumberLiteral, TextLiteral } from "./syntax-tree.ts";
import * as t from "./tokens.ts";

/** Counts parentheses, `!`, `->`, `? :` and blocks together. Later stages recurse as deeply. */
const MOST_LEVELS = 200;

export interface ParserOptions {
  /** Runs chevrotain's slow checks of the grammar itself; for tests only. */
  readonly validatesGrammar: boolean;
}

/** Thrown if the next token is not allowed. The message names the expected tokens. */
class Expectation extends Error {}

/** Thrown for a mistake that a production found itself. */
class Mistake extends Error {
  readonly report: (findings: Findings) => void;

  constructor(report: (findings: Findings) => void) {
    super();
    this.report = report;
  }
}

/** Thrown to stop parsing when the limit of mistakes is reached. */
export class TooManyMistakes extends Error {}

export class RecoveringParser extends EmbeddedActionsParser {
  private source: SourceText = { name: "", text: "" };
  private findings: Findings = new Findings(this.source);
  private continuedLines: Statements["continuedLines"] = new Map();
  private levels = 0;
  private broken: Set<string> = new Set<string>();

  constructor({ validatesGrammar }: ParserOptions) {
    super(t.tokenTypes, {
      maxLookahead: 1,
      ...(validatesGrammar ? {} : { lookaheadStrategy: nextTokenDecides }),
      recoveryEnabled: false,
      skipValidations: !validatesGrammar,
      errorMessageProvider: expectations,
    });
  }

  protected begin(
    source: SourceText,
    { tokens, continuedLines }: Statements,
    findings: Findings,
  ): void {
    this.source = source;
    this.findings = findings;
    this.continuedLines = continuedLines;
    this.levels = 0;
    this.broken = new Set();
    this.input = tokens;
  }

  /** Names in text that could not be parsed since `begin`. */
  protected get brokenNames(): ReadonlySet<string> {
    return this.broken;
  }

  /** The span from a token to the last consumed one. */
  protected spanFrom(first: IToken): Span {
    return { source: this.source, start: first.startOffset, end: t.endOf(this.LA(0)) };
  }

  protected spanOf(token: IToken): Span {
    return { source: this.source, start: token.startOffset, end: t.endOf(token) };
  }

  protected identifier(token: IToken): Identifier {
    return { text: token.image, span: this.spanOf(token) };
  }

  protected textLiteral(token: IToken): TextLiteral {
    return { value: readText(token, this.findings), span: this.spanOf(token) };
  }

  protected numberLiteral(token: IToken): NumberLiteral {
    const value = Number(token.image);
    const span = this.spanOf(token);
    if (value > Number.MAX_SAFE_INTEGER) this.fail(numberTooLarge, span, { digits: token.image });
    return { value, span };
  }

  protected fail<Parameters>(
    kind: DiagnosticKind<Parameters>,
    { start, end }: Span,
    parameters: Parameters,
  ): never {
    throw new Mistake((findings) => {
      findings.add(kind, start, end, parameters);
    });
  }

  /** Fails because the next token is not allowed. */
  protected failExpecting(expected: string): never {
    throw new Expectation(expected);
  }

  /** Leaves a production whose mistake has been reported. */
  protected giveUp(): never {
    throw new Mistake(() => undefined);
  }

  /**
   * Runs a production. If it fails, `goOn` skips to where the caller can continue, and the mistake
   * is reported, unless it most likely results from one that was reported in the same text.
   * @param starts the tokens that may start the production, by which a misspelt keyword is
   *   recognized.
   * @throws TooManyMistakes
   */
  protected attempt<T>(
    production: () => T,
    goOn: () => void,
    starts: ReadonlySet<TokenType> = NO_TOKENS,
  ): T | undefined {
    const { levels } = this;
    const first = this.LA(1);
    const before = this.LA(0);
    try {
      return production();
    } catch (error) {
      const mistake = this.mistakeOf(error, starts);
      this.levels = levels;
      this.breakNamesSince(first);
      goOn();
      if (!this.hasBeenReported(before, first)) mistake.report(this.findings);
      if (this.findings.isFull) throw new TooManyMistakes();
      return undefined;
    }
  }

  /** Skips tokens, and whole blocks, but stops at the end of the enclosing block. */
  protected skipTo(isThere: (type: TokenType) => boolean): void {
    for (let depth = 0; ;) {
      const { tokenType: type, image } = this.LA(1);
      if (type === EOF) return;
      if (depth === 0 && (type === t.RightBrace || isThere(type))) return;
      if (type === t.LeftBrace) depth++;
      else if (type === t.RightBrace) depth--;
      else if (type === t.Name) this.broken.add(image);
      this.SKIP_TOKEN();
    }
  }

  /** Runs a production `more` levels deeper. */
  protected nest<T>(more: number, production: () => T): T {
    this.levels += more;
    if (this.levels > MOST_LEVELS) {
      this.fail(nestingTooDeep, this.spanOf(this.LA(0)), { limit: MOST_LEVELS });
    }
    const result = production();
    this.levels -= more;
    return result;
  }

  /** For a declaration without a name: marks all names from `first` on as broken. */
  protected breakNames(first: IToken): void {
    this.ACTION(() => {
      this.breakNamesSince(first);
    });
  }

  /** For a file whose declarations are unknown: marks all names as broken. */
  protected breakAllNames(): void {
    for (const { tokenType, image } of this.input) if (tokenType === t.Name) this.broken.add(image);
  }

  /** Marks the names from `first` to the last consumed token as broken. */
  private breakNamesSince(first: IToken): void {
    for (let back = 0; ; back--) {
      const token = this.LA(back);
      if (token.tokenType === EOF || token.startOffset < first.startOffset) return;
      if (token.tokenType === t.Name) this.broken.add(token.image);
    }
  }

  /**
   * True if a mistake was reported in the text of a production that failed and was skipped.
   * @param before the token before its `first` one.
   */
  private hasBeenReported(before: IToken, first: IToken): boolean {
    const next = this.LA(1);
    if (next.tokenType === t.LeftBrace && isPutIn(next)) return true;
    // A mistake on an earlier line of its own is a separate one.
    const lineStart = this.source.text.lastIndexOf("\n", this.startOf(first) - 1);
    const start = before.tokenType === EOF ? -1 : t.endOf(before);
    return this.findings.hasAnyWithin(Math.max(start, lineStart), this.endOfSkipped());
  }

  /** The end of the text of the consumed and skipped tokens. */
  private endOfSkipped(): number {
    const next = this.LA(1);
    if (next.tokenType !== t.End) return this.startOf(next);
    // A stray bracket at the end of the line is no token.
    const lineEnd = this.source.text.indexOf("\n", next.startOffset);
    const end = lineEnd === -1 ? this.source.text.length : lineEnd;
    return Math.max(next.startOffset, Math.min(end, this.startOf(this.LA(2)) - 1));
  }

  private startOf(token: IToken): number {
    return token.tokenType === EOF ? this.source.text.length : token.startOffset;
  }

  /** @throws errors that are not mistakes of the user. */
  private mistakeOf(error: unknown, starts: ReadonlySet<TokenType>): Mistake {
    if (error instanceof Mistake) return error;
    if (!(error instanceof Expectation) && !isRecognition(error)) throw error;
    const found = this.LA(1);
    const statement = this.statementSoFar();
    return new Mistake(() => {
      this.reportUnexpected({ expected: error.message, found, statement, starts });
    });
  }

  /** The tokens of the current statement, up to the last consumed one. */
  private statementSoFar(): readonly IToken[] {
    const tokens: IToken[] = [];
    for (let back = 0; !statementBounds.has(this.LA(back).tokenType); back--) {
      tokens.push(this.LA(back));
    }
    return tokens.reverse();
  }

  private reportUnexpected(unexpected: Unexpected): void {
    const { expected, found, statement } = unexpected;
    const previous = statement.at(-1);
    const isEnd = found.tokenType === t.End || found.tokenType === EOF;
    const start = isEnd && previous !== undefined ? t.endOf(previous) : this.startOf(found);
    const end = isEnd ? start : t.endOf(found);
    if (t.isKeyword(found) && expected.endsWith("name")) {
      this.findings.add(keywordAsName, start, end, { keyword: found.image });
      return;
    }
    const after = expected.endsWith(" after") ? ` \`${previous?.image ?? ""}\`` : "";
    const parameters = {
      expected: expected + after,
      found: describeToken(found),
      hint: hintFor(unexpected),
    };
    const notes = this.continuationNotes(unexpected);
    this.findings.add(unexpectedText, start, end, parameters, { notes });
  }

  /** Adds a note if a continued line was most likely meant as a statement of its own. */
  private continuationNotes({ found, statement }: Unexpected): readonly string[] {
    const lineStart = this.source.text.lastIndexOf("\n", this.startOf(found) - 1);
    const onLine = [...statement, found].filter(({ startOffset }) => startOffset > lineStart);
    const [first] = onLine;
    const startsRule = first === found || ruleSigns.has(found.tokenType);
    const begin = first === undefined ? undefined : this.continuedLines.get(first.startOffset);
    if (!startsRule || begin === undefined) return [];
    const { line } = positionAt(this.source, begin);
    return [
      `this line continues the statement that starts on line ${line}, because it is indented deeper`,
    ];
  }
}

const NO_TOKENS: ReadonlySet<TokenType> = new Set();

const statementBounds: ReadonlySet<TokenType> = new Set([
  EOF,
  t.End,
  t.Semicolon,
  t.LeftBrace,
  t.RightBrace,
]);

/** Tokens that follow the first words of a rule. */
const ruleSigns: ReadonlySet<TokenType> = new Set([t.Equal, t.Colon, t.Also, t.Requires]);

function isRecognition(error: unknown): error is IRecognitionException & Error {
  return error instanceof Error && isRecognitionException(error);
}
