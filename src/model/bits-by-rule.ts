/** Maps each rule to the bits of a set that it governs or restricts. */

import { addToList } from "../base/add-to-list.ts";
import type { BitIndex } from "./layout.ts";
import { rulesOf, type BitGovernance, type Rule } from "./model.ts";

/**
 * @param governances pairs of bit and governance, ascending.
 * @returns rules in order of their first bit, each with its bits, ascending.
 */
export function bitsByRule(
  governances: Iterable<readonly [BitIndex, BitGovernance]>,
): ReadonlyMap<Rule, readonly BitIndex[]> {
  const bitsOf = new Map<Rule, BitIndex[]>();
  for (const [bit, governance] of governances) {
    for (const rule of rulesOf(governance)) addToList(bitsOf, rule, bit);
  }
  return bitsOf;
}
