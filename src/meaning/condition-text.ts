/** Turns a diagram that comes from rules into the shortest readable condition in the rules' own language. */

import { FALSE, TRUE, type Diagram } from "../bdd/bdd.ts";
import { invariant } from "../base/unreachable.ts";
import { literalText } from "./condition-literal.ts";
import type { Meaning } from "./lower.ts";
import type { Bounds } from "./shorten-products.ts";
import { coverOrNone, isBetween, sumDiagram, writeCondition } from "./write-condition.ts";

export interface ConditionText {
  /**
   * An expression of the rule language that can stand anywhere outside of a capability set; on one line.
   * Where it is not whole it ends in words that say how much was left out, and cannot be parsed.
   */
  readonly text: string;
  /** The text says everything, and was proved equal to the diagram. */
  readonly isWhole: boolean;
  /** What the whole text means; equal to the given diagram where `within` holds. */
  readonly diagram: Diagram;
}

export interface ConditionTextOptions {
  /** What is known anyway: the text is equal to the diagram where this holds. All cases without it. */
  readonly within?: Diagram;
  /** So many atoms at most are written, 64 without it. */
  readonly most?: number;
}

/**
 * `all`, `none`, a sum of products (`module == amd | boot.XSAVE & guest.XSAVE`), a product of sums, or such
 * in each other: whatever has the fewest atoms.
 * @param diagram of `meaning`, made of its atoms and values.
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

/** As many products as have room, and how many others there are. */
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
