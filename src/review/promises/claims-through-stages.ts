/**
 * Finds assertions that claim less although their words stand, because bits of an internal set that they read are others:
 * `assert vcpu -> limit` says nothing after `limit` has become all bits.
 *
 * Only bits from which nothing follows for the guest count. All others come with changes of the guest's, which a gate shows.
 */

import { setBitsAmong, bitsRead } from "../../model/bits-read.ts";
import type { Model, SetBit, ThisBit } from "../../model/model.ts";
import { sliceModel } from "../../model/slice.ts";
import type { BothSides } from "../compare/both-sides.ts";
import { bitsOf } from "./claimed-bits.ts";
import { claimsAbout, describe, implies, newBit } from "./compare-assertions.ts";
import type { ComparedPrograms } from "../compare/diff-programs.ts";
import { freeClaims, newPlaces } from "./free-claims.ts";
import type { PromiseChange } from "./promise-change.ts";

/** @throws LimitExceeded when a diagram grows beyond the limits. */
export function weakenedThroughStages(
  models: BothSides<Model>,
  compared: ComparedPrograms,
): readonly PromiseChange[] {
  const unnoticed = unnoticedBits(compared);
  if (unnoticed.size === 0) return [];
  const isUnnoticed = (place: SetBit): boolean => unnoticed.has(keyOf(place));
  const newPlace = newPlaces(compared.pairs);
  const meanings = { old: compared.oldMeaning, new: compared.meaning };
  const claims = freeClaims(meanings, newPlace, isUnnoticed);
  return models.old.assertions.flatMap((assertion): readonly PromiseChange[] => {
    const readIn = (bit: ThisBit | undefined): readonly string[] =>
      setBitsAmong(bitsRead(assertion.claim, bit)).flatMap(({ set, bit: read }) => {
        const place = newPlace(set, read);
        return place !== undefined && isUnnoticed(place) ? [place.set.name] : [];
      });
    const weaker = bitsOf(assertion.layout).flatMap((bit) => {
      const read = readIn(bit);
      if (read.length === 0) return [];
      const made = claimsAbout(models.new, claims, newBit(models.new, bit), assertion, newPlace);
      return implies(compared, made, claims.old(assertion.claim, bit)) ? [] : read;
    });
    if (weaker.length === 0) return [];
    const names = [...new Set(weaker)].map((name) => `\`${name}\``).join(" and ");
    const note = `it claims less, because bits of the internal ${names} that it reads are others now`;
    return [describe(assertion, "weakened", "old", [note])];
  });
}

/** Bits of internal sets that change while no bit that changes for the guest reads them, by key. */
function unnoticedBits({ diff, models }: ComparedPrograms): ReadonlySet<string> {
  const changed = diff.sets.flatMap((set) =>
    set.changes.flatMap(({ indices, forGuest }) =>
      indices.new === undefined || indices.old === undefined
        ? []
        : [{ place: { set: set.new, bit: indices.new }, isSeen: forGuest.length > 0 }],
    ),
  );
  const seen = changed.filter(({ isSeen }) => isSeen).map(({ place }) => place);
  const unseen = changed.filter(({ isSeen }) => !isSeen).map(({ place }) => keyOf(place));
  if (unseen.length === 0) return new Set();
  const noticed = new Set(sliceModel(models.new, seen).map(keyOf));
  return new Set(unseen.filter((key) => !noticed.has(key)));
}

function keyOf({ set, bit }: SetBit): string {
  return `${set.name} ${bit}`;
}
