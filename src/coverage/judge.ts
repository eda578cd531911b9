/**
 * Decides whether anything notices a mutant: the check for overlapping rules, a test, or an
 * assertion. A mutant that survives either differs in some case, which is returned, or is proved to
 * be equivalent.
 */

import { FALSE, TRUE, type Diagram } from "../bdd/bdd.ts";
import { interpret } from "../interpreter/interpret.ts";
import { restrictTo } from "../meaning/assignment-values.ts";
import { lowerClaim, lowerExpr } from "../meaning/lower.ts";
import type { BitGovernance } from "../model/model.ts";
import type { BitPlace } from "./bit-network.ts";
import { changedMeaning, type ChangedMeaning } from "./changed-meaning.ts";
import type { Mutant } from "./mutants.ts";
import type { CoveredProgram } from "./covered-program.ts";
import type { ReadingClaims } from "./reading-claims.ts";
import type { Rewrite } from "./rewrite.ts";
import type { RunTest } from "./run-tests.ts";

export type Verdict =
  | { readonly kind: "noticed" }
  | { readonly kind: "same" }
  /** `changes` has at least one element. */
  | { readonly kind: "survived"; readonly changes: readonly ChangedCases[] };

/** A bit that changes, and the cases in which it does, which are never empty. */
export interface ChangedCases {
  readonly place: BitPlace;
  readonly cases: Diagram;
}

export interface Judges {
  readonly program: CoveredProgram;
  readonly tests: readonly RunTest[];
  readonly claims: ReadingClaims;
}

/** @throws LimitExceeded when a diagram grows beyond its limits. */
export function judge({ program, tests, claims }: Judges, { places, rewrite }: Mutant): Verdict {
  const changed = changedMeaning(program, places, rewrite);
  if (changed.assumption === FALSE || haveConflict(program, changed)) return { kind: "noticed" };
  if (tests.some((test) => doesFail(program, test, changed, rewrite))) return { kind: "noticed" };
  const changes = places
    .filter(program.isTypical)
    .map((place) => ({ place, cases: changedCases(program, changed, place) }))
    .filter(({ cases }) => cases !== FALSE);
  if (doesViolate(program, claims, changed, changes, rewrite)) return { kind: "noticed" };
  return changes.length === 0 ? { kind: "same" } : { kind: "survived", changes };
}

/** True if two conditional rules of a bit overlap after the change. */
function haveConflict(
  program: CoveredProgram,
  { atoms, assumption, ...changed }: ChangedMeaning,
): boolean {
  const { bdd } = program.meaning;
  const { isTypical, network } = program;
  return changed.affected.filter(isTypical).some((place) => {
    const { set, bit } = network.bitAt(place);
    const { conditional } = changed.governanceOf(place);
    if (conditional.length < 2 || areStated(program, set.bits[bit], conditional)) return false;
    let earlier = FALSE;
    return conditional.some(({ condition }) => {
      const own = condition === undefined ? TRUE : lowerExpr(bdd, atoms, condition, undefined);
      const both = bdd.and(assumption, bdd.and(own, earlier));
      earlier = bdd.or(earlier, own);
      return both !== FALSE;
    });
  });
}

/**
 * True if the conditions are unchanged and read no capability set, so that their meaning is
 * unchanged, too.
 */
function areStated(
  { readsSets }: CoveredProgram,
  before: BitGovernance | undefined,
  conditional: BitGovernance["conditional"],
): boolean {
  return conditional.every(
    ({ condition }) =>
      before?.conditional.some((each) => each.condition === condition) === true &&
      (condition === undefined || !readsSets(condition)),
  );
}

function doesFail(
  { model, network, meaning }: CoveredProgram,
  { given, expected, needed, cases }: RunTest,
  { affected, assumption }: ChangedMeaning,
  rewrite: Rewrite,
): boolean {
  const isExcluded =
    assumption !== meaning.assumption && restrictTo(meaning, assumption, given) === FALSE;
  if (isExcluded) return true;
  const watched = affected.filter((place) => expected.has(place));
  if (watched.length === 0) return false;
  const order = affected.filter((place) => needed.has(place)).map(network.bitAt);
  return cases.some(({ assignment, interpretation }) => {
    const changed = interpret(model, assignment, {
      order,
      others: interpretation,
      governedBy: rewrite.governance,
    });
    return watched.some((place) => {
      const { set, bit } = network.bitAt(place);
      return changed.valueOf(set, bit) !== interpretation.valueOf(set, bit);
    });
  });
}

/** The cases allowed by the assumptions in which the bit's value changes. */
function changedCases(
  { meaning, network }: CoveredProgram,
  changed: ChangedMeaning,
  place: BitPlace,
): Diagram {
  const { bdd, assumption } = meaning;
  const { set, bit } = network.bitAt(place);
  const before = meaning.valueOf(set, bit);
  const after = changed.valueOf(place);
  return after === before ? FALSE : bdd.and(assumption, bdd.xor(after, before));
}

function doesViolate(
  { meaning, network }: CoveredProgram,
  claims: ReadingClaims,
  changed: ChangedMeaning,
  changes: readonly ChangedCases[],
  rewrite: Rewrite,
): boolean {
  const { bdd } = meaning;
  const { atoms, assumption, valueOf } = changed;
  const differing = network.affectedBy(changes.map(({ place }) => place));
  const asked =
    assumption === meaning.assumption
      ? [...claims.about(differing), ...claims.changedBy(rewrite)]
      : claims.all;
  return [...new Set(asked)].some(({ claim, thisBit, reads }) => {
    // Lowering the bits before the claim keeps the recursion shallow.
    reads.forEach(valueOf);
    const holds = lowerClaim(bdd, atoms, rewrite.claim(claim), thisBit);
    return bdd.implies(assumption, holds) !== TRUE;
  });
}
