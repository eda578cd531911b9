/**
 * Writes coverage in the format of lcov, for viewers. Lines are rules, conditions and classes; the
 * branches of a line are its atoms.
 */

import { addToList } from "../base/add-to-list.ts";
import type { CoverageReport, ReportedAtom, ReportedRule } from "./report.ts";

/** The first line of each lcov text that caprules writes. */
export const LCOV_START = "TN:caprules\n";

/** Leaves out atoms that can never be shown to matter. */
export function lcovText({ atoms, rules }: CoverageReport): string {
  const files = new Set([...rules, ...atoms].map(({ file }) => file));
  const records = [...files].map((file) => {
    const isHere = (each: { readonly file: string }): boolean => each.file === file;
    return fileRecord(file, atoms.filter(isHere), rules.filter(isHere));
  });
  return LCOV_START + records.join("");
}

function fileRecord(
  file: string,
  atoms: readonly ReportedAtom[],
  rules: readonly ReportedRule[],
): string {
  const tests = new Map<number, number>();
  const see = (line: number, count: number): void => {
    tests.set(line, Math.max(count, tests.get(line) ?? 0));
  };
  for (const { line, tests: count } of rules) see(line, count);
  for (const { ruleLine, tests: count } of atoms) see(ruleLine, count);
  const branches = new Map<number, number[]>();
  for (const { ruleLine, verdict, tests: count } of atoms) {
    // An atom for which only one of the two cases is tested counts as not covered.
    if (verdict !== "never") addToList(branches, ruleLine, verdict === "shown" ? count : 0);
  }
  const taken = [...branches.values()].flat();
  const lines = [
    `SF:${file.replace(/[\r\n]/g, " ")}`,
    ...ascending(branches).flatMap(([line, counts]) =>
      counts.map((count, branch) => `BRDA:${line},0,${branch},${count}`),
    ),
    `BRF:${taken.length}`,
    `BRH:${taken.filter((count) => count > 0).length}`,
    ...ascending(tests).map(([line, count]) => `DA:${line},${count}`),
    `LF:${tests.size}`,
    `LH:${[...tests.values()].filter((count) => count > 0).length}`,
    "end_of_record",
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function ascending<T>(byLine: ReadonlyMap<number, T>): readonly (readonly [number, T])[] {
  return [...byLine].sort(([a], [b]) => a - b);
}
