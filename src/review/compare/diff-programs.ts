/** Compares two checked programs by meaning. */

import { FALSE, type Bdd, type Diagram } from "../../bdd/bdd.ts";
import { lowerTogether, type MeaningsTogether } from "../../meaning/lower-together.ts";
import type { Meaning } from "../../meaning/lower.ts";
import type { SlotOrder } from "../../meaning/slot-order.ts";
import { rememberDependencies } from "../../model/dependencies.ts";
import type { Assumption, CapabilitySet, Model } from "../../model/model.ts";
import type { BothSides } from "./both-sides.ts";
import type { ProgramDiff } from "./change.ts";
import { comparedCases, type ComparedCases } from "./compared-cases.ts";
import {
  changedBits,
  changeKey,
  countBits,
  describeChange,
  differingBits,
  pairSets,
  type ChangedBit,
  type ChangedFunctions,
  type Comparison,
  type SetPair,
  type WorthShowing,
} from "./compare-sets.ts";
import type { OldValue } from "./causes.ts";
import { pairedSets } from "./paired-sets.ts";
import { restatedRules } from "./restated.ts";

export interface DiffRequest {
  readonly bdd: Bdd;
  readonly order: SlotOrder;
  readonly old: Model;
  readonly new: Model;
  /** Names of sets that are the same set under two names, the old one's first. */
  readonly renamed: ReadonlyMap<string, string>;
  /** The new program's assumptions that were added to restrict the compared cases. */
  readonly asked: ReadonlySet<Assumption>;
  /** Cases to prefer as the witness of a change. Default: no preference. */
  readonly worthShowing?: WorthShowing | undefined;
}

export interface ComparedPrograms {
  readonly diff: ProgramDiff;
  /** The meaning of the new program, over whose variables cases are described. */
  readonly meaning: Meaning;
  readonly oldMeaning: Meaning;
  readonly together: MeaningsTogether;
  /** The models in the form in which they are lowered. */
  readonly models: BothSides<Model>;
  readonly cases: ComparedCases;
  /** The sets that both programs have. */
  readonly pairs: readonly SetPair[];
  /** Includes functions that differ only in cases that are not compared. */
  readonly changedFunctions: ChangedFunctions;
}

/** @throws LimitExceeded when a diagram grows beyond the limits of `bdd`. */
export function diffPrograms({
  bdd,
  order,
  old,
  new: fresh,
  renamed,
  asked,
  worthShowing = () => FALSE,
}: DiffRequest): ComparedPrograms {
  const together = lowerTogether(bdd, [old, fresh], order);
  const [oldMeaning, newMeaning] = together.meanings as readonly [Meaning, Meaning]; // one a model
  const cases = comparedCases({
    together,
    models: { old, new: fresh },
    meanings: { old: oldMeaning, new: newMeaning },
    asked,
  });
  const comparison: Comparison = {
    together,
    oldModel: old,
    newModel: fresh,
    oldMeaning,
    newMeaning,
    cases,
    dependenciesOf: rememberDependencies(),
    worthShowing,
  };
  const pairs = pairedSets(old, fresh, renamed).map((pair) => pairSets(pair.old, pair.new));
  const changed = new Map<string, ChangedBit>();
  const bySet = pairs.map((pair) => {
    const differing = differingBits(comparison, pair);
    const bits = changedBits(comparison, differing);
    for (const each of bits) changed.set(keyOf(each), each);
    return { pair, differing, bits };
  });
  const oldValue = oldValues(pairs, oldMeaning);
  return {
    meaning: newMeaning,
    oldMeaning,
    together,
    models: { old, new: fresh },
    cases,
    pairs,
    changedFunctions: new Map(
      bySet.map(({ pair, differing }) => [
        pair.new,
        new Set(differing.flatMap(({ bit }) => bit.new ?? [])),
      ]),
    ),
    diff: {
      sets: bySet.map(({ pair, bits }) => ({
        old: pair.old,
        new: pair.new,
        bitCount: countBits(pair, bits),
        changes: bits.map((each) => describeChange(comparison, each, changed, oldValue)),
      })),
      restated: pairs.flatMap((pair) =>
        restatedRules(pair, (bit) => changed.has(changeKey(pair.new, bit))),
      ),
    },
  };
}

function keyOf({ pair, bit }: ChangedBit): string {
  return changeKey(pair.new, bit.new ?? -1 - (bit.old ?? 0));
}

function oldValues(pairs: readonly SetPair[], oldMeaning: Meaning): OldValue {
  const places = new Map(
    pairs.map((pair): [CapabilitySet, { pair: SetPair; old: ReadonlyMap<number, number> }] => [
      pair.new,
      {
        pair,
        old: new Map(
          pair.bits.flatMap((bit) =>
            bit.new === undefined || bit.old === undefined ? [] : [[bit.new, bit.old]],
          ),
        ),
      },
    ]),
  );
  return (set, bit): Diagram | undefined => {
    const place = places.get(set);
    const old = place?.old.get(bit);
    return place === undefined || old === undefined
      ? undefined
      : oldMeaning.valueOf(place.pair.old, old);
  };
}
