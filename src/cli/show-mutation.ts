/**
 * Prints the mutants that no test notices: a summary line, then the missing cases, each below the
 * changes that it would notice.
 */

import { addToList } from "../base/add-to-list.ts";
import type { MutationReport, ReportedMutant } from "../coverage/mutation.ts";
import type { Paint } from "../diagnostics/paint.ts";
import { visibleProse } from "../diagnostics/visible-text.ts";
import { counted } from "../base/words.ts";
import { showCase, showOtherFiles } from "./show-coverage.ts";

export function showMutation(report: MutationReport, paint: Paint): string {
  const { noticed, survived, same } = countMutants(report.mutants);
  const tried = counted(noticed + survived, "mutant");
  const equal = same === 0 ? "" : `, ${same} more ${same === 1 ? "means" : "mean"} the same`;
  const lines = [
    paint.bold(`mutation: ${noticed} of ${tried} noticed${equal}`),
    ...[...survivorsByCase(report)].flatMap(([missing, mutants]) => [
      ...mutants.map(showMutant),
      paint.dim(missing),
    ]),
    ...(report.leftOut === 0
      ? []
      : [`left out: ${counted(report.leftOut, "mutant")} that were not tried`]),
    ...showInherited(report),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function showInherited({ inherited, otherFiles }: MutationReport): readonly string[] {
  const { noticed, survived } = countMutants(inherited);
  const tried = counted(noticed + survived, "mutant");
  return showOtherFiles(otherFiles, `${noticed} of ${tried} noticed`);
}

/** Groups survivors by the text of the case that would notice them. */
function survivorsByCase({ mutants }: MutationReport): ReadonlyMap<string, ReportedMutant[]> {
  const byCase = new Map<string, ReportedMutant[]>();
  for (const mutant of mutants) {
    if (mutant.missing !== undefined) addToList(byCase, showCase(mutant.missing), mutant);
  }
  return byCase;
}

function showMutant({ file, line, column, change }: ReportedMutant): string {
  return visibleProse(`${file}:${line}:${column}: ${change}`);
}

export type MutantCounts = Readonly<Record<ReportedMutant["verdict"], number>>;

export function countMutants(mutants: readonly ReportedMutant[]): MutantCounts {
  const count = (verdict: ReportedMutant["verdict"]): number =>
    mutants.filter((mutant) => mutant.verdict === verdict).length;
  return { noticed: count("noticed"), survived: count("survived"), same: count("same") };
}
