/** Guests whose CPUID has the entries of real processors, and random registers. */

import type { Entry } from "./load-module.ts";

/** Words of an entry in the memory of KVM_SET_CPUID2. */
export const ENTRY_WORDS = 10;

/** Functions, and how many sub-leaves they have; 0 where the index is not significant. */
export type GuestShape = readonly (readonly [leaf: number, subLeaves: number])[];

/** Guests by number of entries: a Westmere server, a Skylake desktop, a Genoa server. */
export const GUEST_SHAPES: ReadonlyMap<number, GuestShape> = new Map([
  [
    25,
    [
      ...single(0x0, 0x3),
      [0x4, 4],
      ...single(0x5, 0xa),
      [0xb, 2],
      ...single(0x80000000, 0x80000008),
    ],
  ],
  [
    41,
    [
      ...single(0x0, 0x3),
      [0x4, 4],
      ...single(0x5, 0x6),
      [0x7, 1],
      ...single(0x8, 0xa),
      [0xb, 2],
      ...single(0xc, 0xc),
      [0xd, 2],
      ...single(0xe, 0xe),
      [0xf, 2],
      [0x10, 2],
      ...single(0x11, 0x11),
      [0x12, 2],
      ...single(0x13, 0x13),
      [0x14, 2],
      ...single(0x15, 0x16),
      ...single(0x80000000, 0x80000008),
    ],
  ],
  [
    79,
    [
      ...single(0x0, 0x3),
      ...single(0x5, 0x6),
      [0x7, 2],
      ...single(0x8, 0xa),
      [0xb, 2],
      ...single(0xc, 0xc),
      [0xd, 9],
      ...single(0xe, 0xe),
      [0xf, 2],
      [0x10, 2],
      ...single(0x80000000, 0x8000001c),
      [0x8000001d, 4],
      ...single(0x8000001e, 0x8000001f),
      [0x80000020, 4],
      ...single(0x80000021, 0x80000025),
      [0x80000026, 4],
      ...single(0x80000027, 0x80000028),
      ...single(0x8fffffff, 0x8fffffff),
    ],
  ],
]);

/** Functions without sub-leaves, from one to the other. */
function single(first: number, last: number): [number, number][] {
  return Array.from({ length: last - first + 1 }, (_, at) => [first + at, 0]);
}

export function guestEntries(shape: GuestShape, random: () => number): readonly Entry[] {
  return shape.flatMap(([leafFunction, subLeaves]) =>
    Array.from({ length: Math.max(1, subLeaves) }, (_, index) => ({
      function: leafFunction,
      index,
      flags: Number(subLeaves > 0),
      eax: random(),
      ebx: random(),
      ecx: random(),
      edx: random(),
    })),
  );
}

/** The entries in the layout of KVM_SET_CPUID2: function, index, flags, eax to edx, padding. */
export function entriesMemory(entries: readonly Entry[]): Uint32Array {
  return Uint32Array.from(
    entries.flatMap((entry) => [
      entry.function,
      entry.index,
      entry.flags,
      entry.eax,
      entry.ebx,
      entry.ecx,
      entry.edx,
      ...new Array<number>(ENTRY_WORDS - 7).fill(0),
    ]),
  );
}
