/**
 * Resolves an inherited statement in the set that inherits it. A bare bit means the set's own bit,
 * so a statement that names one becomes another rule in each set. All other statements are the same
 * rule in all sets.
 */

import { buildRule } from "./build-rule.ts";
import type { Rule } from "./model.ts";
import type { PlacedRule } from "./place-rules.ts";
import { resolveExpression } from "./resolve-expression.ts";
import { conditionScope, type Scope } from "./scope.ts";
import type { PlacedStatement, Statement } from "./stated-rules.ts";

/** The rule that a statement means in the set of the scope. */
export function ruleIn(scope: Scope, statement: Statement): Rule {
  const known = scope.set?.rules;
  if (statement.ownReads.length === 0 || known === undefined) return statement.rule;
  let rule = known.get(statement.rule);
  if (rule === undefined) known.set(statement.rule, (rule = readAnew(scope, statement.placed)));
  return rule;
}

/** Drops diagnostics: they were reported when the statement was resolved in its own set. */
function readAnew(scope: Scope, placed: PlacedRule): Rule {
  const quiet = { ...scope, diagnostics: [] };
  const conditions = placed.conditions.map((each) => ({
    ...each,
    expr: resolveExpression(conditionScope(quiet), each.written),
  }));
  return buildRule(quiet, { ...placed, conditions });
}

/**
 * True if the statement, and the statements that replace it, mean the same in every set that
 * inherits them.
 */
export function isReadAlike({ statement, replacing }: PlacedStatement): boolean {
  return [statement, ...replacing].every(({ ownReads }) => ownReads.length === 0);
}

/** Resolves an inherited statement in the set of the scope. */
export function readPlaced(scope: Scope, placed: PlacedStatement): PlacedStatement {
  if (isReadAlike(placed)) return placed;
  const { statement, replacing } = placed;
  const replacedBy = replacing.map((each) => ruleIn(scope, each));
  return { ...placed, rule: ruleIn(scope, statement), replacedBy };
}
