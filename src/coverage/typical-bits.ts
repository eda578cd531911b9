/** Selects one bit to represent each group of interchangeable bits. */

import { addToList } from "../base/add-to-list.ts";
import { alikeBits } from "../model/alike-bits.ts";
import { counterpart } from "../model/counterpart.ts";
import { layoutBit, type BitIndex, type Layout } from "../model/layout.ts";
import type { Model, Rule, ThisBit } from "../model/model.ts";

/** Selects one bit of each group, preferring a named one. */
export function typicalBits(model: Model): (bit: ThisBit) => boolean {
  const alike = alikeBits(model);
  const fallbacks = fallbackDescriber(model);
  const known = new Map<Layout, ReadonlySet<BitIndex>>();
  return ({ layout, bit }) => {
    let typical = known.get(layout);
    if (typical === undefined) {
      const groups = alike(layout).flatMap((group) =>
        splitBy(group, (each) => fallbacks(layout, each)),
      );
      const isNamed = (each: BitIndex): boolean => layoutBit(layout, each) !== undefined;
      typical = new Set(groups.flatMap((group) => group.find(isNamed) ?? group[0] ?? []));
      known.set(layout, typical);
    }
    return typical.has(bit);
  };
}

/**
 * `alikeBits` ignores fallbacks, which matter here because mutants drop rules. Bits with different
 * fallbacks are therefore not interchangeable.
 */
function fallbackDescriber({ sets }: Model): (layout: Layout, bit: BitIndex) => string {
  const numbers = new Map<Rule, number>();
  const numberOf = (rule: Rule): number => {
    const known = numbers.get(rule) ?? numbers.size;
    numbers.set(rule, known);
    return known;
  };
  return (layout, bit) =>
    sets
      .map((set) => {
        const place = counterpart(layout, bit, set.layout);
        const governance = typeof place === "number" ? set.bits[place] : undefined;
        return governance?.stated.map(({ rule }) => numberOf(rule)).join() ?? "";
      })
      .join(" ");
}

function splitBy(
  bits: readonly BitIndex[],
  keyOf: (bit: BitIndex) => string,
): readonly (readonly BitIndex[])[] {
  const groups = new Map<string, BitIndex[]>();
  for (const bit of bits) addToList(groups, keyOf(bit), bit);
  return [...groups.values()];
}
