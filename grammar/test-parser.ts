/** The productions of `test` blocks. */

import type { ParserMethod, TokenType } from "chevrotain";

import { LayoutParser } from "./layout-parser.ts";
import { isEnd } from "./statement-list-parser.ts";
import type {
  BitsItem,
  GivenItem,
  Identifier,
  ListElement,
  Path,
  TestBlock,
  TextLiteral,
} from "./syntax-tree.ts";
import * as t from "./tokens.ts";

const lineStarts: ReadonlySet<TokenType> = new Set([t.Given, t.Expect]);
const givenStarts: ReadonlySet<TokenType> = new Set([t.Name, t.Not]);
const bitsStarts: ReadonlySet<TokenType> = new Set([t.Name]);

/** The content of one `given` or `expect` line. */
interface TestLine {
  readonly givens: readonly GivenItem[];
  readonly expectations: readonly BitsItem[];
}

export class TestParser extends LayoutParser {
  protected readonly test: ParserMethod<[], TestBlock> = this.RULE("test", (): TestBlock => {
    const first = this.CONSUME(t.Test);
    let title: TextLiteral | undefined;
    this.header(() => {
      title = this.textLiteral(
        this.CONSUME(t.Text, { ERR_MSG: "the test's title in double quotes" }),
      );
    });
    const titled = title ?? { value: "", span: this.spanOf(first) };
    this.CONSUME(t.LeftBrace);
    const lines = this.SUBRULE(this.testLines);
    this.CONSUME(t.RightBrace);
    const span = this.spanFrom(first);
    return this.ACTION(() => ({
      kind: "test",
      title: titled,
      givens: lines.flatMap(({ givens }) => givens),
      expectations: lines.flatMap(({ expectations }) => expectations),
      span,
    }));
  });

  private readonly testLines: ParserMethod<[], readonly TestLine[]> = this.RULE("testLines", () =>
    this.listOf(this.testLine, lineStarts, "`given` or `expect`"),
  );

  private readonly testLine: ParserMethod<[], TestLine> = this.RULE("testLine", () =>
    this.OR<TestLine>([
      { ALT: () => ({ givens: this.SUBRULE(this.given), expectations: [] }) },
      { ALT: () => ({ givens: [], expectations: this.SUBRULE(this.expect) }) },
    ]),
  );

  private readonly given = this.RULE("given", (): readonly GivenItem[] => {
    this.CONSUME(t.Given);
    return this.itemsOf(this.givenItem, givenStarts);
  });

  private readonly expect = this.RULE("expect", (): readonly BitsItem[] => {
    this.CONSUME(t.Expect);
    return this.itemsOf(this.bitsItem, bitsStarts);
  });

  private readonly givenItem = this.RULE("givenItem", (): GivenItem =>
    this.OR<GivenItem>({
      DEF: [
        { ALT: () => this.SUBRULE(this.negatedItem) },
        { ALT: () => this.SUBRULE(this.plainItem) },
      ],
      ERR_MSG: "a flag, an enum or a bitmap after",
    }),
  );

  private readonly negatedItem = this.RULE("negatedItem", (): GivenItem => {
    const first = this.CONSUME(t.Not);
    const name = this.identifier(this.CONSUME(t.Name, { ERR_MSG: "a flag's or bitmap's name" }));
    const leaf = this.OPTION(() => this.SUBRULE(this.presence));
    const span = this.spanFrom(first);
    if (leaf === undefined) return { kind: "flag", flag: name, on: false, span };
    return { kind: "presence", bitmap: name, leaf, present: false, span };
  });

  private readonly plainItem = this.RULE("plainItem", (): GivenItem => {
    const first = this.CONSUME(t.Name);
    const name = this.identifier(first);
    const item = this.OPTION(() =>
      this.OR<GivenItem>([
        {
          ALT: () => {
            const leaf = this.SUBRULE(this.presence);
            const span = this.spanFrom(first);
            return { kind: "presence", bitmap: name, leaf, present: true, span };
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Equal);
            const value = this.CONSUME2(t.Name, { ERR_MSG: "a value's name" });
            const span = this.spanFrom(first);
            return { kind: "value", enum: name, value: this.identifier(value), span };
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Dot);
            const own = this.identifier(this.CONSUME3(t.Name, { ERR_MSG: "an enum's name" }));
            const text = `${name.text}.${own.text}`;
            const enumeration = { text, span: this.spanFrom(first) };
            this.CONSUME2(t.Equal, { ERR_MSG: "`=` and a value after" });
            const value = this.identifier(this.CONSUME4(t.Name, { ERR_MSG: "a value's name" }));
            return { kind: "value", enum: enumeration, value, span: this.spanFrom(first) };
          },
        },
        {
          ALT: () => {
            const elements = this.SUBRULE(this.elements);
            return { kind: "bits", bitmap: name, elements, span: this.spanFrom(first) };
          },
        },
      ]),
    );
    return item ?? { kind: "flag", flag: name, on: true, span: this.spanOf(first) };
  });

  private readonly bitsItem = this.RULE("bitsItem", (): BitsItem => {
    const first = this.CONSUME(t.Name, { ERR_MSG: "a capability set's name" });
    const elements = this.SUBRULE(this.elements);
    const bitmap = this.identifier(first);
    return { kind: "bits", bitmap, elements, span: this.spanFrom(first) };
  });

  private readonly presence = this.RULE("presence", (): Identifier => {
    this.CONSUME(t.Has);
    return this.identifier(this.CONSUME(t.Name, { ERR_MSG: "a leaf's name" }));
  });

  private readonly elements = this.RULE("elements", (): readonly ListElement[] => {
    this.CONSUME(t.Colon, { ERR_MSG: "`:` and a list of bits after" });
    const elements: ListElement[] = [];
    this.AT_LEAST_ONE({
      DEF: () => elements.push(this.SUBRULE(this.element)),
      ERR_MSG: "bits, or `all`, after",
    });
    return elements;
  });

  private readonly element = this.RULE("element", (): ListElement => {
    const first = this.LA(1);
    const sign = this.OPTION(() => this.CONSUME(t.Not));
    const path = this.OR<Path | undefined>({
      DEF: [
        { ALT: () => this.SUBRULE(this.path) },
        {
          ALT: () => {
            this.CONSUME(t.All);
            return undefined;
          },
        },
      ],
      ERR_MSG: "a bit's name, or `all`, after",
    });
    const element = { negated: sign !== undefined, span: this.spanFrom(first) };
    return path === undefined ? element : { ...element, path };
  });

  /** One or more items, with `;` between them; a broken item is left out. */
  private itemsOf<T>(item: ParserMethod<[], T>, starts: ReadonlySet<TokenType>): readonly T[] {
    const items: T[] = [];
    const attemptItem = (production: () => T): void => {
      this.attempt(
        () => {
          const parsed = production();
          this.ACTION(() => {
            if (!isEnd(this.LA(1).tokenType)) this.failExpecting("`;` or the end of the statement");
          });
          items.push(parsed);
        },
        () => {
          // The next line has items of its own, so it was not meant to continue this one.
          const isOtherLine = lineStarts.has(this.LA(1).tokenType);
          this.skipTo(isOtherLine ? (type) => type === t.End : isEnd);
        },
      );
    };
    attemptItem(() => this.SUBRULE(item));
    this.MANY({
      // Without an item after it, the `;` ends the statement.
      GATE: () => starts.has(this.LA(2).tokenType),
      DEF: () => {
        this.CONSUME(t.Semicolon);
        attemptItem(() => this.SUBRULE2(item));
      },
    });
    return items;
  }
}
