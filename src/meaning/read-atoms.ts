/** Lists the variables on which a diagram that comes from rules depends. */

import type { Diagram } from "../bdd/bdd.ts";
import { wordOf } from "../model/layout.ts";
import { atomName } from "./atom-name.ts";
import type { Meaning } from "./lower.ts";
import type { VariableMeaning } from "./variables.ts";

/**
 * Returns the variables in their order, an enumeration once. The presence of a CPUID entry is
 * listed only if an absent entry gives another value than an entry of zeros.
 */
export function readAtoms(meaning: Meaning, diagram: Diagram): readonly VariableMeaning[] {
  const { bdd, variables } = meaning;
  const atoms = bdd.support(diagram).map(variables.meaning);
  const mattering = atoms.filter((each) => each.kind !== "has" || isAsked(meaning, diagram, each));
  return [...new Map(mattering.map((each) => [atomName(each), each])).values()];
}

function isAsked(
  { bdd, variables }: Meaning,
  diagram: Diagram,
  { input, entry }: Extract<VariableMeaning, { kind: "has" }>,
): boolean {
  const { words } = input.layout;
  const withoutBits = bdd.restrictAll(diagram, (variable) => {
    const atom = variables.meaning(variable);
    const isIn =
      atom.kind === "bit" &&
      atom.input === input &&
      words[wordOf(atom.bit)]?.address?.entry === entry;
    return isIn ? false : undefined;
  });
  return bdd.support(withoutBits).includes(variables.has(input, entry));
}
