/**
 * Whether anything notices a mutant: the check for rules that apply at once, a test, or an assertion.
 * What nobody notices differs in some case, which is shown, or it is proved to mean the same.
 */

import { FALSE, TRUE, type Diagram } from "../bdd/bdd.ts";
import { definitely } from "../base/unreachable.ts";
import { interpret } from "../interpreter/interpret.ts";
import {
  lowerApplied,
  lowerClaim,
  lowerExpr,
  lowerGovernance,
  type ClaimAtoms,
} from "../meaning/lower.ts";
import type { BitGovernance } from "../model/model.ts";
import type { BitPlace } from "./bit-network.ts";
import type { Mutant } from "./mutants.ts";
import type { Rewrite } from "./rewrite.ts";
import type { ReadingClaims } from "./reading-claims.ts";
import type { RunTest } from "./run-tests.ts";
import type { Program } from "./program.ts";

export type Verdict =
  | { readonly kind: "noticed" }
  | { readonly kind: "same" }
  /** With one of the bits that change, and the cases in which it does: not none. */
  | { readonly kind: "survived"; readonly place: BitPlace; readonly cases: Diagram };

export interface Judges {
  readonly program: Program;
  readonly tests: readonly RunTest[];
  readonly claims: ReadingClaims;
}

/** @throws LimitExceeded when a diagram grows beyond its limits. */
export function judge({ program, tests, claims }: Judges, { places, rewrite }: Mutant): Verdict {
  const { network, isTypical } = program;
  const typical = places.filter(isTypical);
  if (typical.some((place) => haveConflict(program, place, rewrite))) return { kind: "noticed" };
  const affected = network.affectedBy(places);
  if (tests.some((test) => doesFail(program, test, affected, rewrite))) return { kind: "noticed" };

  const changed = typical
    .map((place) => ({ place, cases: changedCases(program, place, rewrite) }))
    .filter(({ cases }) => cases !== FALSE);
  const [first] = changed;
  if (first === undefined) return { kind: "same" };
  const differing = changed.map(({ place }) => place);
  return doesViolate(program, claims, differing, rewrite)
    ? { kind: "noticed" }
    : { kind: "survived", ...first };
}

function governanceOf({ network }: Program, place: BitPlace): BitGovernance {
  const { set, bit } = network.bitAt(place);
  return definitely(set.bits[bit], "a bit without a rule");
}

/** Rules under `when`s, one of which has become another, apply at once. */
function haveConflict(program: Program, place: BitPlace, rewrite: Rewrite): boolean {
  const { bdd, atoms, assumption } = program.meaning;
  const before = governanceOf(program, place);
  const { conditional } = rewrite(before);
  if (conditional.length < 2 || conditional.every((each) => isStated(before, each.condition))) {
    return false;
  }
  let earlier = FALSE;
  return conditional.some(({ condition }) => {
    const own = condition === undefined ? TRUE : lowerExpr(bdd, atoms, condition, undefined);
    const both = bdd.and(assumption, bdd.and(own, earlier));
    earlier = bdd.or(earlier, own);
    return both !== FALSE;
  });
}

function isStated({ conditional }: BitGovernance, condition: unknown): boolean {
  return conditional.some((each) => each.condition === condition);
}

function doesFail(
  { model, network }: Program,
  { expected, needed, cases }: RunTest,
  affected: readonly BitPlace[],
  rewrite: Rewrite,
): boolean {
  const watched = affected.filter((place) => expected.has(place));
  if (watched.length === 0) return false;
  const order = affected.filter((place) => needed.has(place)).map(network.bitAt);
  return cases.some(({ assignment, interpretation }) => {
    const changed = interpret(model, assignment, {
      order,
      others: interpretation,
      governedBy: rewrite,
    });
    return watched.some((place) => {
      const { set, bit } = network.bitAt(place);
      return changed.valueOf(set, bit) !== interpretation.valueOf(set, bit);
    });
  });
}

/** The cases in which the bit is another one, by its own rules. */
function changedCases(program: Program, place: BitPlace, rewrite: Rewrite): Diagram {
  const { bdd, atoms, assumption, valueOf } = program.meaning;
  const { set, bit } = program.network.bitAt(place);
  const thisBit = { layout: set.layout, bit };
  const changed = lowerGovernance(bdd, atoms, rewrite(governanceOf(program, place)), thisBit);
  const before = valueOf(set, bit);
  return changed === before ? FALSE : bdd.and(assumption, bdd.xor(changed, before));
}

function doesViolate(
  program: Program,
  claims: ReadingClaims,
  differing: readonly BitPlace[],
  rewrite: Rewrite,
): boolean {
  const { model, network, meaning } = program;
  const { bdd, assumption } = meaning;
  const affected = network.affectedBy(differing);
  const isAffected = new Set(affected);
  const values = new Map<BitPlace, Diagram>();
  const atoms: ClaimAtoms = {
    ...meaning.atoms,
    applied: (set, bit, className) => {
      const governance = rewrite(governanceOf(program, network.placeOf({ set, bit })));
      return lowerApplied(bdd, atoms, governance, className);
    },
    bit: (bitmap, bit) => {
      if (bitmap.kind === "input") return meaning.atoms.bit(bitmap, bit);
      return values.get(network.placeOf({ set: bitmap, bit })) ?? meaning.valueOf(bitmap, bit);
    },
  };
  const compute = (place: BitPlace): void => {
    if (values.has(place)) return;
    const { set, bit } = definitely(model.order[place], "a place beyond the order");
    const governance = rewrite(governanceOf(program, place));
    values.set(place, lowerGovernance(bdd, atoms, governance, { layout: set.layout, bit }));
  };
  return claims.about(affected).some(({ claim, thisBit, reads }) => {
    // In this order no bit waits for a chain of others.
    for (const place of network.neededFor(reads)) if (isAffected.has(place)) compute(place);
    return bdd.implies(assumption, lowerClaim(bdd, atoms, claim, thisBit)) !== TRUE;
  });
}
