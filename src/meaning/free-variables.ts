/** Variables beyond those of programs, for values about which nothing is known. */

import type { Bdd, Diagram, Variable } from "../bdd/bdd.ts";

const FIRST_FREE: Variable = 0x4000_0000;

/** @returns the variable of a key: the same for the same key. */
export function freeVariables(bdd: Bdd): (key: string) => Diagram {
  const variables = new Map<string, Variable>();
  return (key) => {
    const variable = variables.get(key) ?? FIRST_FREE + variables.size;
    variables.set(key, variable);
    return bdd.variable(variable);
  };
}

export function isFree(variable: Variable): boolean {
  return variable >= FIRST_FREE;
}
