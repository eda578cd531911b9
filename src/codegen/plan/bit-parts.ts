/**
 * Splits the rules of each bit of a set into parts that can be computed in one step, and orders the
 * parts. The level of a part is the length of the longest chain of the set's own bits that must be
 * finished before it. A `requires` of own bits is a separate part, so that the other rules of the
 * bit stay with its word, and all bits with the same requirement are restricted in one step.
 */

import type { Bdd, Diagram } from "../../bdd/bdd.ts";
import { definitely } from "../../base/unreachable.ts";
import { lowerGiven, lowerRequirements, type Atoms } from "../../meaning/lower.ts";
import { ownReadsOf } from "../../model/expressions.ts";
import { bitCount, wordOf, type BitIndex } from "../../model/layout.ts";
import {
  rulesOf,
  type BitGovernance,
  type CapabilitySet,
  type Rule,
  type ThisBit,
} from "../../model/model.ts";
import { orderWithin } from "../../model/order-bits.ts";
import { sortRules } from "./rule-order.ts";

/** The rules of a bit that one step computes. */
interface Division {
  readonly level: number;
  /** The words of the set's own bits that must be finished before it. */
  readonly ownWords: readonly number[];
  /**
   * `value` gives the bit a value; `restriction` turns the bit off unless its requirement holds.
   */
  readonly kind: "value" | "restriction";
  /** The rules of this part. */
  readonly rules: readonly Rule[];
}

export interface BitPart extends Division {
  readonly bit: BitIndex;
  readonly lower: (bdd: Bdd, atoms: Atoms) => Diagram;
}

/** @param isWanted selects the words of the set whose parts are returned. */
export function splitBits(
  set: CapabilitySet,
  isWanted: (word: number) => boolean,
): readonly BitPart[] {
  const finished = new Int32Array(bitCount(set.layout));
  // Bits with the same governance name the same own bits, so their divisions are equal.
  const known = new Map<BitGovernance, readonly Division[]>();
  const sorted = new Map<BitGovernance, BitGovernance>();
  const sortedOf = (governance: BitGovernance): BitGovernance => {
    const result = sorted.get(governance) ?? sortRules(governance);
    sorted.set(governance, result);
    return result;
  };
  const parts: BitPart[] = [];
  for (const { bit } of orderWithin(set)) {
    const governance = definitely(set.bits[bit], "a bit without a rule");
    const divisions = known.get(governance) ?? divide(set, governance, finished);
    known.set(governance, divisions);
    finished[bit] = divisions.at(-1)?.level ?? 0;
    if (!isWanted(wordOf(bit))) continue;
    const thisBit = { layout: set.layout, bit };
    for (const division of divisions) {
      const lower: BitPart["lower"] = (bdd, atoms) =>
        lowerDivision(bdd, atoms, { governance: sortedOf(governance), division, thisBit });
      parts.push({ ...division, bit, lower });
    }
  }
  return parts;
}

/** @param finished the known levels of the set's own bits. */
function divide(
  set: CapabilitySet,
  governance: BitGovernance,
  finished: Int32Array,
): readonly Division[] {
  const levelAfter = (rules: readonly Rule[]): number =>
    rules
      .flatMap((rule) => ownReadsOf(set, rule))
      .reduce((level, bit) => Math.max(level, 1 + (finished[bit] ?? 0)), 0);
  const division = (kind: Division["kind"], rules: readonly Rule[], level: number): Division => ({
    level,
    ownWords: rules.flatMap((rule) => ownReadsOf(set, rule)).map(wordOf),
    kind,
    rules,
  });
  const rules = rulesOf(governance);
  const requiresOwn = governance.requires.filter((rule) => ownReadsOf(set, rule).length > 0);
  const others = rules.filter((rule) => !requiresOwn.includes(rule));
  const level = levelAfter(others);
  const restrictedAt = levelAfter(requiresOwn);
  return restrictedAt > level
    ? [division("value", others, level), division("restriction", requiresOwn, restrictedAt)]
    : [division("value", rules, level)];
}

function lowerDivision(
  bdd: Bdd,
  atoms: Atoms,
  {
    governance,
    division: { kind, rules },
    thisBit,
  }: {
    readonly governance: BitGovernance;
    readonly division: Division;
    readonly thisBit: ThisBit;
  },
): Diagram {
  const requires = governance.requires.filter((rule) => rules.includes(rule));
  const required = lowerRequirements(bdd, atoms, requires, thisBit);
  return kind === "restriction"
    ? required
    : bdd.and(lowerGiven(bdd, atoms, governance, thisBit), required);
}
