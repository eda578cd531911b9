/**
 * Tells whether a claim says anything about the rules. Each bit of a capability set, and each
 * answer to `is`, becomes a free variable. A claim that then holds in every case holds whatever the
 * rules say.
 *
 * For `class hidden = none`, `!hidden` is `!none`: the name of a class stands for its expression, not for
 * the bits that it governs.
 */

import { LimitExceeded } from "../base/limit.ts";
import { FALSE, TRUE, type Bdd, type Diagram } from "../bdd/bdd.ts";
import { freeVariables, isFree } from "../meaning/free-variables.ts";
import { lowerClaim, type ClaimAtoms, type Meaning } from "../meaning/lower.ts";
import type { AlikeBits } from "../model/alike-bits.ts";
import type { Layout } from "../model/layout.ts";
import type { Assertion, ThisBit } from "../model/model.ts";
import { groupsOf } from "./refute.ts";

/**
 * The node limit of one answer. It does not use up the limit of the proofs: additional information
 * about one verdict must not make a later claim undecided.
 */
const MOST_NODES = 100_000;

/** Questions about a claim that leave the rules open. */
export interface FreeClaim {
  /**
   * True if the claim holds for every bit, in every case that the assumptions allow, whatever the
   * rules say.
   */
  readonly alwaysHolds: () => boolean;
  /** True if, for some bit in some case, no rules could make the claim hold. */
  readonly cannotHold: () => boolean;
}

/**
 * @param alike the result of `alikeBits` for the program's model.
 * @returns questions that throw LimitExceeded if the claim outgrows the diagrams.
 */
export function freeClaim(
  { bdd, atoms, assumption }: Meaning,
  assertion: Assertion,
  alike: (layout: Layout) => AlikeBits,
): FreeClaim {
  const free = freeAtoms(bdd, atoms);
  const { claim, layout } = assertion;
  const lower = (bit: ThisBit | undefined): Diagram => lowerClaim(bdd, free, claim, bit);
  const holdsFor = (bit: ThisBit | undefined): boolean =>
    bdd.implies(assumption, lower(bit)) === TRUE;
  const cannotHoldFor = (bit: ThisBit | undefined): boolean =>
    bdd.and(assumption, bdd.not(whereItCan(bdd, lower(bit)))) !== FALSE;
  // The first bit is tried first, since it decides for nearly every claim.
  const first = layout && { layout, bit: 0 };
  return {
    alwaysHolds: () =>
      bdd.apart(
        MOST_NODES,
        () => holdsFor(first) && groupsOf(assertion, alike).every(([bit]) => holdsFor(bit)),
      ),
    cannotHold: () =>
      bdd.apart(MOST_NODES, () => groupsOf(assertion, alike).some(([bit]) => cannotHoldFor(bit))),
  };
}

/** Also false if the claim outgrows the diagrams. No verdict depends on the answer. */
export function isKnownTo(ask: () => boolean): boolean {
  try {
    return ask();
  } catch (error) {
    if (error instanceof LimitExceeded) return false;
    throw error;
  }
}

function freeAtoms(bdd: Bdd, atoms: ClaimAtoms): ClaimAtoms {
  const free = freeVariables(bdd);
  return {
    ...atoms,
    bit: (bitmap, bit) =>
      bitmap.kind === "caps" ? free(`${bitmap.name} ${bit}`) : atoms.bit(bitmap, bit),
    applied: ({ name }, bit, className) => free(`${name} ${bit} ${className}`),
  };
}

/** The cases in which some values of the free variables make the claim true. */
function whereItCan(bdd: Bdd, claim: Diagram): Diagram {
  return bdd.existsAll(claim, isFree);
}
