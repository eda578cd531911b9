/**
 * Computes the final value of every bit in one case, straight from the rules.
 *
 * It shares nothing with decision diagrams and generated code, so that both can be compared with
 * it: by tests, and before a witness is shown.
 */

import { compareSpans } from "../base/span.ts";
import { definitely, invariant, unreachable } from "../base/unreachable.ts";
import { counterpart } from "../model/counterpart.ts";
import { bitCount, wordOf, type BitIndex } from "../model/layout.ts";
import type {
  Assignment,
  BitGovernance,
  Bitmap,
  CapabilitySet,
  Expr,
  Input,
  Model,
  Rule,
  SetBit,
  ThisBit,
} from "../model/model.ts";
import { orderOfAll } from "../model/order-bits.ts";

export interface Interpretation {
  readonly valueOf: (bitmap: Bitmap, bit: BitIndex) => boolean;
  /**
   * The rule that decides a bit: a `requires` that does not hold, else an `also` without which the
   * bit would be off, else the governing rule. If there are several, the first in the text, with
   * files ordered by name.
   */
  readonly decidingRule: (set: CapabilitySet, bit: BitIndex) => Rule;
  readonly holds: (expr: Expr, thisBit?: ThisBit) => boolean;
}

/** Restricts or changes the rules that are interpreted. */
export interface Variation {
  /** The bits to compute, each after those on which it depends. */
  readonly order: readonly SetBit[];
  /** The values of all other bits. */
  readonly others?: Interpretation;
  /** A bit whose computed value is inverted. */
  readonly inverted?: SetBit;
  /** Replaces the governance of bits. */
  readonly governedBy?: (governance: BitGovernance) => BitGovernance;
}

/** @param assignment must give every enumeration on which a bit depends. */
export function interpret(
  model: Model,
  assignment: Assignment,
  variation: Variation = { order: orderOfAll(model) },
): Interpretation {
  const { order, others, inverted, governedBy } = variation;
  // For a small part, arrays start empty, since few bits of each set are computed.
  const length = ({ layout }: CapabilitySet): number =>
    order.length < bitCount(layout) ? 0 : bitCount(layout);
  const values = new Map(model.sets.map((set) => [set, new Array<boolean>(length(set))]));

  const valueOf = (bitmap: Bitmap, bit: BitIndex): boolean =>
    bitmap.kind === "input"
      ? assignment.bits.get(bitmap)?.has(bit) === true
      : definitely(
          values.get(bitmap)?.[bit] ?? others?.valueOf(bitmap, bit),
          "a bit is read before it is computed",
        );

  const evaluate = (
    expr: Expr,
    thisBit: ThisBit | undefined,
    classes: Map<Expr, boolean>,
  ): boolean => {
    const also = (operand: Expr): boolean => evaluate(operand, thisBit, classes);
    switch (expr.kind) {
      case "constant":
        return expr.value;
      case "this": {
        invariant(thisBit !== undefined, "an expression without a bit names this bit");
        const other = counterpart(thisBit.layout, thisBit.bit, expr.bitmap.layout);
        return typeof other === "number" && valueOf(expr.bitmap, other);
      }
      case "applied": {
        const { set, className } = expr;
        const other = expr.bit ?? (thisBit && counterpart(thisBit.layout, thisBit.bit, set.layout));
        invariant(other !== undefined, "an expression without a bit names this bit");
        return typeof other === "number" && isGovernedBy(set, other, className);
      }
      case "bit":
        return valueOf(expr.bitmap, expr.bit);
      case "member":
        invariant(thisBit !== undefined, "an expression without a bit names this bit");
        return expr.list.bits.has(thisBit.bit);
      case "class": {
        // Each class body is evaluated once: classes that name each other twice would double the
        // work at every level.
        const value = classes.get(expr.body) ?? also(expr.body);
        classes.set(expr.body, value);
        return value;
      }
      case "flag":
        return assignment.flags.has(expr.flag);
      case "enum":
        return expr.values.includes(
          definitely(assignment.values.get(expr.enumeration), "an enum without a value"),
        );
      case "has":
        return isPresent(assignment, expr.input, expr.entry);
      case "not":
        return !also(expr.operand);
      case "and":
        return expr.operands.every(also);
      case "or":
        return expr.operands.some(also);
      case "xor":
        return expr.operands.filter(also).length % 2 === 1;
      case "implies":
        return !also(expr.premise) || also(expr.conclusion);
      case "choice":
        return also(expr.condition) ? also(expr.whenTrue) : also(expr.whenFalse);
      default:
        return unreachable(expr);
    }
  };
  const holds: Interpretation["holds"] = (expr, thisBit) => evaluate(expr, thisBit, new Map());
  const applies = ({ condition }: Rule): boolean => condition === undefined || holds(condition);

  const rulesAt = (set: CapabilitySet, bit: BitIndex): AppliedRules => {
    const stated = definitely(set.bits[bit], "a bit without a rule");
    const { base, conditional, also, requires } = governedBy?.(stated) ?? stated;
    const governing = conditional.filter(applies);
    return {
      governing: governing.length === 0 ? [base] : governing,
      also: also.filter(applies),
      requires: requires.filter(applies),
    };
  };
  /** True if a rule that governs the bit applies the class. */
  const isGovernedBy = (set: CapabilitySet, bit: BitIndex, className: string): boolean =>
    rulesAt(set, bit).governing.some((rule) => rule.className === className);

  const compute = (set: CapabilitySet, bit: BitIndex): boolean => {
    const { governing, also, requires } = rulesAt(set, bit);
    const thisBit = { layout: set.layout, bit };
    const gives = ({ value }: Rule): boolean => holds(value, thisBit);
    return (governing.some(gives) || also.some(gives)) && requires.every(gives);
  };
  const decidingRule: Interpretation["decidingRule"] = (set, bit) => {
    const { governing, also, requires } = rulesAt(set, bit);
    const thisBit = { layout: set.layout, bit };
    const gives = ({ value }: Rule): boolean => holds(value, thisBit);
    const isMissing = (rule: Rule): boolean => !gives(rule);
    const giver = firstInFiles(governing.filter(gives)) ?? firstInFiles(also.filter(gives));
    const governor = definitely(firstInFiles(governing), "no rule governs a bit");
    return giver === undefined ? governor : (firstInFiles(requires.filter(isMissing)) ?? giver);
  };
  for (const { set, bit } of order) {
    const isInverted = set === inverted?.set && bit === inverted.bit;
    definitely(values.get(set), "a set of another model")[bit] = compute(set, bit) !== isInverted;
  }
  return { valueOf, holds, decidingRule };
}

/** The rules of a bit that apply in a case. */
interface AppliedRules {
  /**
   * The rules whose conditions hold, else the unconditional one. The bit is on if any of them gives
   * it.
   */
  readonly governing: readonly Rule[];
  readonly also: readonly Rule[];
  readonly requires: readonly Rule[];
}

/** The first rule in the text; undefined if there is none. */
function firstInFiles(rules: readonly Rule[]): Rule | undefined {
  return rules.reduce<Rule | undefined>(
    (first, rule) => (first && compareSpans(first.span, rule.span) <= 0 ? first : rule),
    undefined,
  );
}

/** An entry is present if one of its bits is on or if the assignment says so. */
export function isPresent(assignment: Assignment, input: Input, entry: number): boolean {
  if (assignment.present.get(input)?.has(entry) === true) return true;
  const bits = assignment.bits.get(input) ?? new Set<BitIndex>();
  return [...bits].some((bit) => input.layout.words[wordOf(bit)]?.address?.entry === entry);
}
