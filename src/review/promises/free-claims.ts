/**
 * Reads the claims of two programs as functions of what they name: bits of capability sets, and answers to `is`, are
 * variables, so that one claim implies another whatever the rules say.
 */

import { FALSE, type Bdd, type Diagram } from "../../bdd/bdd.ts";
import { freeVariables } from "../../meaning/free-variables.ts";
import { lowerClaim, type ClaimAtoms, type Meaning } from "../../meaning/lower.ts";
import type { BitIndex } from "../../model/layout.ts";
import type { CapabilitySet, Expr, SetBit, ThisBit } from "../../model/model.ts";
import type { BothSides } from "../compare/both-sides.ts";
import type { SetPair } from "../compare/compare-sets.ts";

export interface ClaimReader {
  /** A claim of the new program. */
  readonly fresh: (claim: Expr, thisBit: ThisBit | undefined) => Diagram;
  /** A claim of the old program about the bits that these are in the new one. */
  readonly old: (claim: Expr, thisBit: ThisBit | undefined) => Diagram;
}

/** The place in the new program of a bit of an old set; undefined where it has none. */
export type NewPlace = (set: CapabilitySet, bit: BitIndex) => SetBit | undefined;

export function newPlaces(pairs: readonly SetPair[]): NewPlace {
  const pairOf = new Map(pairs.map((pair) => [pair.old, pair]));
  const known = new Map<CapabilitySet, ReadonlyMap<BitIndex, SetBit>>();
  return (set, bit) => {
    const places = known.get(set) ?? placesIn(pairOf.get(set));
    known.set(set, places);
    return places.get(bit);
  };
}

function placesIn(pair: SetPair | undefined): ReadonlyMap<BitIndex, SetBit> {
  const places = new Map<BitIndex, SetBit>();
  for (const bit of pair?.bits ?? []) {
    if (bit.old === undefined || bit.new === undefined || pair === undefined) continue;
    places.set(bit.old, { set: pair.new, bit: bit.new });
  }
  return places;
}

/**
 * @param isKnown of a bit of the new program: it is no variable, but what the rules of each side say.
 * @throws LimitExceeded where a claim outgrows the diagrams.
 */
export function freeClaims(
  meanings: BothSides<Meaning>,
  newPlace: NewPlace,
  isKnown: (place: SetBit) => boolean = () => false,
): ClaimReader {
  const { bdd } = meanings.new;
  const variable = freeVariables(bdd);
  const freeOn = (side: string): SetAtoms => ({
    bit: ({ set, bit }) => variable(`${side} ${set.name} ${bit}`),
    applied: ({ set, bit }, className) => variable(`${side} ${set.name} ${bit} ${className}`),
  });
  const ofNew = freeOn("new");
  const ofOld = atNewPlaces(newPlace, ofNew, freeOn("old"));
  const isKnownOld = ({ set, bit }: SetBit): boolean => {
    const place = newPlace(set, bit);
    return place !== undefined && isKnown(place);
  };
  return {
    fresh: reading(bdd, meanings.new.atoms, withKnown(meanings.new, isKnown, ofNew)),
    old: reading(bdd, meanings.old.atoms, withKnown(meanings.old, isKnownOld, ofOld)),
  };
}

function withKnown(
  { valueOf }: Meaning,
  isKnown: (place: SetBit) => boolean,
  free: SetAtoms,
): SetAtoms {
  return {
    ...free,
    bit: (place) => (isKnown(place) ? valueOf(place.set, place.bit) : free.bit(place)),
  };
}

/** Claims of the old program about what the new one computes; a bit that this does not have is off. */
export function claimsOfNewValues(
  meanings: BothSides<Meaning>,
  newPlace: NewPlace,
): ClaimReader["old"] {
  const { bdd, valueOf, atoms } = meanings.new;
  const ofNew: SetAtoms = {
    bit: ({ set, bit }) => valueOf(set, bit),
    applied: ({ set, bit }, className) => atoms.applied(set, bit, className),
  };
  const off = (): Diagram => FALSE;
  return reading(bdd, meanings.old.atoms, atNewPlaces(newPlace, ofNew, { bit: off, applied: off }));
}

/** The atoms of a claim that concern capability sets. */
interface SetAtoms {
  readonly bit: (place: SetBit) => Diagram;
  readonly applied: (place: SetBit, className: string) => Diagram;
}

/** @param gone of the bits that have no place in the new program. */
function atNewPlaces(newPlace: NewPlace, ofNew: SetAtoms, gone: SetAtoms): SetAtoms {
  const atPlace = ({ set, bit }: SetBit): { readonly place: SetBit; readonly atoms: SetAtoms } => {
    const place = newPlace(set, bit);
    return place === undefined ? { place: { set, bit }, atoms: gone } : { place, atoms: ofNew };
  };
  return {
    bit: (old) => {
      const { place, atoms } = atPlace(old);
      return atoms.bit(place);
    },
    applied: (old, className) => {
      const { place, atoms } = atPlace(old);
      return atoms.applied(place, className);
    },
  };
}

function reading(bdd: Bdd, atoms: ClaimAtoms, ofSets: SetAtoms): ClaimReader["fresh"] {
  const read: ClaimAtoms = {
    ...atoms,
    bit: (bitmap, bit) =>
      bitmap.kind === "caps" ? ofSets.bit({ set: bitmap, bit }) : atoms.bit(bitmap, bit),
    applied: (set, bit, className) => ofSets.applied({ set, bit }, className),
  };
  return (claim, thisBit) => lowerClaim(bdd, read, claim, thisBit);
}
