/** A checked program, and how its bits hang together. */

import type { Meaning } from "../meaning/lower.ts";
import type { Model, ThisBit } from "../model/model.ts";
import { bitNetwork, type BitNetwork, type BitPlace } from "./bit-network.ts";
import { typicalBits } from "./typical-bits.ts";

export interface Program {
  readonly model: Model;
  readonly meaning: Meaning;
  readonly network: BitNetwork;
  /** The bit stands for all those that nothing in the program tells apart from it. */
  readonly isTypical: (place: BitPlace) => boolean;
  /** The same of a bit of a layout. */
  readonly isTypicalOf: (bit: ThisBit) => boolean;
  /** Names of the files whose rules count, in order. */
  readonly files: readonly string[];
}

export function readProgram(model: Model, meaning: Meaning, files: readonly string[]): Program {
  const network = bitNetwork(model);
  const isTypicalOf = typicalBits(model);
  const isTypical = (place: BitPlace): boolean => {
    const { set, bit } = network.bitAt(place);
    return isTypicalOf({ layout: set.layout, bit });
  };
  return { model, meaning, network, isTypical, isTypicalOf, files };
}
