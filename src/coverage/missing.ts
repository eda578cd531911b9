/** Finds the cases that are missing for the tests to show an atom, or proves that no cases can. */

import { FALSE, type Diagram } from "../bdd/bdd.ts";
import type { Meaning } from "../meaning/lower.ts";
import type { Assignment, SetBit } from "../model/model.ts";
import type { Atom, Occurrence } from "./atoms.ts";
import { PAIRS, SIDES, poolsOf, type Evidence, type Pool, type Side } from "./evidence.ts";
import type { CoveredProgram } from "./covered-program.ts";
import { smallestCase } from "./smallest-case.ts";

/** A case in which an atom decides a bit. */
export interface Vector {
  readonly target: SetBit;
  /** The value of the bit. */
  readonly isOn: boolean;
  /** The value of the atom. */
  readonly isAtomOn: boolean;
  /** The atom, as resolved for the bit. */
  readonly occurrence: Occurrence;
  /** The case; it leaves out enumerations that make no difference. */
  readonly given: Assignment;
}

export type Gap =
  /** `vectors` has at least one element. */
  | { readonly kind: "missing"; readonly vectors: readonly Vector[] }
  | { readonly kind: "never"; readonly why: NeverWhy };

export type NeverWhy =
  | "it never decides"
  | "it decides only while on"
  | "it decides only while off"
  | "it decides only where the bit is on"
  | "it decides only where the bit is off"
  /** The reasons differ from bit to bit. */
  | "it decides no bit both ways";

/** @throws LimitExceeded when a diagram grows beyond its limits. */
export function findGap(program: CoveredProgram, evidence: Evidence, atom: Atom): Gap {
  const { meaning, isTypical } = program;
  const begun = (pool: Pool): boolean => evidence.sidesOf(pool).size > 0;
  const pools = poolsOf(atom).filter(
    (pool) => begun(pool) || pool.some((each) => isTypical(each.place)),
  );
  let best: readonly PlannedVector[] | undefined;
  // If one of the two cases is tested already, only one more is needed, so such pools are tried
  // first.
  for (const pool of [...pools.filter(begun), ...pools.filter((each) => !begun(each))]) {
    for (const pair of PAIRS) {
      const planned = planPair(meaning, evidence, pool, pair);
      if (planned !== undefined && planned.length < (best?.length ?? Infinity)) best = planned;
    }
    if (best !== undefined && (best.length === 1 || !begun(pool))) break;
  }
  return best === undefined
    ? { kind: "never", why: whyNever(meaning, evidence, pools.flat()) }
    : { kind: "missing", vectors: best.map((each) => makeVector(program, each)) };
}

interface PlannedVector {
  readonly occurrence: Occurrence;
  readonly side: Side;
  /** The cases that would show the side; never empty. */
  readonly cases: Diagram;
}

/** The missing cases of a pair; undefined if one of its sides is impossible. */
function planPair(
  meaning: Meaning,
  evidence: Evidence,
  pool: Pool,
  pair: readonly Side[],
): readonly PlannedVector[] | undefined {
  const shown = evidence.sidesOf(pool);
  const planned = pair
    .filter((side) => !shown.has(side))
    .map((side): PlannedVector | undefined => {
      for (const occurrence of pool) {
        const cases = casesOf(meaning, evidence, occurrence, side);
        if (cases !== FALSE) return { occurrence, side, cases };
      }
      return undefined;
    });
  const found = planned.filter((each) => each !== undefined);
  return found.length === planned.length ? found : undefined;
}

function casesOf(
  { bdd }: Meaning,
  evidence: Evidence,
  occurrence: Occurrence,
  side: Side,
): Diagram {
  const { decides, atom, value } = evidence.decisionOf(occurrence);
  const like = (diagram: Diagram, isOn: boolean): Diagram => (isOn ? diagram : bdd.not(diagram));
  return bdd.and(bdd.and(decides, like(atom, side.atom)), like(value, side.value));
}

function makeVector(
  { model, meaning, network }: CoveredProgram,
  { occurrence, side, cases }: PlannedVector,
): Vector {
  return {
    target: network.bitAt(occurrence.place),
    isOn: side.value,
    isAtomOn: side.atom,
    occurrence,
    given: smallestCase(model, meaning, cases),
  };
}

function whyNever(
  meaning: Meaning,
  evidence: Evidence,
  occurrences: readonly Occurrence[],
): NeverWhy {
  const sides = SIDES.filter((side) =>
    occurrences.some((each) => casesOf(meaning, evidence, each, side) !== FALSE),
  );
  if (sides.length === 0) return "it never decides";
  if (sides.every(({ atom }) => atom)) return "it decides only while on";
  if (sides.every(({ atom }) => !atom)) return "it decides only while off";
  if (sides.every(({ value }) => value)) return "it decides only where the bit is on";
  if (sides.every(({ value }) => !value)) return "it decides only where the bit is off";
  return "it decides no bit both ways";
}
