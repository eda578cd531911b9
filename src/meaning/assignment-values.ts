/** Reads the values of a program's variables from one given case. */

import type { Diagram, Variable } from "../bdd/bdd.ts";
import { isPresent } from "../interpreter/interpret.ts";
import type { Assignment } from "../model/model.ts";
import type { Meaning } from "./lower.ts";

/** The variable's value; undefined for an enumeration that the case leaves open. */
export function valueOfVariable(
  { variables }: Meaning,
  assignment: Assignment,
  variable: Variable,
): boolean | undefined {
  const atom = variables.meaning(variable);
  switch (atom.kind) {
    case "flag":
      return assignment.flags.has(atom.flag);
    case "enum": {
      const value = assignment.values.get(atom.enumeration);
      return value === undefined ? undefined : value === atom.value;
    }
    case "has":
      return isPresent(assignment, atom.input, atom.entry);
    case "bit":
      return assignment.bits.get(atom.input)?.has(atom.bit) === true;
  }
}

/**
 * Restricts a diagram to a case. The result depends only on enumerations that the case leaves open.
 */
export function restrictTo(meaning: Meaning, diagram: Diagram, assignment: Assignment): Diagram {
  return meaning.bdd.restrictAll(diagram, (variable) =>
    valueOfVariable(meaning, assignment, variable),
  );
}
