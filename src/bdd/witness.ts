/** Finds a cheapest assignment that makes a diagram true. */

import { FALSE, TRUE, type Bdd, type Diagram, type Variable } from "./bdd.ts";

/** The cost of giving a variable a value; not negative. */
export type CostOf = (variable: Variable, value: boolean) => number;

export interface CheapestAssignment {
  /** The variables whose value matters. The diagram is true whatever the others are. */
  readonly values: ReadonlyMap<Variable, boolean>;
  readonly cost: number;
}

/**
 * Undefined if nothing satisfies the diagram. Among equally cheap assignments, earlier variables
 * are false.
 */
export function cheapestAssignment(
  bdd: Bdd,
  diagram: Diagram,
  costOf: CostOf,
): CheapestAssignment | undefined {
  if (diagram === FALSE) return undefined;
  // `FALSE` has no entry, since it has no satisfying assignment.
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
