/**
 * Reads the claims of two programs as functions of the bits that they name: bits of capability sets are variables, so
 * that one claim implies another whatever the rules say.
 */

import type { Bdd, Diagram, Variable } from "../bdd/bdd.ts";
import { lowerExpr, type Atoms, type Meaning } from "../meaning/lower.ts";
import type { BitIndex } from "../model/layout.ts";
import type { Bitmap, CapabilitySet, Expr, SetBit, ThisBit } from "../model/model.ts";
import type { BothSides } from "./both-sides.ts";
import type { SetPair } from "./compare-sets.ts";

export interface ClaimReader {
  /** A claim of the new program. */
  readonly fresh: (claim: Expr, thisBit: ThisBit | undefined) => Diagram;
  /** A claim of the old program about the bits that these are in the new one. */
  readonly old: (claim: Expr, thisBit: ThisBit | undefined) => Diagram;
}

/** The place in the new program of a bit of an old set; undefined where it has none. */
export type NewPlace = (set: CapabilitySet, bit: BitIndex) => SetBit | undefined;

export function newPlaces(pairs: readonly SetPair[]): NewPlace {
  const places = new Map(
    pairs.map((pair): [CapabilitySet, ReadonlyMap<BitIndex, SetBit>] => [
      pair.old,
      new Map(
        pair.bits.flatMap((bit): [BitIndex, SetBit][] =>
          bit.old === undefined || bit.new === undefined
            ? []
            : [[bit.old, { set: pair.new, bit: bit.new }]],
        ),
      ),
    ]),
  );
  return (set, bit) => places.get(set)?.get(bit);
}

/** Above all variables that a program has. */
const FIRST_FREE: Variable = 2 ** 24;

/** @throws LimitExceeded where a claim outgrows the diagrams. */
export function freeClaims(meanings: BothSides<Meaning>, newPlace: NewPlace): ClaimReader {
  const { bdd } = meanings.new;
  const variables = new Map<string, Variable>();
  const free = (side: string, { set, bit }: SetBit): Diagram => {
    const key = `${side} ${set.name} ${bit}`;
    const variable = variables.get(key) ?? FIRST_FREE + variables.size;
    variables.set(key, variable);
    return bdd.variable(variable);
  };
  const ofNew = (place: SetBit): Diagram => free("new", place);
  return {
    fresh: reading(bdd, meanings.new.atoms, (set, bit) => ofNew({ set, bit })),
    old: reading(bdd, meanings.old.atoms, (set, bit) => {
      const place = newPlace(set, bit);
      return place === undefined ? free("old", { set, bit }) : ofNew(place);
    }),
  };
}

/** Claims of the old program about what the new one computes; a bit that this does not have is off. */
export function claimsOfNewValues(
  meanings: BothSides<Meaning>,
  newPlace: NewPlace,
): ClaimReader["old"] {
  const { bdd, valueOf } = meanings.new;
  return reading(bdd, meanings.old.atoms, (set, bit) => {
    const place = newPlace(set, bit);
    return place === undefined ? bdd.constant(false) : valueOf(place.set, place.bit);
  });
}

function reading(
  bdd: Bdd,
  atoms: Atoms,
  setBit: (set: CapabilitySet, bit: BitIndex) => Diagram,
): ClaimReader["fresh"] {
  const bit = (bitmap: Bitmap, place: BitIndex): Diagram =>
    bitmap.kind === "caps" ? setBit(bitmap, place) : atoms.bit(bitmap, place);
  return (claim, thisBit) => lowerExpr(bdd, { ...atoms, bit }, claim, thisBit);
}
