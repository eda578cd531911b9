/** An assignment that makes a diagram true, with as few variables true as possible. */

import { FALSE, TRUE, type Bdd, type Diagram, type Variable } from "./bdd.ts";

/**
 * The variables that are true in an assignment which satisfies the diagram at the least total
 * weight; all others are false. Among equals, the later variables of the order are left false.
 * Undefined when nothing satisfies it.
 */
export function lightestWitness(
  bdd: Bdd,
  diagram: Diagram,
  weightOf: (variable: Variable) => number = () => 1,
): ReadonlySet<Variable> | undefined {
  if (diagram === FALSE) return undefined;
  const costs = new Map<Diagram, number>([
    [FALSE, Infinity],
    [TRUE, 0],
  ]);
  const costOf = (node: Diagram): number => costs.get(node) ?? Infinity;
  const highCost = (node: Diagram): number =>
    costOf(bdd.high(node)) + weightOf(bdd.variableOf(node));

  for (const node of bdd.reachable(diagram)) {
    costs.set(node, Math.min(costOf(bdd.low(node)), highCost(node)));
  }
  const chosen = new Set<Variable>();
  let node = diagram;
  while (node !== TRUE) {
    if (costOf(bdd.low(node)) <= highCost(node)) node = bdd.low(node);
    else {
      chosen.add(bdd.variableOf(node));
      node = bdd.high(node);
    }
  }
  return chosen;
}
