/** Lowers the connectives of expressions, for operands of any type. */

import { FALSE, TRUE, type Bdd, type Diagram } from "../bdd/bdd.ts";
import { unreachable } from "../base/unreachable.ts";

export type Connective<Operand> =
  | { readonly kind: "not"; readonly operand: Operand }
  | { readonly kind: "and" | "or" | "xor"; readonly operands: readonly Operand[] }
  | { readonly kind: "implies"; readonly premise: Operand; readonly conclusion: Operand }
  | {
      readonly kind: "choice";
      readonly condition: Operand;
      readonly whenTrue: Operand;
      readonly whenFalse: Operand;
    };

/** @throws LimitExceeded when a diagram grows beyond the limits of `bdd`. */
export function lowerConnective<Operand>(
  bdd: Bdd,
  connective: Connective<Operand>,
  lower: (operand: Operand) => Diagram,
): Diagram {
  switch (connective.kind) {
    case "not":
      return bdd.not(lower(connective.operand));
    case "and":
      return connective.operands.reduce((all, operand) => bdd.and(all, lower(operand)), TRUE);
    case "or":
      return connective.operands.reduce((any, operand) => bdd.or(any, lower(operand)), FALSE);
    case "xor":
      return connective.operands.reduce((odd, operand) => bdd.xor(odd, lower(operand)), FALSE);
    case "implies":
      return bdd.implies(lower(connective.premise), lower(connective.conclusion));
    case "choice":
      return bdd.ite(
        lower(connective.condition),
        lower(connective.whenTrue),
        lower(connective.whenFalse),
      );
    default:
      return unreachable(connective);
  }
}
