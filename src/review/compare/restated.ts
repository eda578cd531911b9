/** Finds rules whose text or reason changes without a change of any bit. */

import { addToList } from "../../base/add-to-list.ts";
import { bitLabel } from "../../model/layout.ts";
import type { BitGovernance } from "../../model/model.ts";
import type { RestatedRule } from "./change.ts";
import type { SetPair } from "./compare-sets.ts";
import {
  differingReasons,
  differingRules,
  haveSameReasons,
  haveSameTexts,
  statedRules,
  type RulePair,
} from "./stated-rules.ts";

/** @param isChanged of a bit, by its index in the new layout. */
export function restatedRules(
  { old, new: fresh, bits }: SetPair,
  isChanged: (bit: number) => boolean,
): readonly RestatedRule[] {
  const found = new Map<string, { pair: RulePair; what: RestatedRule["what"]; bits: number[] }>();
  const known = new Map<BitGovernance, Map<BitGovernance, string | undefined>>();
  for (const bit of bits) {
    if (bit.old === undefined || bit.new === undefined || isChanged(bit.new)) continue;
    const before = old.bits[bit.old];
    const after = fresh.bits[bit.new];
    if (before === undefined || after === undefined) continue;
    // Bits that are left to a default share what governs them.
    const byAfter = known.get(before) ?? new Map<BitGovernance, string | undefined>();
    known.set(before, byAfter);
    if (!byAfter.has(after)) {
      const pair = { before: statedRules(old, bit.old), after: statedRules(fresh, bit.new) };
      byAfter.set(after, note(found, pair));
    }
    const key = byAfter.get(after);
    if (key !== undefined) found.get(key)?.bits.push(bit.new);
  }
  return [...found.values()].map(({ pair, what, bits: numbers }) => ({
    set: fresh.name,
    bits: numbers.map((bit) => bitLabel(fresh.layout, bit)),
    what,
    ...pair,
  }));
}

/** The key under which the pair is found; undefined if its rules are the same. */
function note(
  found: Map<string, { pair: RulePair; what: RestatedRule["what"]; bits: number[] }>,
  pair: RulePair,
): string | undefined {
  const isRule = !haveSameTexts(pair);
  if (!isRule && haveSameReasons(pair)) return undefined;
  const differing = isRule ? differingRules(pair) : differingReasons(pair);
  const key = JSON.stringify(
    [differing.before, differing.after].map((rules) =>
      rules.map(({ text, because }) => [text, because]),
    ),
  );
  if (!found.has(key)) {
    found.set(key, { pair: differing, what: isRule ? "rule" : "reason", bits: [] });
  }
  return key;
}

/** Statements rather than bits: one rule may be for many. */
export function countRestated(restated: readonly RestatedRule[]): number {
  const statements = new Map<string, string[]>();
  for (const { what, before, after } of restated) {
    if (what !== "rule") continue;
    for (const { file, line } of after.length > 0 ? after : before) {
      addToList(statements, `${file}:${line}`, "");
    }
  }
  return statements.size;
}
