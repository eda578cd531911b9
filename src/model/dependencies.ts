/** The bits of capability sets on whose final values a bit depends directly. */

import { remembered } from "../base/remembered.ts";
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
  /** The rule through which the bit depends on this one. */
  readonly rule: Rule;
}

/**
 * Returns a function that lists the bits of capability sets which a bit's rules read, without
 * duplicates. Results are kept for each rule and each shared governance, so asking for every bit
 * stays cheap.
 * @param rulesFor selects the rules to look at.
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

/**
 * Like {@link rememberDependencies}, for bits in the set that changed them last. It does not
 * compute the governance of the set's other bits.
 */
export function rememberOriginDependencies(): (origin: SetBit) => readonly Dependency[] {
  const readsOf = rememberReads(rulesOf);
  return (origin) =>
    dependenciesAt(origin.set.layout, origin.bit, readsOf(governanceAtOrigin(origin)));
}

/** An atom of a rule that reads a capability set. */
type Read = Extract<Expr, { kind: "bit" | "this" }> & { readonly bitmap: CapabilitySet };

/** The reads of all rules of one governance, without duplicates. */
interface GovernedReads {
  readonly reads: readonly { readonly rule: Rule; readonly read: Read }[];
  /** True if the rules name single bits and "this bit": the two may be the same bit. */
  readonly isMixed: boolean;
}

function rememberReads(
  rulesFor: (governance: BitGovernance) => readonly Rule[],
): (governance: BitGovernance) => GovernedReads {
  const readsOfRule = remembered(readsOfSets);
  return remembered((governance) => governedReads(rulesFor(governance), readsOfRule));
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

/** Keeps the first item for each set and place. */
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
