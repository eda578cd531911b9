/** Finds a smallest case, in the form in which a test gives it. */

import type { Diagram } from "../bdd/bdd.ts";
import { definitely } from "../base/unreachable.ts";
import type { Meaning } from "../meaning/lower.ts";
import { findWitness } from "../meaning/witness.ts";
import type { Assignment, Model } from "../model/model.ts";

/**
 * One of the cases with the fewest bits on. An enumeration is included only if `cases` depends on
 * it.
 * @param cases not empty.
 */
export function smallestCase(model: Model, meaning: Meaning, cases: Diagram): Assignment {
  const { bdd, variables } = meaning;
  const witness = definitely(findWitness(meaning, model, cases), "there is no case");
  const mattering = new Set(
    bdd.support(cases).flatMap((variable) => {
      const each = variables.meaning(variable);
      return each.kind === "enum" ? [each.enumeration] : [];
    }),
  );
  const values = new Map([...witness.values].filter(([each]) => mattering.has(each)));
  return { ...witness, values };
}
