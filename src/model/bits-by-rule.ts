/** Which bits of a set each rule has a say in. */

import { addToList } from "../base/add-to-list.ts";
import type { BitIndex } from "./layout.ts";
import { rulesOf, type BitGovernance, type Rule } from "./model.ts";

/** @param governances by bit index. Rules in order of their first bit, bits ascending. */
export function bitsByRule(
  governances: readonly BitGovernance[],
): ReadonlyMap<Rule, readonly BitIndex[]> {
  const bitsOf = new Map<Rule, BitIndex[]>();
  governances.forEach((governance, bit) => {
    for (const rule of rulesOf(governance)) addToList(bitsOf, rule, bit);
  });
  return bitsOf;
}
