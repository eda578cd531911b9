/** Which small changes of the rules nothing notices. */

import { FALSE } from "../bdd/bdd.ts";
import { judge, type Judges, type Verdict } from "./judge.ts";
import { listMutants, type Mutant } from "./mutants.ts";
import type { Program } from "./program.ts";
import { readingClaims } from "./reading-claims.ts";
import { placeOf, type MissingCase, type Place } from "./report.ts";
import { runTests } from "./run-tests.ts";
import { sightingOf } from "./sightings.ts";
import { smallestCase } from "./smallest-case.ts";
import { expectItems, givenItems, type ListNames } from "./test-text.ts";

export interface MutationReport {
  /** By file and place. */
  readonly mutants: readonly ReportedMutant[];
  /** How many were not tried: those after the first 5,000, and rules without which bits would depend on each other otherwise. */
  readonly leftOut: number;
  /** Names of the files whose rules were not changed, though the program has them. */
  readonly otherFiles: readonly string[];
}

export interface ReportedMutant extends Place {
  /** In words: `` `&` becomes `|` in `host & guest` ``. */
  readonly change: string;
  /** A test, an assertion or another check notices it; it is proved to mean the same; or nothing notices it. */
  readonly verdict: Verdict["kind"];
  /** A smallest case that would notice what nothing does. */
  readonly missing?: MissingCase;
}

const MOST_MUTANTS = 5000;

/** @throws LimitExceeded when a diagram grows beyond its limits. */
export function tryMutants(
  program: Program,
  lists: ListNames,
  otherFiles: readonly string[],
): MutationReport {
  const { model, network, isTypicalOf, files } = program;
  const judges: Judges = {
    program,
    tests: runTests(model, network),
    claims: readingClaims(model, network, isTypicalOf),
  };
  const { mutants, leftOut } = listMutants(model, network, files);
  return {
    mutants: mutants
      .slice(0, MOST_MUTANTS)
      .map((mutant) => describe(program, mutant, judge(judges, mutant), lists)),
    leftOut: leftOut + Math.max(0, mutants.length - MOST_MUTANTS),
    otherFiles,
  };
}

function describe(
  program: Program,
  { span, change }: Mutant,
  verdict: Verdict,
  lists: ListNames,
): ReportedMutant {
  const found = { ...placeOf(span), change, verdict: verdict.kind };
  return verdict.kind === "survived"
    ? { ...found, missing: missingCase(program, verdict, lists) }
    : found;
}

function missingCase(
  program: Program,
  { place, cases }: Extract<Verdict, { kind: "survived" }>,
  lists: ListNames,
): MissingCase {
  const { model, meaning, network } = program;
  const { bdd, valueOf } = meaning;
  const target = network.bitAt(place);
  const value = valueOf(target.set, target.bit);
  const whereOn = bdd.and(cases, value);
  const wanted = whereOn === FALSE ? bdd.and(cases, bdd.not(value)) : whereOn;
  const given = smallestCase(model, meaning, wanted);
  const isOn = sightingOf(program, { given, expected: [target] }).seen.get(place) === true;
  return {
    given: givenItems(model, given, lists).join("; "),
    expect: expectItems([{ target, isOn }], lists).join("; "),
  };
}

/** What one program notices of the rules that several have in common is noticed. */
export function mergeMutation(reports: readonly MutationReport[]): MutationReport {
  const mutants = new Map<string, ReportedMutant>();
  for (const mutant of reports.flatMap((report) => report.mutants)) {
    const key = JSON.stringify([mutant.file, mutant.line, mutant.column, mutant.change]);
    const known = mutants.get(key);
    const isTelling = known === undefined || rankOf(mutant) < rankOf(known);
    if (isTelling) mutants.set(key, mutant);
  }
  return {
    mutants: [...mutants.values()],
    leftOut: reports.reduce((sum, { leftOut }) => sum + leftOut, 0),
    otherFiles: [...new Set(reports.flatMap(({ otherFiles }) => otherFiles))],
  };
}

function rankOf({ verdict }: ReportedMutant): number {
  return ["noticed", "survived", "same"].indexOf(verdict);
}
