/** Finds the assertions that read given bits. */

import { addToList } from "../base/add-to-list.ts";
import { rememberBitsRead, setBitsAmong } from "../model/bits-read.ts";
import { bitCount } from "../model/layout.ts";
import type { Assertion, Expr, Model, ThisBit } from "../model/model.ts";
import type { BitNetwork, BitPlace } from "./bit-network.ts";
import type { Rewrite } from "./rewrite.ts";

/** An assertion instantiated for one bit; without a bit if it does not name "this bit". */
export interface ClaimForBit {
  readonly claim: Expr;
  readonly thisBit: ThisBit | undefined;
  /** The bits of capability sets that the claim reads directly. */
  readonly reads: readonly BitPlace[];
}

export interface ReadingClaims {
  readonly all: readonly ClaimForBit[];
  /** The claims that read one of the bits, without duplicates. */
  readonly about: (places: Iterable<BitPlace>) => readonly ClaimForBit[];
  /** The claims that contain the changed place itself, through a class. */
  readonly changedBy: (rewrite: Rewrite) => readonly ClaimForBit[];
}

/** @param isTypical selects one bit of each group of interchangeable bits. */
export function readingClaims(
  { assertions }: Model,
  { placeOf }: BitNetwork,
  isTypical: (thisBit: ThisBit) => boolean,
): ReadingClaims {
  const byPlace = new Map<BitPlace, ClaimForBit[]>();
  const byClaim = new Map<Expr, ClaimForBit[]>();
  for (const { claim, layout } of assertions) {
    const readBy = rememberBitsRead(claim);
    for (const thisBit of bitsOf(layout).filter((each) => each === undefined || isTypical(each))) {
      const places = setBitsAmong(readBy(thisBit)).map(placeOf);
      const forBit = { claim, thisBit, reads: places };
      addToList(byClaim, claim, forBit);
      for (const place of new Set(places)) addToList(byPlace, place, forBit);
    }
  }
  return {
    all: [...byClaim.values()].flat(),
    about: (places) => [...new Set([...places].flatMap((place) => byPlace.get(place) ?? []))],
    changedBy: (rewrite) =>
      [...byClaim].flatMap(([claim, forBits]) => (rewrite.claim(claim) === claim ? [] : forBits)),
  };
}

function bitsOf(layout: Assertion["layout"]): readonly (ThisBit | undefined)[] {
  if (layout === undefined) return [undefined];
  return Array.from({ length: bitCount(layout) }, (_, bit) => ({ layout, bit }));
}
