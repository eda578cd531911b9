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

import type { SourceText } from "../src/base/source-text.ts";
import type { Span } from "../src/base/span.ts";
import type { DiagnosticKind } from "../src/diagnostics/diagnostic.ts";
import {
  keywordAsName,
  nestingTooDeep,
  numberTooLarge,
  unexpectedText,
} from "../src/diagnostics/syntax.ts";
import { describeToken, expectations } from "./describe.ts";
import { Findings } from "./findings.ts";
import { readText } from "./literals.ts";
import { nextTokenDecides } from "./lookahead.ts";
import type { Identifier, NumberLiteral, TextLiteral } from "./syntax-tree.ts";
import * as t from "./tokens.ts";

/** Parentheses, `!`, `->`, `? :` and blocks together: what comes later recurses as deep. */
export const MOST_LEVELS = 200;

export interface ParserOptions {
  /** Chevrotain's checks of the grammar itself: for tests, as they take their time. */
  readonly validatesGrammar: boolean;
}

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

  protected begin(source: SourceText, tokens: IToken[], findings: Findings): void {
    this.source = source;
    this.findings = findings;
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
    const [found, previous] = [this.LA(1), this.LA(0)];
    throw new Mistake(() => {
      this.reportUnexpected(expected, found, previous);
    });
  }

  /** Leaves a production whose mistake has been reported. */
  protected giveUp(): never {
    throw new Mistake(() => undefined);
  }

  /**
   * Runs a production. Where it fails, `goOn` skips to where the caller can go on, and the mistake
   * is reported, unless it most likely follows from one that was reported in the same text.
   *
   * @throws TooManyMistakes
   */
  protected attempt<T>(production: () => T, goOn: () => void): T | undefined {
    const { levels } = this;
    const first = this.LA(1);
    const before = this.LA(0);
    try {
      return production();
    } catch (error) {
      if (!(error instanceof Mistake) && !isRecognition(error)) throw error;
      this.levels = levels;
      this.breakNamesSince(first);
      goOn();
      const start = before.tokenType === EOF ? -1 : t.endOf(before);
      if (!this.findings.hasAnyWithin(start, this.nextStart())) this.reportMistake(error);
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

  /** Names in the tokens from `first` to the last that was consumed. */
  private breakNamesSince(first: IToken): void {
    for (let back = 0; ; back--) {
      const token = this.LA(back);
      if (token.tokenType === EOF || token.startOffset < first.startOffset) return;
      if (token.tokenType === t.Name) this.broken.add(token.image);
    }
  }

  private nextStart(): number {
    const next = this.LA(1);
    return next.tokenType === EOF ? this.source.text.length : next.startOffset;
  }

  private reportMistake(error: Mistake | Recognition): void {
    if (error instanceof Mistake) error.report(this.findings);
    else this.reportUnexpected(error.message, error.token, error.previousToken);
  }

  private reportUnexpected(expected: string, found: IToken, previous: IToken): void {
    const isEnd = found.tokenType === t.End || found.tokenType === EOF;
    const start = isEnd ? t.endOf(previous) : found.startOffset;
    const end = isEnd ? start : t.endOf(found);
    if (t.isKeyword(found) && expected.endsWith("name")) {
      this.findings.add(keywordAsName, start, end, { keyword: found.image });
      return;
    }
    const after = expected.endsWith(" after") ? ` \`${previous.image}\`` : "";
    const parameters = { expected: expected + after, found: describeToken(found) };
    this.findings.add(unexpectedText, start, end, parameters);
  }
}

type Recognition = IRecognitionException & { readonly previousToken: IToken };

function isRecognition(error: unknown): error is Recognition {
  return error instanceof Error && isRecognitionException(error);
}
