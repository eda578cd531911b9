/**
 * Splits a condition into atoms. Each atom can then be resolved in a program that declares its
 * names, since the two sides of a comparison may declare different ones.
 */

import type { Bdd, Diagram } from "../../bdd/bdd.ts";
import { spanText } from "../../base/span.ts";
import { unreachable } from "../../base/unreachable.ts";
import { lowerConnective } from "../../meaning/connectives.ts";
import { operandsOf } from "../../../grammar/expression-operands.ts";
import type { EnumExpression, Expression } from "../../../grammar/syntax-tree.ts";

/** The texts of the atoms: names, comparisons of an enumeration with one value, `has` and `is`. */
export function atomTexts(expression: Expression): readonly string[] {
  const inner = operandsOf(expression);
  if (inner.length > 0) return inner.flatMap(atomTexts);
  if (expression.kind === "constant") return [];
  return expression.kind === "enum" ? valueTexts(expression) : [spanText(expression.span)];
}

/**
 * Splits `vendor in (amd hygon)` into `vendor == amd` and `vendor == hygon`, since a program may
 * lack some values of the list.
 */
function valueTexts(expression: EnumExpression): readonly string[] {
  const { enum: name, values, span } = expression;
  if (values.length === 1) return [spanText(span)];
  return values.map(({ text }) => `${spanText(name.span)} == ${text}`);
}

/**
 * The first atom whose absence makes the expression meaningless. For a list of values, one known
 * value is enough.
 */
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
 * @param atom returns the meaning of an atom by its text.
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
