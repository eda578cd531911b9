/** Lays out the statements of a capability set as single rules, each with all the `when`s around it. */

import type { Span } from "../base/span.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { notUnderWhen } from "../diagnostics/rules.ts";
import type {
  BitRule,
  ClassApplication,
  DefaultRule,
  Expression,
  RuleStatement,
  UnnamedRule,
} from "../../grammar/syntax-tree.ts";
import type { RuleBlock } from "./collect-sets.ts";
import type { Expr } from "./model.ts";
import { resolveExpression } from "./resolve-expression.ts";
import { conditionScope, type Scope } from "./scope.ts";

export type GoverningStatement = DefaultRule | UnnamedRule | ClassApplication | BitRule;

export interface PlacedRule {
  readonly statement: GoverningStatement;
  /** The conditions of the `when`s around the rule, outermost first. */
  readonly conditions: readonly PlacedCondition[];
  /** The reason of the innermost `when` that has one. */
  readonly because: string | undefined;
  readonly blockReason: string | undefined;
}

export interface PlacedCondition {
  readonly expr: Expr;
  readonly span: Span;
  readonly written: Expression;
}

type Around = Omit<PlacedRule, "statement">;

export function placeRules(
  scope: Scope,
  { statements, because }: RuleBlock,
): readonly PlacedRule[] {
  return place(scope, statements, {
    conditions: [],
    because: undefined,
    blockReason: because,
  });
}

function place(
  scope: Scope,
  statements: readonly RuleStatement[],
  around: Around,
): readonly PlacedRule[] {
  return statements.flatMap((statement) => {
    switch (statement.kind) {
      case "when": {
        const expr = resolveExpression(conditionScope(scope), statement.condition);
        return place(scope, statement.statements, {
          ...around,
          conditions: [
            ...around.conditions,
            { expr, span: statement.condition.span, written: statement.condition },
          ],
          because: statement.because?.value ?? around.because,
        });
      }
      case "apply":
      case "rule":
      case "also":
      case "requires":
        return [{ statement, ...around }];
      default:
        if (around.conditions.length > 0) {
          const what = WORDS[statement.kind];
          scope.diagnostics.push(report(notUnderWhen, statement.span, { what }));
          return [];
        }
        return statement.kind === "default" || statement.kind === "unnamed"
          ? [{ statement, ...around, blockReason: undefined }]
          : [];
    }
  });
}

const WORDS: Readonly<Record<"default" | "unnamed" | "class" | "set" | "assert", string>> = {
  default: "a default",
  unnamed: "`unnamed`",
  class: "the declaration of a class",
  set: "the declaration of a set",
  assert: "an `assert`",
};
