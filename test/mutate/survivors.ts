import type { MutantResult } from "@stryker-mutator/api/core";
import type { Folder } from "./folders.ts";
export function recordSurvivors(folder: Folder, mutants: readonly MutantResult[]): number {
  const count: Record<string, number> = {};
  for (const each of mutants) count[each.status] = (count[each.status] ?? 0) + 1;
  console.log(count);
  for (const m of mutants) if (m.status === "Survived" || m.status === "NoCoverage")
    console.log(m.status, m.fileName, JSON.stringify(m.location), m.mutatorName, m.replacement);
  return 1;
}
