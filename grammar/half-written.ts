/**
 * Parses a part of a file that ends too early, such as `A = host.`, as if the rest of it were
 * written. A `Cut` token behind the text stands for the rest: at the cut, each token that the
 * grammar demands is there with an empty text, a list has one element, and whatever is optional is
 * not there.
 */

import type { DSLMethodOptsWithErr, IToken, ParserMethod, TokenType } from "chevrotain";

import type { SourceText } from "../src/base/source-text.ts";
import { unreachable } from "../src/base/unreachable.ts";
import { ErrorNodes, type BrokenText, type Completion } from "./error-nodes.ts";
import { Findings } from "./findings.ts";
import { Mistake } from "./mistakes.ts";
import { RuleFileParser } from "./parser.ts";
import type { HalfWritten, Place } from "./syntax-tree.ts";
import * as t from "./tokens.ts";

/** The largest number of tokens that all attempts at one part may parse: each attempt parses the whole text again. */
const MOST_TOKENS = 50_000;

const NOTHING_CONTINUED: ReadonlyMap<number, number> = new Map();

const NOT_COMPLETED: Completion = () => undefined;

export class HalfWrittenParser extends RuleFileParser {
  constructor() {
    super({ validatesGrammar: false });
  }

  /** The part of the tree that the tokens begin; undefined if they do not begin one. */
  complete(text: BrokenText & { readonly place: Place }): HalfWritten | undefined {
    const { source, start } = text.span;
    let { written } = text;
    for (let left = MOST_TOKENS; left >= written.length; left -= written.length) {
      this.beginCut(source, start, written);
      try {
        return this.part(text.place, written);
      } catch (error) {
        if (!(error instanceof Mistake)) throw error;
        if (written.length === 0) return undefined;
        written = withoutMistake(written, error);
      }
    }
    return undefined;
  }

  private beginCut(source: SourceText, start: number, written: readonly IToken[]): void {
    const last = written.at(-1);
    const cut = t.virtualToken(t.Cut, last === undefined ? start : t.endOf(last));
    // A part without any token has the place of the token before it.
    const tokens = [t.virtualToken(t.End, start), ...written, cut];
    const statements = { tokens, continuedLines: NOTHING_CONTINUED };
    this.begin(source, statements, new Findings(source), new ErrorNodes(NOT_COMPLETED));
    this.SKIP_TOKEN();
  }

  private part(place: Place, [first]: readonly IToken[]): HalfWritten | undefined {
    switch (place) {
      case "statements":
        return at(place, this.statement());
      case "layout":
        return at(place, first?.tokenType === t.Enum ? this.enumDeclaration() : this.word());
      case "word":
        return at(place, this.bit());
      case "given":
        return at(place, this.givenItem());
      case "expect":
        return at(place, this.bitsItem());
      default:
        return unreachable(place);
    }
  }

  /** The header of a cut block is its last part. */
  protected override header(_place: Place, _keyword: IToken, production: () => void): boolean {
    production();
    return true;
  }

  protected override listOf<T>(
    statement: ParserMethod<[], T>,
    starts: ReadonlySet<TokenType>,
    expected: string,
  ): readonly T[] {
    return this.isAtCut() ? [] : super.listOf(statement, starts, expected);
  }

  protected override skipUnless(starts: ReadonlySet<TokenType>, expected: string): void {
    if (!this.isAtCut()) super.skipUnless(starts, expected);
  }

  /** The path in a cut `use` may lack its quote. */
  protected override leaveUse(): void {
    // The path is read as it is.
  }

  protected override CONSUME(type: TokenType, options?: ConsumeOptions): IToken {
    return this.missing(type) ?? super.CONSUME(type, options);
  }

  protected override CONSUME2(type: TokenType, options?: ConsumeOptions): IToken {
    return this.missing(type) ?? super.CONSUME2(type, options);
  }

  protected override CONSUME3(type: TokenType, options?: ConsumeOptions): IToken {
    return this.missing(type) ?? super.CONSUME3(type, options);
  }

  protected override CONSUME4(type: TokenType, options?: ConsumeOptions): IToken {
    return this.missing(type) ?? super.CONSUME4(type, options);
  }

  protected override CONSUME5(type: TokenType, options?: ConsumeOptions): IToken {
    return this.missing(type) ?? super.CONSUME5(type, options);
  }

  protected override AT_LEAST_ONE(repeated: (() => unknown) | DSLMethodOptsWithErr<unknown>): void {
    if (!this.isAtCut()) super.AT_LEAST_ONE(repeated);
    else if (typeof repeated === "function") repeated();
    else repeated.DEF();
  }

  private missing(type: TokenType): IToken | undefined {
    return this.isAtCut() ? t.virtualToken(type, this.LA(1).startOffset) : undefined;
  }

  private isAtCut(): boolean {
    return this.LA(1).tokenType === t.Cut;
  }
}

interface ConsumeOptions {
  readonly ERR_MSG?: string;
}

/** A production that cannot go on has no result. */
function at<P extends Place, N>(
  place: P,
  node: N | undefined,
): { readonly place: P; readonly node: N } | undefined {
  return node === undefined ? undefined : { place, node };
}

/** The tokens up to the end of the mistake, or without the last one if the mistake ends there. */
function withoutMistake(written: readonly IToken[], { end }: Mistake): readonly IToken[] {
  const before = written.filter((token) => end !== undefined && t.endOf(token) <= end);
  return before.length < written.length && before.length > 0 ? before : written.slice(0, -1);
}
