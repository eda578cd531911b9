/** Computes the cases in which an atom decides a bit. */

import { TRUE, type Diagram } from "../bdd/bdd.ts";
import { definitely } from "../base/unreachable.ts";
import { lowerExpr, lowerGovernance, type Meaning } from "../meaning/lower.ts";
import type { BitGovernance, Expr, Rule, SetBit } from "../model/model.ts";
import { rewriteAt } from "./rewrite.ts";

export interface Decision {
  /** The cases allowed by the assumptions in which flipping the atom alone flips the bit. */
  readonly decides: Diagram;
  /** The value of the atom. */
  readonly atom: Diagram;
  /** The value of the bit. */
  readonly value: Diagram;
}

/** @param atom an atom of the bit's rules. */
export function decide(meaning: Meaning, { set, bit }: SetBit, atom: Expr): Decision {
  const { bdd, atoms, assumption } = meaning;
  const governance = definitely(set.bits[bit], "a bit without a rule");
  const thisBit = { layout: set.layout, bit };
  const valueWith = (value: boolean): Diagram => {
    const fixed = rewriteAt(atom, ({ span }) => ({ kind: "constant", value, span }));
    const changed = changedFirst(governance, fixed.governance(governance));
    return lowerGovernance(bdd, atoms, changed, thisBit);
  };
  const whenOn = valueWith(true);
  const whenOff = valueWith(false);
  const flips = bdd.xor(whenOn, whenOff);
  return {
    decides: assumption === TRUE ? flips : bdd.and(assumption, flips),
    atom: lowerExpr(bdd, atoms, atom, thisBit),
    value: meaning.valueOf(set, bit),
  };
}

/**
 * If flipping the atom makes a second rule apply, only that rule is evaluated, since the question
 * is what it would say here. The conditions of unchanged rules therefore exclude all changed
 * conditions.
 */
function changedFirst(before: BitGovernance, after: BitGovernance): BitGovernance {
  const stated = new Set(before.conditional.map(({ condition }) => condition));
  const changed = after.conditional.filter(({ condition }) => !stated.has(condition));
  if (changed.length === 0) return after;
  const conditional = after.conditional.map((rule) =>
    changed.includes(rule) ? rule : { ...rule, condition: conditionUnless(rule, changed) },
  );
  return { ...after, conditional };
}

/** The rule's condition, restricted to cases in which none of the others' conditions hold. */
function conditionUnless({ condition, span }: Rule, others: readonly Rule[]): Expr {
  const conditions = others.flatMap((other) => other.condition ?? []);
  const operand: Expr = { kind: "or", operands: conditions, span };
  const isFree: Expr = { kind: "not", operand, span };
  return condition === undefined ? isFree : { kind: "and", operands: [condition, isFree], span };
}
