/**
 * Computes the formula of a bit over the inputs, its dependencies, and the bits that depend on it.
 */

import { stateRule, type StatedRule } from "../evaluate/evaluate-sets.ts";
import { atomName } from "../meaning/atom-name.ts";
import { conditionText } from "../meaning/condition-text.ts";
import type { Meaning } from "../meaning/lower.ts";
import { readAtoms } from "../meaning/read-atoms.ts";
import { rememberDependencies } from "../model/dependencies.ts";
import { setBitName } from "../model/label-bits.ts";
import { bitCount, bitLabel } from "../model/layout.ts";
import { rulesOf, type CapabilitySet, type Model, type SetBit } from "../model/model.ts";
import { truthTable, type TruthTable } from "./truth-table.ts";

export interface Formula {
  readonly set: string;
  readonly bit: string;
  /**
   * The shortest sum or product found, in the rule language and over inputs only. It equals the bit
   * in every case that the assumptions allow.
   */
  readonly formula: string;
  /** True if the formula is complete. A long one ends with a note on how much is left out. */
  readonly isWhole: boolean;
  /** The number of the program's assumptions. */
  readonly assumptions: number;
  /**
   * All rules that decide the bit: the unconditional one, those under `when`, `also` and
   * `requires`.
   */
  readonly rules: readonly StatedRule[];
  /** The inputs on which the formula depends: `tdp`, `vendor`, `guest has CPUID_1_ECX`, `host.XSAVE`. */
  readonly inputs: readonly string[];
  /** The bits of capability sets that the bit's rules read, such as `vcpu.XSAVE`. */
  readonly reads: readonly string[];
  /** The bits of capability sets whose rules read the bit. */
  readonly readBy: readonly string[];
  /** Undefined if the formula depends on more than 5 inputs, or on none. */
  readonly table: TruthTable | undefined;
}

/** @throws LimitExceeded where diagrams grow beyond their limit. */
export function formulaOf(model: Model, meaning: Meaning, { set, bit }: SetBit): Formula {
  const { text, isWhole, diagram } = conditionText(meaning, meaning.valueOf(set, bit), {
    within: meaning.assumption,
  });
  const governance = set.bits[bit];
  const dependencies = rememberDependencies()({ set, bit });
  return {
    set: set.name,
    bit: bitLabel(set.layout, bit),
    formula: text,
    isWhole,
    assumptions: model.assumptions.length,
    rules: governance === undefined ? [] : rulesOf(governance).map(stateRule),
    inputs: readAtoms(meaning, diagram).map(atomName),
    reads: dependencies.map(setBitName),
    readBy: readersOf(model.sets, { set, bit }).map(setBitName),
    table: truthTable(meaning, diagram),
  };
}

function readersOf(sets: readonly CapabilitySet[], target: SetBit): readonly SetBit[] {
  const dependenciesOf = rememberDependencies();
  return sets.flatMap((set) =>
    Array.from({ length: bitCount(set.layout) }, (_, bit) => ({ set, bit })).filter((each) =>
      dependenciesOf(each).some((read) => read.set === target.set && read.bit === target.bit),
    ),
  );
}
