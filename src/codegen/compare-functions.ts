/** Holds what an emitted module computes against what the rules mean. */

import type { Bdd, Diagram } from "../bdd/bdd.ts";
import type { BitIndex } from "../model/layout.ts";
import type { CapabilitySet } from "../model/model.ts";
import type { EmittedFunction } from "./target.ts";

/** A bit that an emitted function computes wrongly. */
export interface Difference {
  readonly functionName: string;
  readonly set: CapabilitySet;
  readonly bit: BitIndex;
  /** True in exactly the cases in which the bit is wrong; there is at least one. */
  readonly wrong: Diagram;
  /** The diagram of the emitted code. */
  readonly emitted: Diagram;
}

/** Compares every bit, named or not. */
export function compareEmission(
  bdd: Bdd,
  functions: readonly EmittedFunction[],
  expected: (set: CapabilitySet, bit: BitIndex) => Diagram,
): readonly Difference[] {
  return functions.flatMap(({ name, set, bits }) =>
    bits.flatMap((emitted, bit) => {
      const meant = expected(set, bit);
      if (emitted === meant) return [];
      return [{ functionName: name, set, bit, wrong: bdd.xor(emitted, meant), emitted }];
    }),
  );
}
