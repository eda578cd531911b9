/**
 * A statement as each set reads it that inherits it.
 *
 * A bare bit in it is the set's own, so what names such a bit is resolved once for each set that asks for it. All
 * other statements are one rule in all sets.
 */

import { buildRule } from "./build-rule.ts";
import type { Rule } from "./model.ts";
import type { PlacedRule } from "./place-rules.ts";
import { resolveExpression } from "./resolve-expression.ts";
import { conditionScope, type Scope } from "./scope.ts";
import type { PlacedStatement, Statement } from "./stated-rules.ts";

/** The rule that a statement is in the set around. */
export function ruleIn(scope: Scope, statement: Statement): Rule {
  const known = scope.set?.rules;
  if (statement.ownReads.length === 0 || known === undefined) return statement.rule;
  let rule = known.get(statement.rule);
  if (rule === undefined) known.set(statement.rule, (rule = readAnew(scope, statement.placed)));
  return rule;
}

/** What is wrong with it was reported where it stands. */
function readAnew(scope: Scope, placed: PlacedRule): Rule {
  const quiet = { ...scope, diagnostics: [] };
  const conditions = placed.conditions.map((each) => ({
    ...each,
    expr: resolveExpression(conditionScope(quiet), each.written),
  }));
  return buildRule(quiet, { ...placed, conditions });
}

/** All sets that inherit the statement read it, and what replaces it, in the same way. */
export function isReadAlike({ statement, replacing }: PlacedStatement): boolean {
  return [statement, ...replacing].every(({ ownReads }) => ownReads.length === 0);
}

/** An inherited statement as the set around reads it. */
export function readPlaced(scope: Scope, placed: PlacedStatement): PlacedStatement {
  if (isReadAlike(placed)) return placed;
  const { statement, replacing } = placed;
  const replacedBy = replacing.map((each) => ruleIn(scope, each));
  return { ...placed, rule: ruleIn(scope, statement), replacedBy };
}
