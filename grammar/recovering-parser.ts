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
import { ErrorNodes } from "./error-nodes.ts";
import { Findings } from "./findings.ts";
import { hintFor, type Unexpected } from "./hints.ts";
import { readText } from "./literals.ts";
import { nextTokenDecides } from "./lookahead.ts";
import { Expectation, Mistake, TooManyMistakes } from "./mistakes.ts";
import type { Statements } from "./statement-ends.ts";
import type { HalfWritten, Identifier, NumberLiteral, Place, TextLiteral } from "./syntax-tree.ts";
import * as t from "./tokens.ts";

/** Counts parentheses, `!`, `->`, `? :` and blocks together. Later stages recurse as deeply. */
const MOST_LEVELS = 200;

export interface ParserOptions {
  /** Runs chevrotain's slow checks of the grammar itself; for tests only. */
  readonly validatesGrammar: boolean;
}

/** A production that may fail. */
interface Attempted {
  /** The tokens that may start the production, by which a misspelt keyword is recognized. */
  readonly starts?: ReadonlySet<TokenType>;
  /** The list that the production makes a node for, if it makes one. */
  readonly place?: Place | undefined;
  /** The first token of the node, if the production begins after it. */
  readonly keyword?: IToken;
}

export class RecoveringParser extends EmbeddedActionsParser {
  private source: SourceText = { name: "", text: "" };
  private findings: Findings = new Findings(this.source);
  private errorNodes: ErrorNodes = new ErrorNodes(() => undefined);
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
    errorNodes: ErrorNodes,
  ): void {
    this.source = source;
    this.findings = findings;
    this.errorNodes = errorNodes;
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

  /** A name that is not written. */
  protected nameMissingAfter(token: IToken): Identifier {
    const end = t.endOf(token);
    return { text: "", span: { source: this.source, start: end, end } };
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
    }, end);
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
   * The text up to there becomes an error node.
   * @throws TooManyMistakes
   */
  protected attempt<T>(
    production: () => T,
    goOn: () => void,
    { starts = NO_TOKENS, place, keyword }: Attempted = NOTHING_KNOWN,
  ): T | undefined {
    const { levels } = this;
    const first = this.LA(1);
    const before = this.LA(0);
    try {
      return production();
    } catch (error) {
      const mistake = this.mistakeOf(error, starts);
      this.levels = levels;
      this.breakNames(first);
      const start = keyword ?? first;
      const written = this.tokensSince(start);
      goOn();
      this.errorNodes.add({ span: this.skippedSince(start), written, place });
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

  /** Marks the names from `first` to the last consumed token as broken. */
  protected breakNames(first: IToken): void {
    for (const { tokenType, image } of this.tokensSince(first)) {
      if (tokenType === t.Name) this.broken.add(image);
    }
  }

  /** For a block without a name, which is left out of the tree: its names are broken. */
  protected leaveNameless(first: IToken, part: HalfWritten): void {
    this.ACTION(() => {
      this.breakNames(first);
      this.errorNodes.addPart(this.spanFrom(first), part);
    });
  }

  /** For a file whose declarations are unknown: marks all names as broken. */
  protected breakAllNames(): void {
    for (const { tokenType, image } of this.input) if (tokenType === t.Name) this.broken.add(image);
  }

  /** The tokens from `first` to the last consumed one; none if `first` is not consumed. */
  private tokensSince(first: IToken): readonly IToken[] {
    if (this.LA(1) === first) return [];
    const tokens = [this.LA(0)];
    for (let back = -1; tokens.at(-1) !== first; back--) tokens.push(this.LA(back));
    return tokens.reverse();
  }

  /** The text from `first` to the last consumed token; empty if `first` is not consumed. */
  private skippedSince(first: IToken): Span {
    const start = this.startOf(first);
    const last = this.LA(0);
    const end = last.tokenType === EOF ? start : Math.max(start, t.endOf(last));
    return { source: this.source, start, end };
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

const NOTHING_KNOWN: Attempted = {};

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
