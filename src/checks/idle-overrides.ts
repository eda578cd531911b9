/**
 * Finds an `override` that changes nothing: what it replaces would give the bit the same value in every case.
 *
 * Without the statement, what it replaces governs the bit again, not the default. Few statements are
 * overrides, so the bit is lowered again for each.
 */

import { FALSE } from "../bdd/bdd.ts";
import { lowerGovernance, type Meaning } from "../meaning/lower.ts";
import { governWithout } from "../model/govern-bit.ts";
import { governanceAtOrigin } from "../model/inheritance.ts";
import type { Rule, SetBit } from "../model/model.ts";
import type { CasesOf } from "./applicable-cases.ts";
import type { Idleness } from "./idleness.ts";

/** @throws LimitExceeded when a diagram grows beyond the limits. */
export function idlenessOfOverride(
  meaning: Meaning,
  casesOf: CasesOf,
  { set, bit }: SetBit,
  rule: Rule,
): Idleness | undefined {
  const { bdd, atoms, assumption, valueOf } = meaning;
  if (casesOf(rule) === FALSE) return "never applies";
  // To say of which kind a bit is means something even where that kind is what was said before.
  if (rule.origin === "class") return undefined;
  const without = governWithout(governanceAtOrigin({ set, bit }), rule);
  if (without === undefined) return undefined;
  const value = lowerGovernance(bdd, atoms, without, { layout: set.layout, bit });
  const isChanged = bdd.meets(assumption, bdd.xor(value, valueOf(set, bit)));
  return isChanged ? undefined : "changes nothing";
}
