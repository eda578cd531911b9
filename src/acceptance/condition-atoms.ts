/**
 * Takes a condition apart into its atoms, so that each can be resolved in a program that has its names: the
 * two sides of a comparison need not have the same.
 */

import type { Bdd, Diagram } from "../bdd/bdd.ts";
import { spanText } from "../base/span.ts";
import { unreachable } from "../base/unreachable.ts";
import { lowerConnective } from "../meaning/connectives.ts";
import type { Expression } from "../../grammar/syntax-tree.ts";

/** The texts of names, of tests of enumerations, and of what asks for a CPUID entry or a class. */
export function atomTexts(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "constant":
      return [];
    case "name":
    case "has":
    case "enum":
    case "is":
      return [spanText(expression.span)];
    case "not":
      return atomTexts(expression.operand);
    case "and":
    case "or":
    case "xor":
      return expression.operands.flatMap(atomTexts);
    case "implies":
      return [expression.premise, expression.conclusion].flatMap(atomTexts);
    case "choice":
      return [expression.condition, expression.whenTrue, expression.whenFalse].flatMap(atomTexts);
    default:
      return unreachable(expression);
  }
}

/**
 * @param atom what an atom means, by its text.
 * @throws LimitExceeded when a diagram grows beyond the limits of `bdd`.
 */
export function lowerAtoms(
  bdd: Bdd,
  expression: Expression,
  atom: (text: string) => Diagram,
): Diagram {
  const lower = (each: Expression): Diagram => {
    switch (each.kind) {
      case "constant":
        return bdd.constant(each.value);
      case "name":
      case "has":
      case "enum":
      case "is":
        return atom(spanText(each.span));
      case "not":
      case "and":
      case "or":
      case "xor":
      case "implies":
      case "choice":
        return lowerConnective(bdd, each, lower);
      default:
        return unreachable(each);
    }
  };
  return lower(expression);
}
