/**
 * The dependencies among bits of capability sets, including those that a bit would have if its own
 * rules were dropped.
 */

import { definitely } from "../base/unreachable.ts";
import { rememberDependencies } from "../model/dependencies.ts";
import { bitCount } from "../model/layout.ts";
import { rulesOf, type BitGovernance, type Model, type SetBit } from "../model/model.ts";
import { orderOfAll } from "../model/order-bits.ts";

/** The index of a bit in `orderOfAll`, where each bit follows the bits on which it depends. */
export type BitPlace = number;

export interface BitNetwork {
  readonly placeOf: (bit: SetBit) => BitPlace;
  readonly bitAt: (place: BitPlace) => SetBit;
  /** The earlier bits that the bit's rules read. Rules that an `override` replaces count, too. */
  readonly readsOf: (place: BitPlace) => readonly BitPlace[];
  /** True if the bit, without its own rule, would still depend on earlier bits only. */
  readonly canFallBack: (place: BitPlace) => boolean;
  /** True if the bit, with this governance, would depend on earlier bits only. */
  readonly canTake: (place: BitPlace, governance: BitGovernance) => boolean;
  /** These bits and all bits on which they depend, ascending. */
  readonly neededFor: (places: Iterable<BitPlace>) => readonly BitPlace[];
  /** These bits and all bits that depend on them, ascending. */
  readonly affectedBy: (places: Iterable<BitPlace>) => readonly BitPlace[];
}

export function bitNetwork(model: Model): BitNetwork {
  const { sets } = model;
  const order = orderOfAll(model);
  const places = new Map(sets.map((set) => [set, new Int32Array(bitCount(set.layout))]));
  order.forEach(({ set, bit }, place) => {
    definitely(places.get(set), "a set of another model")[bit] = place;
  });
  const placeOf = ({ set, bit }: SetBit): BitPlace =>
    definitely(places.get(set)?.[bit], "a bit of another model");

  const dependenciesOf = rememberDependencies((each) => [
    ...rulesOf(each),
    ...each.stated.map(({ rule }) => rule),
  ]);
  const all = order.map((each) => dependenciesOf(each).map(placeOf));
  const reads = all.map((read, place) => read.filter((each) => each < place));
  const readers = order.map((): BitPlace[] => []);
  reads.forEach((read, place) => {
    for (const each of read) readers[each]?.push(place);
  });
  const readsOf = (place: BitPlace): readonly BitPlace[] =>
    definitely(reads[place], "a place beyond the order");
  const canFallBack = (place: BitPlace): boolean => all[place]?.length === readsOf(place).length;
  return {
    placeOf,
    bitAt: (place) => definitely(order[place], "a place beyond the order"),
    readsOf,
    canFallBack,
    canTake: (place, governance) => {
      if (canFallBack(place)) return true;
      const taken = rememberDependencies(() => rulesOf(governance));
      return taken(definitely(order[place], "a place beyond the order")).every(
        (read) => placeOf(read) < place,
      );
    },
    neededFor: (starts) => reach(starts, reads),
    affectedBy: (starts) => reach(starts, readers),
  };
}

function reach(
  starts: Iterable<BitPlace>,
  next: readonly (readonly BitPlace[])[],
): readonly BitPlace[] {
  const reached = new Set(starts);
  // The loop also visits places that are added to the set meanwhile.
  for (const place of reached) for (const each of next[place] ?? []) reached.add(each);
  return [...reached].sort((a, b) => a - b);
}
