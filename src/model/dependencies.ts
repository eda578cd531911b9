/** The bits of capability sets on whose final values a bit depends directly. */

import { counterpart } from "./counterpart.ts";
import { visitAtoms } from "./expressions.ts";
import { governanceAtOrigin } from "./inheritance.ts";
import type { BitIndex, Layout } from "./layout.ts";
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
  return ({ set, bit }) => {
    const governance = set.bits[bit];
    return governance === undefined ? [] : readsAt(set.layout, bit, rulesFor(governance), readsOf);
  };
}

/** The same of bits that are the origins of others, without what else governs their sets. */
export function rememberOriginDependencies(): (origin: SetBit) => readonly Dependency[] {
  const readsOf = rememberReads();
  return (origin) =>
    readsAt(origin.set.layout, origin.bit, rulesOf(governanceAtOrigin(origin)), readsOf);
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

function readsAt(
  layout: Layout,
  bit: BitIndex,
  rules: readonly Rule[],
  readsOf: (rule: Rule) => readonly Read[],
): readonly Dependency[] {
  const dependencies: Dependency[] = [];
  const seen = new Map<CapabilitySet, Set<BitIndex>>();
  for (const rule of rules) {
    for (const read of readsOf(rule)) {
      const { bitmap } = read;
      const place = read.kind === "bit" ? read.bit : counterpart(layout, bit, bitmap.layout);
      if (typeof place !== "number") continue;
      const ofSet = seen.get(bitmap) ?? new Set();
      if (ofSet.has(place)) continue;
      seen.set(bitmap, ofSet.add(place));
      dependencies.push({ set: bitmap, bit: place, rule });
    }
  }
  return dependencies;
}
