/** The parser of rule files, with the productions of top-level statements; see grammar.ebnf. */

import { EOF, type IToken, type ParserMethod, type TokenType } from "chevrotain";

import type { SourceText } from "../src/base/source-text.ts";
import type { Findings } from "./findings.ts";
import type { ParserOptions } from "./recovering-parser.ts";
import { roleOf } from "./role-words.ts";
import { ruleStarts } from "./rule-parser.ts";
import type { Statements } from "./statement-ends.ts";
import type {
  AssumeStatement,
  CapsBlock,
  FlagDeclaration,
  Identifier,
  InputDeclaration,
  RuleStatement,
  Statement,
  StatedRole,
  TextLiteral,
  UseStatement,
} from "./syntax-tree.ts";
import { TestParser } from "./test-parser.ts";
import * as t from "./tokens.ts";

export interface ParsedFile {
  readonly statements: readonly Statement[];
  readonly brokenNames: ReadonlySet<string>;
}

const END_OF_FILE: ReadonlySet<TokenType> = new Set([EOF]);

const statementStarts: ReadonlySet<TokenType> = new Set([
  t.Use,
  t.Layout,
  t.Input,
  t.Flag,
  t.Enum,
  t.Assume,
  t.Caps,
  t.Test,
  ...ruleStarts,
]);

export class RuleFileParser extends TestParser {
  constructor(options: ParserOptions) {
    super(options);
    this.performSelfAnalysis();
  }

  /** @throws TooManyMistakes */
  parseFile(source: SourceText, statements: Statements, findings: Findings): ParsedFile {
    this.begin(source, statements, findings);
    const parsed = this.file().filter((statement) => statement !== undefined);
    return { statements: parsed, brokenNames: this.brokenNames };
  }

  private readonly file: ParserMethod<[], readonly (Statement | undefined)[]> = this.RULE(
    "file",
    () => {
      const statements = this.listOf(this.statement, statementStarts, "a statement");
      this.skipUnless(END_OF_FILE, "a statement");
      return statements;
    },
  );

  private readonly statement: ParserMethod<[], Statement | undefined> = this.RULE("statement", () =>
    this.OR(this.statementKinds),
  );

  private readonly statementKinds: { ALT: () => Statement | undefined }[] = [
    { ALT: () => this.SUBRULE(this.use) },
    { ALT: () => this.SUBRULE(this.layout) },
    { ALT: () => this.SUBRULE(this.inputDeclaration) },
    { ALT: () => this.SUBRULE(this.flag) },
    { ALT: () => this.SUBRULE(this.enumDeclaration) },
    { ALT: () => this.SUBRULE(this.assume) },
    { ALT: () => this.SUBRULE(this.caps) },
    { ALT: () => this.SUBRULE(this.test) },
    { ALT: () => this.SUBRULE(this.ruleStatement) },
  ];

  private readonly use = this.RULE("use", (): UseStatement => {
    const first = this.CONSUME(t.Use);
    const text = this.CONSUME(t.Text, { ERR_MSG: "a path in double quotes after" });
    this.ACTION(() => {
      if (!t.isClosed(text)) this.giveUpUse();
    });
    const path = this.textLiteral(text);
    return { kind: "use", path, span: this.spanFrom(first) };
  });

  /** The used file is unknown and may declare any name, so no name is reported as unknown. */
  private giveUpUse(): never {
    this.breakAllNames();
    return this.giveUp();
  }

  private readonly inputDeclaration = this.RULE("inputDeclaration", (): InputDeclaration => {
    const first = this.CONSUME(t.Input);
    const name = this.identifier(this.CONSUME(t.Name, { ERR_MSG: "the input's name" }));
    this.CONSUME(t.Colon, { ERR_MSG: "`:` and a layout after the input's name" });
    const layout = this.identifier(this.CONSUME2(t.Name, { ERR_MSG: "a layout's name" }));
    const ending = { ...this.description(), ...this.allowances() };
    return { kind: "input", name, layout, ...ending, span: this.spanFrom(first) };
  });

  private readonly flag = this.RULE("flag", (): FlagDeclaration => {
    const first = this.CONSUME(t.Flag);
    const name = this.identifier(this.CONSUME(t.Name, { ERR_MSG: "the flag's name" }));
    const ending = { ...this.description(), ...this.allowances() };
    return { kind: "flag", name, ...ending, span: this.spanFrom(first) };
  });

  private readonly assume = this.RULE("assume", (): AssumeStatement => {
    const first = this.CONSUME(t.Assume);
    const claim = this.SUBRULE(this.expression);
    return { kind: "assume", claim, ...this.ending(), span: this.spanFrom(first) };
  });

  /** Undefined if the block has no readable name. */
  private readonly caps = this.RULE("caps", (): CapsBlock | undefined => {
    const first = this.CONSUME(t.Caps);
    let name: Identifier | undefined;
    let layout: Identifier | undefined;
    let base: Identifier | undefined;
    let role: StatedRole | undefined;
    let described: { readonly description?: TextLiteral } = {};
    this.header(() => {
      name = this.identifier(this.CONSUME(t.Name, { ERR_MSG: "the capability set's name" }));
      this.OPTION(() => {
        this.OR([
          {
            ALT: () => {
              this.CONSUME(t.Colon);
              layout = this.identifier(this.CONSUME2(t.Name, { ERR_MSG: "a layout's name" }));
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.Extends);
              base = this.identifier(this.CONSUME3(t.Name, { ERR_MSG: "a capability set's name" }));
            },
          },
        ]);
      });
      this.OPTION2({
        GATE: () => roleOf(this.LA(1)) !== undefined,
        DEF: () => {
          role = this.statedRole(this.CONSUME4(t.Name));
        },
      });
      described = this.description();
    });
    this.CONSUME(t.LeftBrace);
    const reason = this.attempt(() => this.reason(), this.skipStatement);
    const statements: readonly RuleStatement[] = this.SUBRULE(this.ruleStatements);
    this.CONSUME(t.RightBrace);
    if (name === undefined) {
      this.breakNames(first);
      return undefined;
    }
    return {
      kind: "caps",
      name,
      ...(layout === undefined ? {} : { layout }),
      ...(base === undefined ? {} : { base }),
      ...(role === undefined ? {} : { role }),
      ...described,
      ...reason,
      statements,
      span: this.spanFrom(first),
    };
  });

  private statedRole(word: IToken): StatedRole | undefined {
    const value = roleOf(word);
    return value === undefined ? undefined : { value, span: this.spanFrom(word) };
  }
}
