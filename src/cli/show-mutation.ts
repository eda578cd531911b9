/** What nothing notices, as a person reads it: a line that says it all, then each change with a case that shows it. */

import type { MutationReport, ReportedMutant } from "../coverage/mutation.ts";
import type { Paint } from "../diagnostics/paint.ts";
import { visibleProse } from "../diagnostics/visible-text.ts";
import { counted } from "./print.ts";
import { showCase, showOtherFiles } from "./show-coverage.ts";

export function showMutation(report: MutationReport, paint: Paint): string {
  const { noticed, survived, same } = countMutants(report);
  const tried = counted(noticed + survived, "mutant");
  const equal = same === 0 ? "" : `, ${same} more ${same === 1 ? "means" : "mean"} the same`;
  const lines = [
    paint.bold(`mutation: ${noticed} of ${tried} noticed${equal}`),
    ...report.mutants.flatMap(({ file, line, column, change, missing }) =>
      missing === undefined
        ? []
        : [visibleProse(`${file}:${line}:${column}: ${change}`), paint.dim(showCase(missing))],
    ),
    ...(report.leftOut === 0
      ? []
      : [`left out: ${counted(report.leftOut, "mutant")} that were not tried`]),
    ...showOtherFiles(report.otherFiles),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

export type MutantCounts = Readonly<Record<ReportedMutant["verdict"], number>>;

export function countMutants({ mutants }: MutationReport): MutantCounts {
  const count = (verdict: ReportedMutant["verdict"]): number =>
    mutants.filter((mutant) => mutant.verdict === verdict).length;
  return { noticed: count("noticed"), survived: count("survived"), same: count("same") };
}
