/**
 * Splits the rules of each bit of a set into what can be computed at one time, and orders the parts.
 *
 * A part's level is the longest chain of the set's own bits that must be finished before it. What a
 * bit `requires` of own bits is a part of its own, so that the rest of it stays with its word, and
 * all bits that require the same are restricted at once.
 */

import type { Bdd, Diagram } from "../bdd/bdd.ts";
import { definitely } from "../base/unreachable.ts";
import { lowerGiven, lowerRequirements, type Atoms } from "../meaning/lower.ts";
import { bitmapReads } from "../model/expressions.ts";
import { bitCount, wordOf, type BitIndex } from "../model/layout.ts";
import { rulesOf, type CapabilitySet, type Rule, type SetBit } from "../model/model.ts";

export interface BitPart {
  readonly bit: BitIndex;
  readonly level: number;
  /** The words of the set's own bits that must be finished before it. */
  readonly ownWords: readonly number[];
  /** A value of the bit, or what the value it has by then must satisfy. */
  readonly kind: "value" | "restriction";
  /** What it is made of. */
  readonly rules: readonly Rule[];
  readonly lower: (bdd: Bdd, atoms: Atoms) => Diagram;
}

/** @param order of the model's bits: each after those that it depends on. */
export function splitBits(set: CapabilitySet, order: readonly SetBit[]): readonly BitPart[] {
  const finished = new Int32Array(bitCount(set.layout));
  const levelAfter = (rules: readonly Rule[]): number =>
    rules
      .flatMap((rule) => ownReads(set, rule))
      .reduce((level, bit) => Math.max(level, 1 + (finished[bit] ?? 0)), 0);

  return order
    .filter((each) => each.set === set)
    .flatMap(({ bit }) => {
      const parts = splitBit(set, bit, levelAfter);
      finished[bit] = parts.at(-1)?.level ?? 0;
      return parts;
    });
}

function splitBit(
  set: CapabilitySet,
  bit: BitIndex,
  levelAfter: (rules: readonly Rule[]) => number,
): readonly BitPart[] {
  const governance = definitely(set.bits[bit], "a bit without a rule");
  const thisBit = { layout: set.layout, bit };
  const part = (kind: BitPart["kind"], rules: readonly Rule[], level: number): BitPart => {
    const requires = governance.requires.filter((rule) => rules.includes(rule));
    return {
      bit,
      level,
      ownWords: rules.flatMap((rule) => ownReads(set, rule)).map(wordOf),
      kind,
      rules,
      lower: (bdd, atoms) => {
        const required = lowerRequirements(bdd, atoms, requires, thisBit);
        return kind === "restriction"
          ? required
          : bdd.and(lowerGiven(bdd, atoms, governance, thisBit), required);
      },
    };
  };
  const rules = rulesOf(governance);
  const requiresOwn = governance.requires.filter((rule) => ownReads(set, rule).length > 0);
  const others = rules.filter((rule) => !requiresOwn.includes(rule));
  const level = levelAfter(others);
  const restrictedAt = levelAfter(requiresOwn);
  return restrictedAt > level
    ? [part("value", others, level), part("restriction", requiresOwn, restrictedAt)]
    : [part("value", rules, level)];
}

function ownReads(set: CapabilitySet, { value, condition }: Rule): readonly BitIndex[] {
  return (condition === undefined ? [value] : [value, condition])
    .flatMap((expr) => bitmapReads(expr).namedBits)
    .flatMap(({ bitmap, bit }) => (bitmap === set ? [bit] : []));
}
