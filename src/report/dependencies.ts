/** Finds the bits of capability sets that the rules of a bit read, and the bits that read them. */

import { addToList } from "../base/add-to-list.ts";
import { counterpart } from "../model/counterpart.ts";
import { visitAtoms } from "../model/expressions.ts";
import { setBitName } from "../model/label-bits.ts";
import {
  rulesOf,
  type BitGovernance,
  type Bitmap,
  type CapabilitySet,
  type Expr,
  type Model,
  type SetBit,
} from "../model/model.ts";

/** All reads of a governance, without duplicates, in the order in which its rules name them. */
export interface GovernanceReads {
  /** Bitmaps of which the rules read "this bit". */
  readonly thisBitmaps: readonly Bitmap[];
  /** Final values that the rules name. */
  readonly named: readonly SetBit[];
  /** All bitmaps that the rules read. */
  readonly bitmaps: readonly Bitmap[];
}

function governanceReads(governance: BitGovernance): GovernanceReads {
  const thisBitmaps = new Set<Bitmap>();
  const bitmaps = new Set<Bitmap>();
  const named = new Map<string, SetBit>();
  const visit = (atom: Expr): void => {
    if (atom.kind === "has") bitmaps.add(atom.input);
    if (atom.kind !== "this" && atom.kind !== "bit") return;
    bitmaps.add(atom.bitmap);
    if (atom.kind === "this") thisBitmaps.add(atom.bitmap);
    else if (atom.bitmap.kind === "caps") {
      const { bitmap: set, bit } = atom;
      named.set(setBitName({ set, bit }), { set, bit });
    }
  };
  for (const { value, condition } of rulesOf(governance)) {
    visitAtoms(value, visit);
    if (condition !== undefined) visitAtoms(condition, visit);
  }
  return { thisBitmaps: [...thisBitmaps], named: [...named.values()], bitmaps: [...bitmaps] };
}

/** The neighbours of one bit: the bits that it reads, or the bits that read it. */
export interface BitLinks {
  /** Sets of the same layout that are linked by the same bit. */
  readonly sameBit: readonly CapabilitySet[];
  readonly others: readonly SetBit[];
}

export interface Dependencies {
  readonly governanceReads: (governance: BitGovernance) => GovernanceReads;
  readonly readsOf: (bit: SetBit) => BitLinks;
  /** In order of declaration. */
  readonly readersOf: (bit: SetBit) => BitLinks;
}

export function findDependencies({ sets }: Model): Dependencies {
  const known = new Map<BitGovernance, GovernanceReads>();
  const readsOfGovernance = (governance: BitGovernance): GovernanceReads => {
    const reads = known.get(governance) ?? governanceReads(governance);
    known.set(governance, reads);
    return reads;
  };
  const readsOf = ({ set, bit }: SetBit): BitLinks => {
    const governance = set.bits[bit];
    return governance === undefined
      ? { sameBit: [], others: [] }
      : bitLinks({ set, bit }, readsOfGovernance(governance));
  };
  const sameBit = new Map<string, CapabilitySet[]>();
  const others = new Map<string, SetBit[]>();
  for (const reader of sets.flatMap(bitsOf)) {
    const reads = readsOf(reader);
    for (const each of reads.others) addToList(others, setBitName(each), reader);
    for (const set of reads.sameBit) {
      addToList(sameBit, setBitName({ set, bit: reader.bit }), reader.set);
    }
  }
  const readersOf = (bit: SetBit): BitLinks => {
    const name = setBitName(bit);
    return { sameBit: sameBit.get(name) ?? [], others: others.get(name) ?? [] };
  };
  return { governanceReads: readsOfGovernance, readsOf, readersOf };
}

function bitLinks({ set, bit }: SetBit, { thisBitmaps, named }: GovernanceReads): BitLinks {
  const sets = thisBitmaps.filter((each) => each.kind === "caps");
  const counterparts = sets
    .filter(({ layout }) => layout !== set.layout)
    .flatMap((other) => {
      const place = counterpart(set.layout, bit, other.layout);
      return typeof place === "number" ? [{ set: other, bit: place }] : [];
    });
  return {
    sameBit: sets.filter(({ layout }) => layout === set.layout),
    others: counterparts.length === 0 ? named : [...named, ...counterparts],
  };
}

function bitsOf(set: CapabilitySet): readonly SetBit[] {
  return set.bits.map((_, bit) => ({ set, bit }));
}
