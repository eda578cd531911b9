/** Holds generated code against the interpreter on some cases, before anything is said about them. */

import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { emissionDiffers } from "../diagnostics/proofs.ts";
import type { Assignment, Model } from "../model/model.ts";
import { orUndecided } from "../or-undecided.ts";

/** Empty if they agree in all cases; else nothing may be claimed. The code is not even loaded for no case. */
export async function disagreements(
  model: Model,
  assignments: readonly Assignment[],
): Promise<readonly Diagnostic[]> {
  if (assignments.length === 0) return [];
  const { loadRunnable, replay } = await import("./replay.ts");
  return orUndecided(
    "what the generated code computes",
    async () => {
      const runnable = await loadRunnable(model);
      return assignments.flatMap((assignment) => {
        const what = replay(model, runnable, assignment);
        return what === undefined ? [] : [report(emissionDiffers, undefined, { what })];
      });
    },
    (limit) => [limit],
  );
}
