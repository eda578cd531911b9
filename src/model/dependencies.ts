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
 * What a bit's rules read of capability sets, each once. Looks at each rule once, and at what governs bits alike once,
 * however many bits that are.
 * @param rulesFor the rules of a bit that count.
 */
export function rememberDependencies(
  rulesFor: (governance: BitGovernance) => readonly Rule[] = rulesOf,
): (bit: SetBit) => readonly Dependency[] {
  const readsOf = rememberReads(rulesFor);
  return ({ set, bit }) => {
    const governance = set.bits[bit];
    return governance === undefined ? [] : dependenciesAt(set.layout, bit, readsOf(governance));
  };
}

/** The same of bits that are the origins of others, without what else governs their sets. */
export function rememberOriginDependencies(): (origin: SetBit) => readonly Dependency[] {
  const readsOf = rememberReads(rulesOf);
  return (origin) =>
    dependenciesAt(origin.set.layout, origin.bit, readsOf(governanceAtOrigin(origin)));
}

/** What a rule reads of capability sets. */
type Read = Extract<Expr, { kind: "bit" | "this" }> & { readonly bitmap: CapabilitySet };

/** What rules that together govern bits read, each once. */
interface GovernedReads {
  readonly reads: readonly { readonly rule: Rule; readonly read: Read }[];
  /** For some bits, a bit that they name may be "this bit". */
  readonly isMixed: boolean;
}

function rememberReads(
  rulesFor: (governance: BitGovernance) => readonly Rule[],
): (governance: BitGovernance) => GovernedReads {
  const byRule = new Map<Rule, readonly Read[]>();
  const readsOfRule = (rule: Rule): readonly Read[] => {
    let reads = byRule.get(rule);
    if (reads === undefined) byRule.set(rule, (reads = readsOfSets(rule)));
    return reads;
  };
  const known = new Map<BitGovernance, GovernedReads>();
  return (governance) => {
    let reads = known.get(governance);
    if (reads === undefined) {
      known.set(governance, (reads = governedReads(rulesFor(governance), readsOfRule)));
    }
    return reads;
  };
}

function governedReads(
  rules: readonly Rule[],
  readsOfRule: (rule: Rule) => readonly Read[],
): GovernedReads {
  const all = rules.flatMap((rule) => readsOfRule(rule).map((read) => ({ rule, read })));
  const reads = eachOnce(
    all,
    ({ read }) => read.bitmap,
    ({ read }) => (read.kind === "bit" ? read.bit : "this"),
  );
  const kinds = new Set(reads.map(({ read }) => read.kind));
  return { reads, isMixed: kinds.size > 1 };
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

function dependenciesAt(
  layout: Layout,
  bit: BitIndex,
  { reads, isMixed }: GovernedReads,
): readonly Dependency[] {
  const dependencies: Dependency[] = [];
  for (const { rule, read } of reads) {
    const { bitmap } = read;
    const place = read.kind === "bit" ? read.bit : counterpart(layout, bit, bitmap.layout);
    if (typeof place === "number") dependencies.push({ set: bitmap, bit: place, rule });
  }
  if (!isMixed) return dependencies;
  return eachOnce(
    dependencies,
    ({ set }) => set,
    (each) => each.bit,
  );
}

/** The first of each set and place. */
function eachOnce<T>(
  items: readonly T[],
  setOf: (item: T) => CapabilitySet,
  placeOf: (item: T) => BitIndex | "this",
): readonly T[] {
  const seen = new Map<CapabilitySet, Set<BitIndex | "this">>();
  return items.filter((item) => {
    const places = seen.get(setOf(item)) ?? new Set();
    seen.set(setOf(item), places);
    const isNew = !places.has(placeOf(item));
    places.add(placeOf(item));
    return isNew;
  });
}
