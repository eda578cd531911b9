/** Lists the expressions of a file. */

import type { Expression, Statement } from "../../grammar/syntax-tree.ts";

export interface StatedExpression {
  readonly expression: Expression;
  /** True for the value of a bit; false for a condition, a claim or a requirement. */
  readonly isGiven: boolean;
}

/** In the order of the text. */
export function statedExpressions(statements: readonly Statement[]): readonly StatedExpression[] {
  return statements.flatMap((statement): readonly StatedExpression[] => {
    switch (statement.kind) {
      case "default":
      case "unnamed":
      case "class":
      case "rule":
      case "also":
        return [{ expression: statement.value, isGiven: true }];
      case "requires":
        return [{ expression: statement.value, isGiven: false }];
      case "assume":
      case "assert":
        return [{ expression: statement.claim, isGiven: false }];
      case "when":
        return [
          { expression: statement.condition, isGiven: false },
          ...statedExpressions(statement.statements),
        ];
      case "caps":
        return statedExpressions(statement.statements);
      default:
        return [];
    }
  });
}
