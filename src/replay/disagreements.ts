/** Compares generated code with the interpreter on some cases, before these are shown. */

import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { emissionDiffers } from "../diagnostics/proofs.ts";
import type { Model } from "../model/model.ts";
import { orUndecided } from "../program/or-undecided.ts";
import type { ReplayCase } from "./replay.ts";

/**
 * Empty if they agree in all cases; otherwise no case may be shown. Without cases, the emitter is
 * not loaded.
 */
export async function disagreements(
  model: Model,
  cases: readonly ReplayCase[],
): Promise<readonly Diagnostic[]> {
  if (cases.length === 0) return [];
  const { replayCases } = await import("./replay.ts");
  return orUndecided(
    "what the generated code computes",
    async () => {
      const replays = await replayCases(model, cases);
      return replays.flatMap(({ disagreement: what }) =>
        what === undefined ? [] : [report(emissionDiffers, undefined, { what })],
      );
    },
    (limit) => [limit],
  );
}
