/** Which bits of a set each rule has a say in. */

import { addToList } from "../base/add-to-list.ts";
import type { BitIndex } from "./layout.ts";
import { rulesOf, type BitGovernance, type Rule } from "./model.ts";

/** @param governances of bits, ascending. Rules in order of their first bit, bits ascending. */
export function bitsByRule(
  governances: Iterable<readonly [BitIndex, BitGovernance]>,
): ReadonlyMap<Rule, readonly BitIndex[]> {
  const bitsOf = new Map<Rule, BitIndex[]>();
  for (const [bit, governance] of governances) {
    for (const rule of rulesOf(governance)) addToList(bitsOf, rule, bit);
  }
  return bitsOf;
}
