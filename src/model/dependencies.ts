/** The bits of capability sets on whose final values a bit depends directly. */

import { counterpart } from "./counterpart.ts";
import { visitAtoms } from "./expressions.ts";
import type { BitIndex } from "./layout.ts";
import {
  rulesOf,
  type BitGovernance,
  type CapabilitySet,
  type Expr,
  type Rule,
  type SetBit,
} from "./model.ts";

export interface Dependency extends SetBit {
  /** Through which the bit depends on it. */
  readonly rule: Rule;
}

/**
 * What a bit's rules read of capability sets, each once. Looks at each rule once, however many bits it
 * governs.
 * @param rulesFor the rules of a bit that count.
 */
export function rememberDependencies(
  rulesFor: (governance: BitGovernance) => readonly Rule[] = rulesOf,
): (bit: SetBit) => readonly Dependency[] {
  const readsOf = rememberReads();
  return (bit) => dependenciesOf(bit, rulesFor, readsOf);
}

/** What a rule reads of capability sets. */
type Read = Extract<Expr, { kind: "bit" | "this" }> & { readonly bitmap: CapabilitySet };

function rememberReads(): (rule: Rule) => readonly Read[] {
  const known = new Map<Rule, readonly Read[]>();
  return (rule) => {
    let reads = known.get(rule);
    if (reads === undefined) known.set(rule, (reads = readsOfSets(rule)));
    return reads;
  };
}

function readsOfSets({ condition, value }: Rule): readonly Read[] {
  const reads: Read[] = [];
  const add = (atom: Expr): void => {
    if ((atom.kind === "bit" || atom.kind === "this") && isOfSet(atom)) reads.push(atom);
  };
  if (condition !== undefined) visitAtoms(condition, add);
  visitAtoms(value, add);
  return reads;
}

function isOfSet(atom: Extract<Expr, { kind: "bit" | "this" }>): atom is Read {
  return atom.bitmap.kind === "caps";
}

function dependenciesOf(
  { set, bit }: SetBit,
  rulesFor: (governance: BitGovernance) => readonly Rule[],
  readsOf: (rule: Rule) => readonly Read[],
): readonly Dependency[] {
  const governance = set.bits[bit];
  if (governance === undefined) return [];
  const dependencies: Dependency[] = [];
  const seen = new Map<CapabilitySet, Set<BitIndex>>();
  for (const rule of rulesFor(governance)) {
    for (const read of readsOf(rule)) {
      const { bitmap } = read;
      const place = read.kind === "bit" ? read.bit : counterpart(set.layout, bit, bitmap.layout);
      if (typeof place !== "number") continue;
      const ofSet = seen.get(bitmap) ?? new Set();
      if (ofSet.has(place)) continue;
      seen.set(bitmap, ofSet.add(place));
      dependencies.push({ set: bitmap, bit: place, rule });
    }
  }
  return dependencies;
}
