/** The productions of layouts. */

import type { IToken, TokenType } from "chevrotain";

import { RuleParser } from "./rule-parser.ts";
import type {
  BitDeclaration,
  EnumDeclaration,
  Identifier,
  LayoutDeclaration,
  LeafAddress,
  TextLiteral,
  WordDeclaration,
} from "./syntax-tree.ts";
import * as t from "./tokens.ts";
import type { ParserMethod } from "chevrotain";

const nextWord: ReadonlySet<TokenType> = new Set([t.Leaf, t.Word, t.Enum, t.RightBrace]);
const EXPECTED_PARTS = "`leaf`, `word`, `enum` or `}`";
const nextBit: ReadonlySet<TokenType> = new Set([t.NumberToken, t.RightBrace]);

export class LayoutParser extends RuleParser {
  /** Undefined if the layout has no readable name. */
  protected readonly layout: ParserMethod<[], LayoutDeclaration | undefined> = this.RULE(
    "layout",
    (): LayoutDeclaration | undefined => {
      const first = this.CONSUME(t.Layout);
      let name: Identifier | undefined;
      let described: { readonly description?: TextLiteral } = {};
      this.header(() => {
        name = this.identifier(this.CONSUME(t.Name, { ERR_MSG: "the layout's name" }));
        described = this.description();
      });
      this.CONSUME(t.LeftBrace);
      const words: WordDeclaration[] = [];
      const enums: EnumDeclaration[] = [];
      this.skipUnless(nextWord, EXPECTED_PARTS);
      this.MANY(() => {
        const part = this.attempt(
          () =>
            this.OR<WordDeclaration | EnumDeclaration | undefined>([
              { ALT: () => this.SUBRULE(this.enumDeclaration) },
              { ALT: () => this.SUBRULE(this.word) },
            ]),
          () => {
            this.skipTo((type) => nextWord.has(type));
          },
        );
        if (part !== undefined && "values" in part) enums.push(part);
        else if (part !== undefined) words.push(part);
        this.skipUnless(nextWord, EXPECTED_PARTS);
      });
      this.CONSUME(t.RightBrace);
      if (name === undefined) {
        this.breakNames(first);
        return undefined;
      }
      return { kind: "layout", name, ...described, enums, words, span: this.spanFrom(first) };
    },
  );

  protected readonly enumDeclaration: ParserMethod<[], EnumDeclaration> = this.RULE(
    "enumDeclaration",
    (): EnumDeclaration => {
      const first = this.CONSUME(t.Enum);
      const name = this.identifier(this.CONSUME(t.Name, { ERR_MSG: "the enum's name" }));
      this.CONSUME(t.Colon, { ERR_MSG: "`:` and values after the enum's name" });
      const values: Identifier[] = [];
      this.AT_LEAST_ONE({
        GATE: this.isNoAllowance,
        DEF: () => values.push(this.identifier(this.CONSUME2(t.Name))),
        ERR_MSG: "a value's name",
      });
      const ending = { ...this.description(), ...this.allowances() };
      return { kind: "enum", name, values, ...ending, span: this.spanFrom(first) };
    },
  );

  private readonly word = this.RULE("word", (): WordDeclaration | undefined => {
    const first = this.LA(1);
    let name: Identifier | undefined;
    let address: LeafAddress | undefined;
    let described: { readonly description?: TextLiteral } = {};
    this.header(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.Leaf);
            name = this.identifier(this.CONSUME(t.Name, { ERR_MSG: "the leaf's name" }));
            this.CONSUME(t.Equal, { ERR_MSG: "`=` and a CPUID address such as `0x7.0 ebx` after" });
            address = this.SUBRULE(this.address);
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Word);
            name = this.identifier(this.CONSUME2(t.Name, { ERR_MSG: "the word's name" }));
          },
        },
      ]);
      described = this.description();
    });
    this.CONSUME(t.LeftBrace);
    const bits: BitDeclaration[] = [];
    this.skipUnless(nextBit, "the number of a bit, or `}`");
    this.MANY(() => {
      const bit = this.attempt(
        () => this.SUBRULE(this.bit),
        () => {
          this.skipTo((type) => nextBit.has(type));
        },
      );
      if (bit !== undefined) bits.push(bit);
      this.skipUnless(nextBit, "the number of a bit, or `}`");
    });
    this.CONSUME(t.RightBrace);
    if (name === undefined) {
      this.breakNames(first);
      return undefined;
    }
    const addressed = address === undefined ? {} : { address };
    return { name, ...addressed, ...described, bits, span: this.spanFrom(first) };
  });

  private readonly address = this.RULE("address", (): LeafAddress => {
    const leaf = this.CONSUME(t.NumberToken, { ERR_MSG: "the number of a CPUID function" });
    const index = this.OPTION(() => {
      this.CONSUME(t.Dot);
      const number = this.CONSUME2(t.NumberToken, { ERR_MSG: "the number of a CPUID sub-leaf" });
      return this.numberLiteral(number);
    });
    const register = this.CONSUME(t.Name, { ERR_MSG: "a register: eax, ebx, ecx or edx" });
    return {
      function: this.numberLiteral(leaf),
      ...(index === undefined ? {} : { index }),
      register: this.identifier(register),
      span: this.spanFrom(leaf),
    };
  });

  private readonly bit = this.RULE("bit", (): BitDeclaration => {
    const first = this.CONSUME(t.NumberToken);
    const name = this.identifier(this.CONSUME(t.Name, { ERR_MSG: "the bit's name" }));
    const described = this.description();
    const aliases: Identifier[] = [];
    this.OPTION(() => {
      this.CONSUME(t.Alias);
      this.AT_LEAST_ONE({
        DEF: () => aliases.push(this.SUBRULE(this.alias)),
        ERR_MSG: "an alias after",
      });
    });
    const bit = this.numberLiteral(first);
    return { bit, name, ...described, aliases, span: this.spanFrom(first) };
  });

  private readonly alias = this.RULE("alias", (): Identifier =>
    this.OR<Identifier>([
      { ALT: () => this.identifier(this.CONSUME(t.Name)) },
      { ALT: () => this.quoted(this.CONSUME(t.Text)) },
    ]),
  );

  private quoted(token: IToken): Identifier {
    const { value, span } = this.textLiteral(token);
    return { text: value, span };
  }
}
