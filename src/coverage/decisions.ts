/** In which cases an atom decides a bit. */

import { TRUE, type Diagram } from "../bdd/bdd.ts";
import { definitely } from "../base/unreachable.ts";
import { lowerExpr, lowerGovernance, type Meaning } from "../meaning/lower.ts";
import type { BitGovernance, Expr, SetBit } from "../model/model.ts";
import { rewriteAt } from "./rewrite.ts";

export interface Decision {
  /** The cases, of those that the assumptions allow, in which the bit flips if the atom alone does. */
  readonly decides: Diagram;
  /** What the atom is. */
  readonly atom: Diagram;
  /** What the bit is. */
  readonly value: Diagram;
}

/** @param atom as it stands in the rules of the bit. */
export function decide(meaning: Meaning, { set, bit }: SetBit, atom: Expr): Decision {
  const { bdd, atoms, assumption } = meaning;
  const governance = definitely(set.bits[bit], "a bit without a rule");
  const thisBit = { layout: set.layout, bit };
  const valueWith = (value: boolean): Diagram => {
    const fixed = rewriteAt(atom, ({ span }) => ({ kind: "constant", value, span }))(governance);
    return lowerGovernance(bdd, atoms, changedLast(governance, fixed), thisBit);
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
 * Where the flipped atom makes a condition hold beside another rule's, its rule is the one that applies:
 * the question is what it would say here. Of several that apply, a diagram has what the last one says.
 */
function changedLast(before: BitGovernance, after: BitGovernance): BitGovernance {
  const isChanged = (_: unknown, index: number): boolean =>
    after.conditional[index]?.condition !== before.conditional[index]?.condition;
  return {
    ...after,
    conditional: [
      ...after.conditional.filter((each, index) => !isChanged(each, index)),
      ...after.conditional.filter(isChanged),
    ],
  };
}
