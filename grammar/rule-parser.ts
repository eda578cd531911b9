/** The productions of statements in a `caps` block. */

import type { ParserMethod, TokenType } from "chevrotain";

import { StatementListParser } from "./statement-list-parser.ts";
import type {
  AssertStatement,
  BitRule,
  ClassApplication,
  ClassDeclaration,
  ConstantExpression,
  DefaultRule,
  Expression,
  Identifier,
  Path,
  RuleStatement,
  SetDeclaration,
  UnnamedRule,
  WhenBlock,
} from "./syntax-tree.ts";
import * as t from "./tokens.ts";

type Overridable = DefaultRule | UnnamedRule | ClassApplication | BitRule;

/** The part of an application after the class. */
interface Application {
  readonly kind: "apply";
  readonly targets: readonly Path[];
}

/** The part of a bit rule after the first target. */
interface Definition {
  readonly kind: BitRule["kind"];
  /** The listed bits, if the first target is a leaf. */
  readonly leafBits: readonly Identifier[] | undefined;
  readonly targets: readonly Path[] | undefined;
  readonly value: Expression;
}

type RuleBody = Application | Definition;

export const ruleStarts: readonly TokenType[] = [
  t.Override,
  t.Default,
  t.Unnamed,
  t.Class,
  t.Set,
  t.When,
  t.Assert,
  t.Name,
];

const ruleStartSet: ReadonlySet<TokenType> = new Set(ruleStarts);

export class RuleParser extends StatementListParser {
  protected readonly ruleStatements: ParserMethod<[], readonly RuleStatement[]> = this.RULE(
    "ruleStatements",
    () => this.listOf(this.ruleStatement, ruleStartSet, "a rule"),
  );

  protected readonly ruleStatement: ParserMethod<[], RuleStatement> = this.RULE(
    "ruleStatement",
    () => this.OR(this.ruleStatementKinds),
  );

  private readonly ruleStatementKinds: { ALT: () => RuleStatement }[] = [
    { ALT: () => this.SUBRULE(this.override) },
    { ALT: () => this.SUBRULE(this.overridable) },
    { ALT: () => this.SUBRULE(this.classDeclaration) },
    { ALT: () => this.SUBRULE(this.set) },
    { ALT: () => this.SUBRULE(this.when) },
    { ALT: () => this.SUBRULE(this.assert) },
  ];

  private readonly override = this.RULE("override", (): Overridable => {
    const first = this.CONSUME(t.Override);
    const rule = this.SUBRULE(this.overridable);
    return { ...rule, override: true, span: this.spanFrom(first) };
  });

  private readonly overridable = this.RULE("overridable", (): Overridable =>
    this.OR(this.overridableKinds),
  );

  private readonly overridableKinds: { DEF: { ALT: () => Overridable }[]; ERR_MSG: string } = {
    DEF: [
      { ALT: () => this.SUBRULE(this.defaultRule) },
      { ALT: () => this.SUBRULE(this.unnamed) },
      { ALT: () => this.SUBRULE(this.rule) },
    ],
    ERR_MSG: "a rule after",
  };

  private readonly defaultRule = this.RULE("defaultRule", (): DefaultRule => {
    const first = this.CONSUME(t.Default);
    const leaves: Identifier[] = [];
    this.MANY(() => leaves.push(this.identifier(this.CONSUME(t.Name))));
    const value = this.SUBRULE(this.value);
    const ending = this.ending();
    const span = this.spanFrom(first);
    return { kind: "default", override: false, leaves, value, ...ending, span };
  });

  private readonly unnamed = this.RULE("unnamed", (): UnnamedRule => {
    const first = this.CONSUME(t.Unnamed);
    const value = this.SUBRULE(this.value);
    const ending = this.ending();
    return { kind: "unnamed", override: false, value, ...ending, span: this.spanFrom(first) };
  });

  private readonly rule = this.RULE("rule", (): ClassApplication | BitRule => {
    const token = this.LA(1);
    const first = this.SUBRULE(this.path);
    const body = this.OR(this.ruleBodies);
    const ending = this.ending();
    const span = this.spanFrom(token);
    if (body.kind === "apply") {
      const name = this.plainName(first, "a class");
      return {
        kind: body.kind,
        override: false,
        class: name,
        targets: body.targets,
        ...ending,
        span,
      };
    }
    const { kind, value } = body;
    const targets = [...this.inLeaf(first, body.leafBits), ...(body.targets ?? [])];
    return { kind, override: false, targets, value, ...ending, span };
  });

  private readonly ruleBodies: { DEF: { ALT: () => RuleBody }[]; ERR_MSG: string } = {
    DEF: [
      { ALT: () => this.SUBRULE(this.application) },
      { ALT: () => this.SUBRULE(this.definition) },
    ],
    ERR_MSG: "`=`, `also`, `requires`, or `:` and a list of bits after",
  };

  private readonly application = this.RULE("application", (): Application => {
    this.CONSUME(t.Colon);
    return { kind: "apply", targets: this.SUBRULE(this.paths) };
  });

  private readonly definition = this.RULE("definition", (): Definition => {
    const leafBits = this.OPTION(this.optionalLeafBits);
    const targets = this.OPTION2(this.optionalPaths);
    const kind = this.OR(this.definitionKinds);
    return { kind, leafBits, targets, value: this.SUBRULE(this.expression) };
  });

  private readonly optionalPaths = (): readonly Path[] => this.SUBRULE(this.paths);

  private readonly definitionKinds: { DEF: { ALT: () => BitRule["kind"] }[]; ERR_MSG: string } = {
    DEF: [
      { ALT: () => (this.CONSUME(t.Equal), "rule") },
      { ALT: () => (this.CONSUME(t.Also), "also") },
      { ALT: () => (this.CONSUME(t.Requires), "requires") },
    ],
    ERR_MSG: "`=`, `also` or `requires` after",
  };

  private readonly classDeclaration = this.RULE("classDeclaration", (): ClassDeclaration => {
    const first = this.CONSUME(t.Class);
    const name = this.identifier(this.CONSUME(t.Name, { ERR_MSG: "the class's name" }));
    const value = this.SUBRULE(this.value);
    return { kind: "class", name, value, ...this.ending(), span: this.spanFrom(first) };
  });

  private readonly set = this.RULE("set", (): SetDeclaration => {
    const first = this.CONSUME(t.Set);
    const name = this.identifier(this.CONSUME(t.Name, { ERR_MSG: "the set's name" }));
    this.CONSUME(t.Colon, { ERR_MSG: "`:` and the set's bits" });
    const members = this.SUBRULE(this.paths);
    return { kind: "set", name, members, ...this.allowances(), span: this.spanFrom(first) };
  });

  private readonly when = this.RULE("when", (): WhenBlock => {
    const first = this.CONSUME(t.When);
    // A block that is nested too deep is left before its brace, so that it can be skipped as a
    // whole.
    return this.nest(1, () => {
      // Rules under a broken condition must not clash with other rules, so the condition becomes
      // false.
      const never: ConstantExpression = {
        kind: "constant",
        value: false,
        span: this.spanOf(first),
      };
      let condition: Expression = never;
      const isWhole = this.header(() => {
        condition = this.SUBRULE(this.expression);
      });
      if (!isWhole) condition = never;
      this.CONSUME(t.LeftBrace);
      const reason = this.attempt(() => this.reason(), this.skipStatement);
      const statements = this.SUBRULE(this.ruleStatements);
      this.CONSUME(t.RightBrace);
      return { kind: "when", condition, ...reason, statements, span: this.spanFrom(first) };
    });
  });

  private readonly assert = this.RULE("assert", (): AssertStatement => {
    const first = this.CONSUME(t.Assert);
    const claim = this.SUBRULE(this.expression);
    return { kind: "assert", claim, ...this.ending(), span: this.spanFrom(first) };
  });

  private readonly value = this.RULE("value", (): Expression => {
    this.CONSUME(t.Equal, { ERR_MSG: "`=` and an expression" });
    return this.SUBRULE(this.expression);
  });
}
