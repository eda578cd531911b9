/**
 * Parses lists of statements and headers of blocks, where parsing continues after most mistakes.
 */

import { EOF, type IToken, type ParserMethod, type TokenType } from "chevrotain";

import { misplacedOverride, misplacedStatement } from "../src/diagnostics/syntax.ts";
import { isPutIn } from "./block-headers.ts";
import { ALLOW, ExpressionParser } from "./expression-parser.ts";
import { placeOf } from "./statement-places.ts";
import type { Allowance, TextLiteral } from "./syntax-tree.ts";
import * as t from "./tokens.ts";

const overridable: ReadonlySet<TokenType> = new Set([t.Default, t.Unnamed, t.Name]);

/** Tokens that end a header, whatever is missing. */
const headerEnds: ReadonlySet<TokenType> = new Set([
  t.LeftBrace,
  t.End,
  t.Semicolon,
  t.Leaf,
  t.Word,
]);

/** True for a token that ends a statement of a list. */
export function isEnd(type: TokenType): boolean {
  return type === t.End || type === t.Semicolon;
}

export class StatementListParser extends ExpressionParser {
  /** The end of a statement of a list. */
  private readonly end = this.RULE("end", (): IToken => this.OR(this.ends));

  private readonly ends: { ALT: () => IToken }[] = [
    { ALT: () => this.CONSUME(t.End) },
    { ALT: () => this.CONSUME(t.Semicolon) },
  ];

  protected readonly because: ParserMethod<[], TextLiteral> = this.RULE("because", () => {
    this.CONSUME(t.Because);
    return this.textLiteral(this.CONSUME(t.Text, { ERR_MSG: "a reason in double quotes after" }));
  });

  /** The `because` that may end a statement, as a part of its node. */
  protected reason(): { readonly because?: TextLiteral } {
    // The number must differ from those of options in the enclosing production.
    const because = this.OPTION9(this.optionalBecause);
    return because === undefined ? {} : { because };
  }

  /** The optional end of a statement that lints check: its reason, and the lints that it allows. */
  protected ending(): {
    readonly because?: TextLiteral;
    readonly allows?: readonly Allowance[];
  } {
    return { ...this.reason(), ...this.allowances() };
  }

  /** The `allow`s that may end a statement, as a part of its node. */
  protected allowances(): { readonly allows?: readonly Allowance[] } {
    const allows: Allowance[] = [];
    this.MANY9({
      GATE: () => this.LA(1).image === ALLOW,
      DEF: () => allows.push(this.SUBRULE9(this.allowance)),
    });
    return allows.length === 0 ? {} : { allows };
  }

  private readonly allowance = this.RULE("allowance", (): Allowance => {
    const first = this.CONSUME(t.Name);
    const code = this.identifier(this.CONSUME2(t.Name, { ERR_MSG: "the code of a lint after" }));
    const text = this.CONSUME(t.Text, { ERR_MSG: "a reason in double quotes after" });
    return { code, reason: this.textLiteral(text), span: this.spanFrom(first) };
  });

  private readonly optionalBecause = (): TextLiteral => this.SUBRULE9(this.because);

  /** The text that may follow a declaration, as a part of its node. */
  protected description(): { readonly description?: TextLiteral } {
    const description = this.OPTION8(() => this.textLiteral(this.CONSUME8(t.Text)));
    return description === undefined ? {} : { description };
  }

  /** The list that a production consists of; broken statements are left out. */
  protected listOf<T>(
    statement: ParserMethod<[], T>,
    starts: ReadonlySet<TokenType>,
    expected: string,
  ): readonly T[] {
    const statements: T[] = [];
    const parseStatement = (): void => {
      const parsed = this.SUBRULE(statement);
      if (!this.RECORDING_PHASE && !isEnd(this.LA(1).tokenType)) {
        this.failExpecting(goesOnWith(parsed));
      }
      statements.push(parsed);
    };
    const attemptStatement = (): void => {
      this.attempt(parseStatement, this.skipStatement, starts);
    };
    this.skipMisplaced(starts, expected);
    this.MANY(() => {
      this.OPTION(attemptStatement);
      this.SUBRULE(this.end);
      this.skipMisplaced(starts, expected);
    });
    return statements;
  }

  protected readonly skipStatement = (): void => {
    this.skipTo(isEnd);
  };

  /**
   * Runs the production of a block's header. After a mistake in the header, the block is still
   * parsed if there is one.
   * @returns true if there was no mistake.
   */
  protected header(production: () => void): boolean {
    const before = this.LA(1);
    const isWhole = this.attempt(
      () => {
        production();
        this.ACTION(() => {
          if (this.LA(1).tokenType !== t.LeftBrace) this.failExpecting("`{`");
        });
        return true;
      },
      () => {
        this.skipTo((type) => headerEnds.has(type));
      },
    );
    this.ACTION(() => {
      if (this.LA(1).tokenType !== t.LeftBrace) this.giveUp();
      // The intended header is unknown, so its names may be declared there.
      if (isPutIn(this.LA(1))) this.breakNames(before);
    });
    return isWhole === true;
  }

  /**
   * Reports and skips tokens that can neither start the next item of a list without `End`s nor end
   * the list.
   */
  protected skipUnless(starts: ReadonlySet<TokenType>, expected: string): void {
    this.ACTION(() => {
      const { tokenType: type } = this.LA(1);
      if (starts.has(type)) return;
      this.attempt(
        () => this.failExpecting(expected),
        () => {
          this.skipTo((next) => starts.has(next));
        },
        starts,
      );
    });
  }

  private skipMisplaced(starts: ReadonlySet<TokenType>, expected: string): void {
    if (this.RECORDING_PHASE) return;
    if (this.LA(1).tokenType === t.Override) this.skipMisplacedOverride();
    const { tokenType: type } = this.LA(1);
    if (starts.has(type) || isEnd(type) || type === t.RightBrace || type === EOF) return;
    this.attempt(() => this.failMisplaced(expected), this.skipStatement, starts);
  }

  /** Reports and skips a misplaced `override`; the statement after it is parsed as usual. */
  private skipMisplacedOverride(): void {
    const next = this.LA(2);
    if (overridable.has(next.tokenType) || placeOf(next.image) === undefined) return;
    const keyword = next.image;
    this.attempt(
      () => this.fail(misplacedOverride, this.spanOf(this.LA(1)), { keyword }),
      () => this.SKIP_TOKEN(),
    );
  }

  private failMisplaced(expected: string): never {
    const next = this.LA(1);
    const place = t.isKeyword(next) ? placeOf(next.image) : undefined;
    if (place === undefined) return this.failExpecting(expected);
    const keyword = next.image;
    return this.fail(misplacedStatement, this.spanOf(next), { keyword, place });
  }
}

/** Describes the tokens that may follow a parsed statement. */
function goesOnWith(statement: unknown): string {
  const isObject = typeof statement === "object" && statement !== null;
  const endsInExpression =
    isObject &&
    ("value" in statement || "claim" in statement) &&
    !("because" in statement || "allows" in statement);
  return endsInExpression ? "an operator or the end of the statement" : "the end of the statement";
}
