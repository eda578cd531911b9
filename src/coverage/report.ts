/** Coverage as data that names places, bits and cases in words. */

import { positionAt } from "../base/source-text.ts";
import type { Span } from "../base/span.ts";
import type { Model } from "../model/model.ts";
import type { AtomCoverage, Coverage } from "./coverage.ts";
import type { NeverWhy, Vector } from "./missing.ts";
import { expectItems, givenItems, type ListNames } from "./test-text.ts";

export interface CoverageReport {
  /** Those of the files that count, by file and place. */
  readonly atoms: readonly ReportedAtom[];
  /** The atoms of the other files, which the counted ones are built on, and what this program's tests show of them. */
  readonly inherited: readonly ReportedAtom[];
  /** Those of the files that count, by file and place. */
  readonly rules: readonly ReportedRule[];
  /** How many atoms were not looked at, because the rules of one bit have more than 1,000. */
  readonly leftOut: number;
  /** Names of the files whose rules were not counted, though the program has them. */
  readonly otherFiles: readonly string[];
}

/** Names of the files of a program that state rules, without bundled ones. */
export interface FileRoles {
  /** The files that were named. */
  readonly counted: readonly string[];
  /** What these are built on. */
  readonly others: readonly string[];
}

export interface Place {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

export interface ReportedAtom extends Place {
  /** As written. */
  readonly text: string;
  /** 1-based line on which the rule, the condition or the class starts in which it stands. */
  readonly ruleLine: number;
  /** How many tests show it in their case. */
  readonly tests: number;
  /** Two cases show that it matters, some are missing, or it is proved that no two cases can. */
  readonly verdict: "shown" | "missing" | "never";
  /** Why no two cases can. */
  readonly why?: NeverWhy;
  /** Smallest cases in which it decides a bit; with them the tests would show it. */
  readonly missing: readonly MissingCase[];
}

export interface MissingCase {
  /** What stands after `given`; empty if everything is off. */
  readonly given: string;
  /** What stands after `expect`. */
  readonly expect: string;
}

export interface ReportedRule extends Place {
  /** How many tests see a bit in which it has a say. */
  readonly tests: number;
}

export function reportCoverage(
  model: Model,
  { atoms, rules, leftOut }: Coverage,
  lists: ListNames,
  { counted, others }: FileRoles,
): CoverageReport {
  const reported = atoms.map((each) => reportAtom(model, each, lists));
  const isCounted = ({ file }: Place): boolean => counted.includes(file);
  return {
    atoms: reported.filter(isCounted),
    inherited: reported.filter((each) => !isCounted(each)),
    rules: rules.map(({ span, tests }) => ({ ...placeOf(span), tests })).filter(isCounted),
    leftOut,
    otherFiles: others,
  };
}

function reportAtom(
  model: Model,
  { atom, tests, gap }: AtomCoverage,
  lists: ListNames,
): ReportedAtom {
  const { span, text, statement } = atom;
  const ruleLine = positionAt(statement.source, statement.start).line;
  const found = { ...placeOf(span), text, ruleLine, tests };
  if (gap === undefined) return { ...found, verdict: "shown", missing: [] };
  if (gap.kind === "never") return { ...found, verdict: "never", why: gap.why, missing: [] };
  const missing = gap.vectors.map((vector) => missingCase(model, vector, lists));
  return { ...found, verdict: "missing", missing };
}

function missingCase(model: Model, vector: Vector, lists: ListNames): MissingCase {
  return {
    given: givenItems(model, vector.given, lists).join("; "),
    expect: expectItems([vector], lists).join("; "),
  };
}

export function placeOf({ source, start }: Span): Place {
  return { file: source.name, ...positionAt(source, start) };
}

/** How much of what can be shown is shown, in percent; 100 where nothing can be. */
export function percentShown(atoms: readonly ReportedAtom[]): number {
  const shown = atoms.filter(({ verdict }) => verdict === "shown").length;
  const missing = atoms.filter(({ verdict }) => verdict === "missing").length;
  return missing === 0 ? 100 : (100 * shown) / (shown + missing);
}

/** What several programs have in common is shown if the tests of one of them show it. */
export function mergeCoverage(reports: readonly CoverageReport[]): CoverageReport {
  const rules = new Map<string, ReportedRule>();
  for (const rule of reports.flatMap((report) => report.rules)) {
    const known = rules.get(keyOf(rule));
    rules.set(keyOf(rule), { ...rule, tests: (known?.tests ?? 0) + rule.tests });
  }
  return {
    atoms: mergeAtoms(reports.flatMap(({ atoms }) => atoms)),
    inherited: mergeAtoms(reports.flatMap(({ inherited }) => inherited)),
    rules: [...rules.values()],
    leftOut: reports.reduce((sum, { leftOut }) => sum + leftOut, 0),
    otherFiles: [...new Set(reports.flatMap(({ otherFiles }) => otherFiles))],
  };
}

function mergeAtoms(atoms: readonly ReportedAtom[]): readonly ReportedAtom[] {
  const merged = new Map<string, ReportedAtom>();
  for (const atom of atoms) {
    const known = merged.get(keyOf(atom));
    const better = known === undefined || rankOf(atom) < rankOf(known) ? atom : known;
    merged.set(keyOf(atom), { ...better, tests: (known?.tests ?? 0) + atom.tests });
  }
  return [...merged.values()];
}

function keyOf({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

function rankOf({ verdict }: ReportedAtom): number {
  return ["shown", "missing", "never"].indexOf(verdict);
}
