/** Runs the witnesses of findings through the generated code as well. */

import type { Finding } from "../checks/finding.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { conflictingConditions, emissionDiffers } from "../diagnostics/proofs.ts";
import { orUndecided } from "../program/or-undecided.ts";
import type { Program } from "../program/program.ts";

/**
 * Runs every witness through the generated code. If code and interpreter disagree, the finding is
 * replaced by a report of a bug in caprules.
 */
export async function replayFindings(
  { model, meaning }: Program,
  findings: readonly Finding[],
): Promise<readonly Diagnostic[]> {
  const diagnostics = findings.map(({ diagnostic }) => diagnostic);
  const witnessed = findings.filter(({ witness }) => witness !== undefined);
  // No code is generated for a program in which two rules can apply together, so none can be run.
  const isRunnable = diagnostics.every(({ code }) => code !== conflictingConditions.code);
  if (meaning === undefined || witnessed.length === 0 || !isRunnable) return diagnostics;

  const { replayCases } = await import("./replay.ts");
  return orUndecided(
    "the generated code",
    async () => {
      const cases = witnessed.flatMap(({ witness }) => witness ?? []);
      const replays = await replayCases(
        model,
        cases.map((assignment) => ({ assignment })),
      );
      const disagreements = new Map(
        cases.map((witness, position) => [witness, replays[position]?.disagreement]),
      );
      return findings.map(({ diagnostic, witness }) => {
        const what = witness && disagreements.get(witness);
        return what === undefined ? diagnostic : report(emissionDiffers, diagnostic.span, { what });
      });
    },
    (limit) => [...diagnostics, limit],
  );
}
