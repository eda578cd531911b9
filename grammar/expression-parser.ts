/**
 * The productions of expressions and paths. Nearly all of a large file is made of these, so their
 * alternatives are fields that are made once. Making closures in each production would cost more
 * than the parsing.
 */

import type { IToken, ParserMethod } from "chevrotain";

import { spanText } from "../src/base/span.ts";
import { plainNameNeeded } from "../src/diagnostics/syntax.ts";
import { groupByPrecedence, type BinaryOperator } from "./precedence.ts";
import { RecoveringParser } from "./recovering-parser.ts";
import type {
  AppliedExpression,
  EnumExpression,
  Expression,
  HasExpression,
  Identifier,
  NumberLiteral,
  Path,
} from "./syntax-tree.ts";
import * as t from "./tokens.ts";

/** The operators and operands after the first operand, in equal numbers. */
interface Chain {
  readonly operators: readonly BinaryOperator[];
  readonly operands: readonly Expression[];
}

/** The part of `? :` after the condition. */
interface Choice {
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
}

/** The part of a question after the name of a bitmap, a bit or an enum. */
type Question =
  | Pick<HasExpression, "kind" | "leaf">
  | Pick<EnumExpression, "kind" | "values" | "negated">
  | Pick<AppliedExpression, "kind" | "class">;

/** Begins an `allow CR0603 "…"` at the end of a statement. It is a name everywhere else. */
export const ALLOW = "allow";

/** The word that asks which class governs a bit. */
const IS = "is";

const expectName = { ERR_MSG: "a name" };
const expectMember = { ERR_MSG: "the name of a bit or leaf after" };
const expectValue = { ERR_MSG: "a value's name" };

export class ExpressionParser extends RecoveringParser {
  protected readonly expression: ParserMethod<[], Expression> = this.RULE(
    "expression",
    (): Expression => {
      const first = this.LA(1);
      const condition = this.SUBRULE(this.operation);
      const choice = this.OPTION(this.optionalChoice);
      if (choice === undefined) return condition;
      return { kind: "choice", condition, ...choice, span: this.spanFrom(first) };
    },
  );

  private readonly optionalChoice = (): Choice => this.SUBRULE(this.choice);

  private readonly choice = this.RULE("choice", (): Choice =>
    this.nest(1, () => {
      this.CONSUME(t.Question);
      const whenTrue = this.SUBRULE(this.expression);
      this.CONSUME(t.Colon, { ERR_MSG: "`:` and what holds otherwise" });
      return { whenTrue, whenFalse: this.SUBRULE2(this.expression) };
    }),
  );

  private readonly operation = this.RULE("operation", (): Expression => {
    const first = this.SUBRULE(this.operand);
    const chain = this.OPTION(this.optionalChain);
    if (chain === undefined) return first;
    return this.ACTION(() => groupByPrecedence([first, ...chain.operands], chain.operators));
  });

  private readonly optionalChain = (): Chain => this.SUBRULE(this.chain);

  private readonly chain = this.RULE("chain", (): Chain => {
    const operators: BinaryOperator[] = [];
    const operands: Expression[] = [];
    let arrows = 0;
    this.AT_LEAST_ONE(() => {
      const operator = this.OR(this.binaryOperators);
      if (operator === "implies") arrows++;
      operators.push(operator);
      // `->` groups to the right, so the operand after n arrows is n levels deep.
      operands.push(this.nest(arrows, this.nextOperand));
    });
    return { operators, operands };
  });

  private readonly binaryOperators: { ALT: () => BinaryOperator }[] = [
    { ALT: () => (this.CONSUME(t.And), "and") },
    { ALT: () => (this.CONSUME(t.Xor), "xor") },
    { ALT: () => (this.CONSUME(t.Or), "or") },
    { ALT: () => (this.CONSUME(t.Arrow), "implies") },
  ];

  private readonly nextOperand = (): Expression => this.SUBRULE(this.operand);

  private readonly operand = this.RULE("operand", (): Expression => {
    const signs = this.OPTION(this.optionalSigns);
    if (signs === undefined) return this.OR(this.operands);
    const operand = this.nest(signs.length, () => this.OR(this.operands));
    return this.ACTION(() =>
      signs.reduceRight(
        (inner, sign): Expression => ({ kind: "not", operand: inner, span: this.spanFrom(sign) }),
        operand,
      ),
    );
  });

  private readonly operands: { DEF: { ALT: () => Expression }[]; ERR_MSG: string } = {
    DEF: [
      { ALT: () => this.SUBRULE(this.named) },
      { ALT: () => this.SUBRULE(this.parenthesized) },
      { ALT: () => this.constant(this.CONSUME(t.All), true) },
      { ALT: () => this.constant(this.CONSUME(t.None), false) },
    ],
    ERR_MSG: "an expression after",
  };

  private readonly optionalSigns = (): readonly IToken[] => this.SUBRULE(this.signs);

  private readonly signs = this.RULE("signs", (): readonly IToken[] => {
    const signs: IToken[] = [];
    this.AT_LEAST_ONE(() => {
      const sign = this.OR([
        { ALT: () => this.CONSUME(t.Not) },
        { ALT: () => this.CONSUME(t.Complement) },
      ]);
      signs.push(sign);
    });
    return signs;
  });

  private readonly parenthesized = this.RULE("parenthesized", (): Expression => {
    const first = this.CONSUME(t.LeftParen);
    const inner = this.nest(1, () => this.SUBRULE(this.expression));
    this.CONSUME(t.RightParen, { ERR_MSG: "an operator or `)`" });
    return { ...inner, span: this.spanFrom(first) };
  });

  private readonly named = this.RULE("named", (): Expression => {
    const first = this.LA(1);
    const path = this.SUBRULE(this.path);
    const question = this.OPTION(this.optionalQuestion);
    if (question === undefined) return { kind: "name", path, span: path.span };
    return this.ACTION((): Expression => {
      const span = this.spanFrom(first);
      if (question.kind === "is") return { ...question, path, span };
      if (question.kind === "has") {
        return { ...question, bitmap: this.plainName(path, "a bitmap"), span };
      }
      return { ...question, enum: this.enumName(path), span };
    });
  });

  private readonly optionalQuestion = {
    // `is` is a keyword only here; elsewhere it is an ordinary name.
    GATE: () => this.LA(1).tokenType !== t.Name || this.LA(1).image === IS,
    DEF: (): Question => this.SUBRULE(this.question),
  };

  private readonly question = this.RULE("question", (): Question =>
    this.OR<Question>([
      {
        ALT: () => {
          this.CONSUME(t.Has);
          const leaf = this.CONSUME(t.Name, { ERR_MSG: "a leaf's name" });
          return { kind: "has", leaf: this.identifier(leaf) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.EqualEqual);
          const value = this.CONSUME2(t.Name, expectValue);
          return { kind: "enum", values: [this.identifier(value)], negated: false };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.NotEqual);
          const value = this.CONSUME3(t.Name, expectValue);
          return { kind: "enum", values: [this.identifier(value)], negated: true };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.In);
          return { kind: "enum", values: this.SUBRULE(this.values), negated: false };
        },
      },
      {
        ALT: () => {
          this.CONSUME4(t.Name);
          const name = this.CONSUME5(t.Name, { ERR_MSG: "the name of a class after" });
          return { kind: "is", class: this.identifier(name) };
        },
      },
    ]),
  );

  private readonly values = this.RULE("values", (): readonly Identifier[] => {
    this.CONSUME(t.LeftParen, { ERR_MSG: "`(` and the enum's values after" });
    const values: Identifier[] = [];
    this.AT_LEAST_ONE({
      DEF: () => values.push(this.identifier(this.CONSUME(t.Name))),
      ERR_MSG: "a value's name",
    });
    this.CONSUME(t.RightParen, { ERR_MSG: "another value or `)`" });
    return values;
  });

  protected readonly path: ParserMethod<[], Path> = this.RULE("path", () => {
    const token = this.CONSUME(t.Name, expectName);
    const first = this.identifier(token);
    const second = this.OPTION(this.optionalMember);
    const third = this.OPTION2(this.optionalMemberOrIndex);
    if (second === undefined && third === undefined) return { parts: [first], span: first.span };
    const parts = second === undefined ? [first] : [first, second];
    const span = this.spanFrom(token);
    if (third === undefined) return { parts, span };
    if ("value" in third) return { parts, index: third, span };
    return { parts: [...parts, third], span };
  });

  private readonly optionalMember = (): Identifier => this.SUBRULE(this.member);

  private readonly optionalMemberOrIndex = (): Identifier | NumberLiteral =>
    this.OR<Identifier | NumberLiteral>([
      { ALT: () => this.SUBRULE2(this.member) },
      { ALT: () => this.SUBRULE(this.index) },
    ]);

  private readonly member = this.RULE("member", (): Identifier => {
    this.CONSUME(t.Dot);
    return this.identifier(this.CONSUME(t.Name, expectMember));
  });

  private readonly index = this.RULE("index", (): NumberLiteral => {
    this.CONSUME(t.LeftBracket);
    const number = this.CONSUME(t.NumberToken, { ERR_MSG: "the number of a bit" });
    this.CONSUME(t.RightBracket, { ERR_MSG: "`]` after" });
    return this.numberLiteral(number);
  });

  /** A list of bits and sets. */
  protected readonly paths: ParserMethod<[], readonly Path[]> = this.RULE("paths", () => {
    const paths: Path[] = [];
    this.AT_LEAST_ONE({
      GATE: this.isNoAllowance,
      DEF: () => {
        const path = this.SUBRULE(this.path);
        const bits = this.OPTION(this.optionalLeafBits);
        this.ACTION(() => paths.push(...this.inLeaf(path, bits)));
      },
      ERR_MSG: "the names of bits or sets",
    });
    return paths;
  });

  /** In a list of names, `allow` is a name unless a code and a text follow. */
  protected readonly isNoAllowance = (): boolean =>
    this.LA(1).image !== ALLOW ||
    !/^CR\d+$/.test(this.LA(2).image) ||
    this.LA(3).tokenType !== t.Text;

  protected readonly optionalLeafBits = (): readonly Identifier[] => this.SUBRULE(this.leafBits);

  private readonly leafBits = this.RULE("leafBits", (): readonly Identifier[] => {
    this.CONSUME(t.LeftParen);
    const bits: Identifier[] = [];
    this.AT_LEAST_ONE({
      DEF: () => bits.push(this.identifier(this.CONSUME(t.Name))),
      ERR_MSG: "the name of a bit",
    });
    this.CONSUME(t.RightParen, { ERR_MSG: "another bit or `)`" });
    return bits;
  });

  /** `CPUID_1_EDX (FPU VME)` is short for `CPUID_1_EDX.FPU CPUID_1_EDX.VME`. */
  protected inLeaf(path: Path, bits: readonly Identifier[] | undefined): readonly Path[] {
    if (bits === undefined) return [path];
    const leaf = this.plainName(path, "a leaf");
    return bits.map((bit) => ({ parts: [leaf, bit], span: bit.span }));
  }

  /** `vendor`, or `host.vendor`. */
  private enumName(path: Path): Identifier {
    const isOfInput = path.parts.length === 2 && path.index === undefined;
    if (!isOfInput) return this.plainName(path, "an enum");
    return { text: path.parts.map(({ text }) => text).join("."), span: path.span };
  }

  /** The name of a path that must consist of one name. */
  protected plainName(path: Path, role: string): Identifier {
    const [name] = path.parts;
    if (name !== undefined && path.parts.length === 1 && path.index === undefined) return name;
    return this.fail(plainNameNeeded, path.span, { path: spanText(path.span), role });
  }

  private constant(token: IToken, value: boolean): Expression {
    return { kind: "constant", value, span: this.spanOf(token) };
  }
}
