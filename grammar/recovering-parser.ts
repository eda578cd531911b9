/**
 * What every production needs: spans, and to go on after a mistake.
 *
 * A mistake costs the smallest thing that `attempt` guards: a statement, an item, a bit. Chevrotain's
 * own recovery is off, because the `End` tokens tell better where to go on than it could guess.
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

/** Parentheses, `!`, `->`, `? :` and blocks together: what comes later recurses as deep. */
const MOST_LEVELS = 200;

export interface ParserOptions {
  /** Chevrotain's checks of the grammar itself: for tests, as they take their time. */
  readonly validatesGrammar: boolean;
}

/** What comes next is not what a production wants, which is the message. */
class Expectation extends Error {}

/** A mistake that a production found itself. */
class Mistake extends Error {
  readonly report: (findings: Findings) => void;

  constructor(report: (findings: Findings) => void) {
    super();
    this.report = report;
  }
}

/** Leaves the parser when so many mistakes were found that the rest does not matter. */
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

  /** Names in what could not be parsed since `begin`. */
  protected get brokenNames(): ReadonlySet<string> {
    return this.broken;
  }

  /** From a token to the last that was consumed. */
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

  /** What comes next is not what the grammar wants. */
  protected failExpecting(expected: string): never {
    throw new Expectation(expected);
  }

  /** Leaves a production whose mistake has been reported. */
  protected giveUp(): never {
    throw new Mistake(() => undefined);
  }

  /**
   * Runs a production. Where it fails, `goOn` skips to where the caller can go on, and the mistake
   * is reported, unless it most likely follows from one that was reported in the same text.
   *
   * @param starts what the production may begin with: a misspelt keyword among them is recognized.
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

  /** Skips tokens, and blocks as a whole, but leaves the block that this stands in to end itself. */
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

  /** Runs a production so many levels deeper. */
  protected nest<T>(more: number, production: () => T): T {
    this.levels += more;
    if (this.levels > MOST_LEVELS) {
      this.fail(nestingTooDeep, this.spanOf(this.LA(0)), { limit: MOST_LEVELS });
    }
    const result = production();
    this.levels -= more;
    return result;
  }

  /** For a declaration without a name: what stands in it, from `first` on, is not declared. */
  protected breakNames(first: IToken): void {
    this.ACTION(() => {
      this.breakNamesSince(first);
    });
  }

  /** For a file of which it is not known what is declared. */
  protected breakAllNames(): void {
    for (const { tokenType, image } of this.input) if (tokenType === t.Name) this.broken.add(image);
  }

  /** Names in the tokens from `first` to the last that was consumed. */
  private breakNamesSince(first: IToken): void {
    for (let back = 0; ; back--) {
      const token = this.LA(back);
      if (token.tokenType === EOF || token.startOffset < first.startOffset) return;
      if (token.tokenType === t.Name) this.broken.add(token.image);
    }
  }

  /**
   * Whether something was reported in the text of a production that failed, and was skipped.
   *
   * @param before the token before its `first` one.
   */
  private hasBeenReported(before: IToken, first: IToken): boolean {
    const next = this.LA(1);
    if (next.tokenType === t.LeftBrace && isPutIn(next)) return true;
    // What stands alone on a line before it is a mistake of its own.
    const lineStart = this.source.text.lastIndexOf("\n", this.startOf(first) - 1);
    const start = before.tokenType === EOF ? -1 : t.endOf(before);
    return this.findings.hasAnyWithin(Math.max(start, lineStart), this.endOfSkipped());
  }

  /** Where the text of the tokens that were consumed and skipped ends. */
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

  /** @throws what is no mistake of the user. */
  private mistakeOf(error: unknown, starts: ReadonlySet<TokenType>): Mistake {
    if (error instanceof Mistake) return error;
    if (!(error instanceof Expectation) && !isRecognition(error)) throw error;
    const found = this.LA(1);
    const statement = this.statementSoFar();
    return new Mistake(() => {
      this.reportUnexpected({ expected: error.message, found, statement, starts });
    });
  }

  /** The tokens of the statement in which the parser stands, up to the last that was consumed. */
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

  /** Says so where a line was most likely meant as a statement of its own. */
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

/** What follows the first words of a rule. */
const ruleSigns: ReadonlySet<TokenType> = new Set([t.Equal, t.Colon, t.Also, t.Requires]);

function isRecognition(error: unknown): error is IRecognitionException & Error {
  return error instanceof Error && isRecognitionException(error);
}
