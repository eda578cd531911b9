/** An assignment that makes a diagram true, at the least cost. */

import { FALSE, TRUE, type Bdd, type Diagram, type Variable } from "./bdd.ts";

/** Not negative. */
export type CostOf = (variable: Variable, value: boolean) => number;

export interface CheapestAssignment {
  /** Only variables whose value matters; the diagram is true whatever the others are. */
  readonly values: ReadonlyMap<Variable, boolean>;
  readonly cost: number;
}

/** Undefined when nothing satisfies the diagram. Among equals, earlier variables are left false. */
export function cheapestAssignment(
  bdd: Bdd,
  diagram: Diagram,
  costOf: CostOf,
): CheapestAssignment | undefined {
  if (diagram === FALSE) return undefined;
  // Nothing leads from `FALSE` to a solution, so it has no cost.
  const costs = new Map<Diagram, number>([[TRUE, 0]]);
  const costThrough = (node: Diagram, value: boolean): number => {
    const child = value ? bdd.high(node) : bdd.low(node);
    return (costs.get(child) ?? Infinity) + costOf(bdd.variableOf(node), value);
  };
  for (const node of bdd.reachable(diagram)) {
    costs.set(node, Math.min(costThrough(node, false), costThrough(node, true)));
  }
  const values = new Map<Variable, boolean>();
  let node = diagram;
  while (node !== TRUE) {
    const value = costThrough(node, true) < costThrough(node, false);
    values.set(bdd.variableOf(node), value);
    node = value ? bdd.high(node) : bdd.low(node);
  }
  return { values, cost: costs.get(diagram) ?? 0 };
}
