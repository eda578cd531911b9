/**
 * Takes a condition apart into its atoms, so that each can be resolved in a program that has its names: the
 * two sides of a comparison need not have the same.
 */

import type { Bdd, Diagram } from "../../bdd/bdd.ts";
import { spanText } from "../../base/span.ts";
import { unreachable } from "../../base/unreachable.ts";
import { lowerConnective } from "../../meaning/connectives.ts";
import { operandsOf } from "../../../grammar/expression-operands.ts";
import type { EnumExpression, Expression } from "../../../grammar/syntax-tree.ts";

/** The texts of names, of tests of enumerations for a value, and of what asks for a CPUID entry or a class. */
export function atomTexts(expression: Expression): readonly string[] {
  const inner = operandsOf(expression);
  if (inner.length > 0) return inner.flatMap(atomTexts);
  if (expression.kind === "constant") return [];
  return expression.kind === "enum" ? valueTexts(expression) : [spanText(expression.span)];
}

/** `vendor == amd` and `vendor == hygon` of `vendor in (amd hygon)`: no program need have all values of a list. */
function valueTexts(expression: EnumExpression): readonly string[] {
  const { enum: name, values, span } = expression;
  if (values.length === 1) return [spanText(span)];
  return values.map(({ text }) => `${spanText(name.span)} == ${text}`);
}

/** The first atom without which the expression means nothing: of a list, one value that is known is enough. */
export function unknownAtom(
  expression: Expression,
  isKnown: (text: string) => boolean,
): string | undefined {
  if (expression.kind === "enum" && valueTexts(expression).some(isKnown)) return undefined;
  const inner = operandsOf(expression);
  return inner.length === 0
    ? atomTexts(expression).find((text) => !isKnown(text))
    : inner.map((each) => unknownAtom(each, isKnown)).find((text) => text !== undefined);
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
      case "is":
        return atom(spanText(each.span));
      case "enum":
        return valueTexts(each)
          .map(atom)
          .reduce((any, value) => bdd.or(any, value));
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
