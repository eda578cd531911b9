/**
 * Finds an `override` that changes nothing: the rules that it replaces would give the bit the same
 * value in every case. Without the statement those rules govern the bit again, not the default.
 * Overrides are rare, so the bit is simply lowered again for each.
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
  // An applied class documents the kind of a bit, so it is useful even if the value is the same.
  if (rule.origin === "class") return undefined;
  const without = governWithout(governanceAtOrigin({ set, bit }), rule);
  if (without === undefined) return undefined;
  const value = lowerGovernance(bdd, atoms, without, { layout: set.layout, bit });
  const isChanged = bdd.meets(assumption, bdd.xor(value, valueOf(set, bit)));
  return isChanged ? undefined : "changes nothing";
}
