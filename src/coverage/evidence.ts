/**
 * The evidence of tests about atoms. A test shows an atom by a bit that it observes if flipping the
 * atom alone would flip the bit. An atom matters if two tests show it by the same bit, and both the
 * atom and the bit differ between them. Membership of a bit in a list never changes between tests,
 * so for lists the two tests may observe two bits of one statement.
 */

import { addToList } from "../base/add-to-list.ts";
import { definitely } from "../base/unreachable.ts";
import type { Meaning } from "../meaning/lower.ts";
import type { Atom, Occurrence } from "./atoms.ts";
import type { BitNetwork, BitPlace } from "./bit-network.ts";
import { decide, type Decision } from "./decisions.ts";
import type { Sighting } from "./sightings.ts";

/** The values of an atom and of the bit that it decides. */
export interface Side {
  readonly atom: boolean;
  readonly value: boolean;
}

export const SIDES: readonly Side[] = [
  { atom: true, value: true },
  { atom: false, value: false },
  { atom: true, value: false },
  { atom: false, value: true },
];

/** Pairs of sides in which both the atom and the bit differ. */
export const PAIRS: readonly (readonly [Side, Side])[] = [pair(0, 1), pair(2, 3)];

function pair(one: number, other: number): readonly [Side, Side] {
  const claim = "there are four sides";
  return [definitely(SIDES[one], claim), definitely(SIDES[other], claim)];
}

/**
 * The occurrences that two tests may combine to show an atom: those of one bit, or all for a list.
 */
export type Pool = readonly Occurrence[];

export interface Evidence {
  readonly add: (sighting: Sighting) => void;
  readonly isShown: (atom: Atom) => boolean;
  /** The sides that tests show by one of these bits. */
  readonly sidesOf: (pool: Pool) => ReadonlySet<Side>;
  /** The number of tests that show the atom, by any bit. */
  readonly testsOf: (atom: Atom) => number;
  readonly decisionOf: (occurrence: Occurrence) => Decision;
}

/** Gathers evidence; each added test extends it. */
export function gatherEvidence(
  meaning: Meaning,
  network: BitNetwork,
  atoms: readonly Atom[],
): Evidence {
  const atomsAt = new Map<BitPlace, { readonly atom: Atom; readonly occurrence: Occurrence }[]>();
  for (const atom of atoms) {
    for (const occurrence of atom.occurrences) {
      addToList(atomsAt, occurrence.place, { atom, occurrence });
    }
  }
  const decisions = new Map<Occurrence, Decision>();
  const decisionOf = (occurrence: Occurrence): Decision => {
    let decision = decisions.get(occurrence);
    if (decision === undefined) {
      decision = decide(meaning, network.bitAt(occurrence.place), occurrence.expr);
      decisions.set(occurrence, decision);
    }
    return decision;
  };
  const shown = new Map<Occurrence, Set<Side>>();
  const tests = new Map<Atom, number>();
  const sidesOf = (pool: Pool): ReadonlySet<Side> =>
    new Set(pool.flatMap((each) => [...(shown.get(each) ?? [])]));
  return {
    add: ({ seen, isTrue }) => {
      const showing = new Set<Atom>();
      for (const [place, value] of seen) {
        for (const { atom, occurrence } of atomsAt.get(place) ?? []) {
          const decision = decisionOf(occurrence);
          if (!meaning.bdd.evaluate(decision.decides, isTrue)) continue;
          const side = sideOf(meaning.bdd.evaluate(decision.atom, isTrue), value);
          shown.set(occurrence, (shown.get(occurrence) ?? new Set()).add(side));
          showing.add(atom);
        }
      }
      for (const atom of showing) tests.set(atom, (tests.get(atom) ?? 0) + 1);
    },
    isShown: (atom) =>
      poolsOf(atom).some((pool) => {
        const sides = sidesOf(pool);
        return PAIRS.some((sidesOfPair) => sidesOfPair.every((side) => sides.has(side)));
      }),
    sidesOf,
    testsOf: (atom) => tests.get(atom) ?? 0,
    decisionOf,
  };
}

function sideOf(atom: boolean, value: boolean): Side {
  return definitely(
    SIDES.find((side) => side.atom === atom && side.value === value),
    "there are four sides",
  );
}

export function poolsOf({ occurrences }: Atom): readonly Pool[] {
  const isList = occurrences[0]?.expr.kind === "member";
  return isList ? [occurrences] : occurrences.map((occurrence) => [occurrence]);
}
