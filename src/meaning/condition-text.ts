/** Turns a diagram that comes from rules into the shortest readable condition in the rules' own language. */

import { FALSE, TRUE, type Diagram } from "../bdd/bdd.ts";
import { invariant } from "../base/unreachable.ts";
import { literalText } from "./condition-literal.ts";
import type { Meaning } from "./lower.ts";
import type { Bounds } from "./shorten-products.ts";
import { coverOrNone, isBetween, sumDiagram, writeCondition } from "./write-condition.ts";

export interface ConditionText {
  /**
   * An expression of the rule language on one line, valid anywhere outside of a capability set. If
   * `isWhole` is false, it ends with a note on how much was left out and cannot be parsed.
   */
  readonly text: string;
  /** True if nothing was left out and the text was proved equal to the diagram. */
  readonly isWhole: boolean;
  /** The meaning of the whole text. Equal to the given diagram wherever `within` holds. */
  readonly diagram: Diagram;
}

export interface ConditionTextOptions {
  /** The text must equal the diagram only where this holds. Default: all cases. */
  readonly within?: Diagram;
  /** The largest number of atoms to write. Default: 64. */
  readonly most?: number;
}

/**
 * Writes `all`, `none`, a sum of products (`module == amd | boot.XSAVE & guest.XSAVE`), a product
 * of sums, or a nesting of these, whichever has the fewest atoms.
 * @param diagram a function of the atoms and values of `meaning`.
 * @throws LimitExceeded where diagrams grow beyond their limit.
 */
export function conditionText(
  meaning: Meaning,
  diagram: Diagram,
  { within = TRUE, most = 64 }: ConditionTextOptions = {},
): ConditionText {
  const { bdd } = meaning;
  const bounds = { lower: bdd.and(diagram, within), upper: bdd.implies(within, diagram) };
  if (bounds.lower === FALSE) return { text: "none", isWhole: true, diagram: FALSE };
  if (bounds.upper === TRUE) return { text: "all", isWhole: true, diagram: TRUE };
  const written = writeCondition(meaning, bounds);
  if (written === undefined || written.atoms > most) return firstProducts(meaning, bounds, most);
  invariant(
    isBetween(meaning, bounds, written.diagram),
    "a condition is not what it was made from",
  );
  return { text: written.text, isWhole: true, diagram: written.diagram };
}

/** Writes as many products as fit, and the number of the others. */
function firstProducts(meaning: Meaning, bounds: Bounds, most: number): ConditionText {
  const products = coverOrNone(meaning, bounds);
  if (products === undefined) {
    return { text: "(too long to write down)", isWhole: false, diagram: bounds.lower };
  }
  const diagram = sumDiagram(meaning, products);
  invariant(isBetween(meaning, bounds, diagram), "a condition is not what it was made from");
  let atoms = 0;
  const shown = products.filter((product) => (atoms += product.length) <= most);
  const left = products.length - shown.length;
  const rest = `(${left} more product${left === 1 ? "" : "s"})`;
  const texts = shown.map((product) => product.map(literalText).join(" & "));
  return { text: [...texts, rest].join(" | "), isWhole: false, diagram };
}
