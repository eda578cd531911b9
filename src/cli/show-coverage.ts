/** Prints coverage: a summary line, then the missing cases, sorted by place. */

import {
  percentShown,
  type CoverageReport,
  type MissingCase,
  type ReportedAtom,
} from "../coverage/report.ts";
import type { Paint } from "../diagnostics/paint.ts";
import { visibleProse } from "../diagnostics/visible-text.ts";
import { counted } from "../base/words.ts";

export function showCoverage(report: CoverageReport, paint: Paint): string {
  const { shown, missing, never } = countAtoms(report.atoms);
  const summary = `coverage: ${shown} of ${counted(shown + missing, "atom")} shown to matter`;
  const lines = [
    paint.bold(summary),
    ...report.atoms
      .filter(({ verdict }) => verdict === "missing")
      .flatMap((atom) => showMissing(atom, paint)),
    ...(never === 0 ? [] : [`${never} more can never be shown to matter (proved):`]),
    ...report.atoms.filter(({ verdict }) => verdict === "never").map(showNever),
    ...(report.leftOut === 0
      ? []
      : [`left out: ${counted(report.leftOut, "atom")} of bits whose rules have more than 1000`]),
    ...showInherited(report),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function showInherited({ inherited, otherFiles }: CoverageReport): readonly string[] {
  const { shown, missing } = countAtoms(inherited);
  return showOtherFiles(
    otherFiles,
    `${shown} of ${counted(shown + missing, "atom")} shown to matter`,
  );
}

const MOST_FILES = 4;

/**
 * The line about files that do not count, because the command line does not name them.
 * @param result their result, in words.
 */
export function showOtherFiles(names: readonly string[], result: string): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length - MOST_FILES;
  const shown = names.slice(0, MOST_FILES).join(", ") + (more > 0 ? ` and ${more} more` : "");
  const files = `${counted(names.length, "other file")} (${visibleProse(shown)})`;
  return [`not counted: ${result} in ${files}; name them, too, to count them`];
}

export interface AtomCounts {
  readonly shown: number;
  readonly missing: number;
  readonly never: number;
  /** The share of the atoms that can be shown, rounded down to a tenth. */
  readonly percent: number;
}

export function countAtoms(atoms: readonly ReportedAtom[]): AtomCounts {
  const count = (verdict: ReportedAtom["verdict"]): number =>
    atoms.filter((atom) => atom.verdict === verdict).length;
  return {
    shown: count("shown"),
    missing: count("missing"),
    never: count("never"),
    percent: Math.floor(percentShown(atoms) * 10) / 10,
  };
}

function showMissing(atom: ReportedAtom, paint: Paint): readonly string[] {
  const cases = atom.missing.map((each) => paint.dim(showCase(each)));
  const what = cases.length === 1 ? "a case is missing" : "two cases are missing";
  return [`${placeOf(atom)} ${visibleProse(`\`${atom.text}\``)}: ${what}`, ...cases];
}

/** A missing case as in a test, indented: `given f; guest: A; expect vcpu: !A`. */
export function showCase({ given, expect }: MissingCase): string {
  return visibleProse(`    ${given === "" ? "" : `given ${given}; `}expect ${expect}`);
}

function showNever(atom: ReportedAtom): string {
  return `${placeOf(atom)} ${visibleProse(`\`${atom.text}\``)}: ${atom.why ?? ""}`;
}

function placeOf({ file, line, column }: ReportedAtom): string {
  return visibleProse(`${file}:${line}:${column}:`);
}
