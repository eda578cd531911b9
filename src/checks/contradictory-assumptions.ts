/** Can all assumptions hold together? If not, everything would be proved. */

import { FALSE } from "../bdd/bdd.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { contradictoryAssumptions } from "../diagnostics/proofs.ts";
import type { CheckInput, Finding } from "./finding.ts";

export function checkContradictoryAssumptions({ model, meaning }: CheckInput): readonly Finding[] {
  if (meaning.assumption !== FALSE) return [];
  const [first, ...others] = [...model.assumptions].reverse();
  const related = others.map(({ span }) => ({ span, label: "with this one" }));
  return [{ diagnostic: report(contradictoryAssumptions, first?.span, {}, { related }) }];
}
