/** A checked program and the dependencies of its bits. */

import type { Meaning } from "../meaning/lower.ts";
import { visitAtoms } from "../model/expressions.ts";
import type { Expr, Model, ThisBit } from "../model/model.ts";
import { bitNetwork, type BitNetwork, type BitPlace } from "./bit-network.ts";
import { typicalBits } from "./typical-bits.ts";

export interface CoveredProgram {
  readonly model: Model;
  readonly meaning: Meaning;
  readonly network: BitNetwork;
  /** True if the bit represents its group of interchangeable bits. */
  readonly isTypical: (place: BitPlace) => boolean;
  /** Like `isTypical`, for a bit of a layout. */
  readonly isTypicalOf: (bit: ThisBit) => boolean;
  /** True if the condition reads a capability set. */
  readonly readsSets: (condition: Expr) => boolean;
  /** Names of the files whose rules count, in order. */
  readonly files: readonly string[];
}

export function readProgram(
  model: Model,
  meaning: Meaning,
  files: readonly string[],
): CoveredProgram {
  const network = bitNetwork(model);
  const isTypicalOf = typicalBits(model);
  const isTypical = (place: BitPlace): boolean => {
    const { set, bit } = network.bitAt(place);
    return isTypicalOf({ layout: set.layout, bit });
  };
  return { model, meaning, network, isTypical, isTypicalOf, readsSets: rememberSetReads(), files };
}

function rememberSetReads(): (condition: Expr) => boolean {
  const known = new Map<Expr, boolean>();
  return (condition) => {
    let result = known.get(condition);
    if (result === undefined) known.set(condition, (result = readsAnySet(condition)));
    return result;
  };
}

function readsAnySet(condition: Expr): boolean {
  let found = false;
  visitAtoms(condition, (atom) => {
    found ||= atom.kind === "bit" && atom.bitmap.kind === "caps";
  });
  return found;
}
