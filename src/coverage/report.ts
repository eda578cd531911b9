/** Coverage as plain data, with places, bits and cases as text. */

import { positionAt } from "../base/source-text.ts";
import type { Span } from "../base/span.ts";
import type { Model } from "../model/model.ts";
import type { AtomCoverage, Coverage } from "./coverage.ts";
import type { NeverWhy, Vector } from "./missing.ts";
import { expectItems, givenItems, type ListNames } from "./test-text.ts";

export interface CoverageReport {
  /** Items of the counted files, sorted by file and place. */
  readonly atoms: readonly ReportedAtom[];
  /**
   * Atoms of the other files, on which the counted files are built, with the evidence of this
   * program's tests.
   */
  readonly inherited: readonly ReportedAtom[];
  /** Items of the counted files, sorted by file and place. */
  readonly rules: readonly ReportedRule[];
  /** The number of atoms left out because the rules of one bit have more than 1,000. */
  readonly leftOut: number;
  /** Names of the program's files whose rules are not counted. */
  readonly otherFiles: readonly string[];
}

/** Names of a program's files that state rules; bundled files are left out. */
export interface FileRoles {
  /** The files that the user named. */
  readonly counted: readonly string[];
  /** The files on which the counted files are built. */
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
  /** The atom as written. */
  readonly text: string;
  /** The 1-based line on which the enclosing rule, condition or class starts. */
  readonly ruleLine: number;
  /** The number of tests that show the atom in their case. */
  readonly tests: number;
  /**
   * `shown`: two tests show that the atom matters. `missing`: cases are missing. `never`: it is
   * proved that no two cases can show it.
   */
  readonly verdict: "shown" | "missing" | "never";
  /** Why no two cases can show the atom. */
  readonly why?: NeverWhy;
  /** Smallest cases that, added as tests, would show the atom. */
  readonly missing: readonly MissingCase[];
}

export interface MissingCase {
  /** The text after `given`; empty if everything is off. */
  readonly given: string;
  /** The text after `expect`. */
  readonly expect: string;
}

export interface ReportedRule extends Place {
  /** The number of tests that observe a bit of the rule. */
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

/** The share of atoms that are shown among those that can be, in percent; 100 if there are none. */
export function percentShown(atoms: readonly ReportedAtom[]): number {
  const shown = atoms.filter(({ verdict }) => verdict === "shown").length;
  const missing = atoms.filter(({ verdict }) => verdict === "missing").length;
  return missing === 0 ? 100 : (100 * shown) / (shown + missing);
}

/** A shared atom is shown if the tests of any program show it. */
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
