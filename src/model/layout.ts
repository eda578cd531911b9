/** A layout: which words a bitmap has, and which bits of them have names. */

import { addToList } from "../base/add-to-list.ts";
import type { Span } from "../base/span.ts";

/** `word * 32 + bit`. */
export type BitIndex = number;

export const WORD_BITS = 32;

export type Register = "eax" | "ebx" | "ecx" | "edx";

export interface Layout {
  readonly name: string;
  readonly description: string | undefined;
  readonly words: readonly Word[];
  /** Named bits in order of their index. */
  readonly bits: readonly LayoutBit[];
  /** The CPUID entries that its leaves belong to, in the order in which leaves first name them. */
  readonly entries: readonly CpuidEntryKey[];
  /** Each input of the layout has its own copy of each of these enumerations. */
  readonly enums: readonly LayoutEnum[];
  readonly span: Span;
}

export interface LayoutEnum {
  readonly name: string;
  readonly values: readonly string[];
  readonly description: string | undefined;
  readonly span: Span;
}

/** One `leaf` or `word`. */
export interface Word {
  readonly name: string;
  readonly description: string | undefined;
  /** The index of the word in the layout. */
  readonly index: number;
  /** Absent for a word that no CPUID leaf fills. */
  readonly address: WordAddress | undefined;
  /** By bit number, 0 to 31; undefined if the layout does not name the bit. */
  readonly bits: readonly (LayoutBit | undefined)[];
  readonly span: Span;
}

export interface CpuidEntryKey {
  /** The CPUID leaf: the value of EAX. */
  readonly function: number;
  /** The CPUID sub-leaf: the value of ECX; undefined if the leaf ignores it. */
  readonly index: number | undefined;
}

export interface WordAddress extends CpuidEntryKey {
  readonly register: Register;
  /** Position in the layout's `entries`. */
  readonly entry: number;
}

export interface LayoutBit {
  /** The canonical name. */
  readonly name: string;
  readonly index: BitIndex;
  /** Names that other tools use; for input from outside only. */
  readonly aliases: readonly string[];
  readonly description: string | undefined;
  readonly span: Span;
}

export function wordOf(bit: BitIndex): number {
  return bit >>> 5;
}

export function bitOf(bit: BitIndex): number {
  return bit & 31;
}

/** The number of bits of the layout's bitmaps, unnamed bits included. */
export function bitCount(layout: Layout): number {
  return layout.words.length * WORD_BITS;
}

export function allBits(layout: Layout): readonly BitIndex[] {
  return Array.from({ length: bitCount(layout) }, (_, bit) => bit);
}

export function layoutBit(layout: Layout, bit: BitIndex): LayoutBit | undefined {
  return layout.words[wordOf(bit)]?.bits[bitOf(bit)];
}

const bitsByNameOf = new WeakMap<Layout, ReadonlyMap<string, readonly LayoutBit[]>>();

/** All bits with that canonical name. Several leaves may have one of the same name. */
export function bitsNamed(layout: Layout, name: string): readonly LayoutBit[] {
  let byName = bitsByNameOf.get(layout);
  if (byName === undefined) {
    byName = groupByName(layout.bits);
    bitsByNameOf.set(layout, byName);
  }
  return byName.get(name) ?? [];
}

const wordsByNameOf = new WeakMap<Layout, ReadonlyMap<string, Word>>();

export function wordNamed(layout: Layout, name: string): Word | undefined {
  let byName = wordsByNameOf.get(layout);
  if (byName === undefined) {
    byName = new Map(layout.words.map((word) => [word.name, word]));
    wordsByNameOf.set(layout, byName);
  }
  return byName.get(name);
}

/**
 * The shortest unambiguous name of a bit: `XSAVE`, else `CPUID_1_EDX.APIC`, else `CPUID_1_EDX[10]`.
 */
export function bitLabel(layout: Layout, bit: BitIndex): string {
  const named = layoutBit(layout, bit);
  const word = layout.words[wordOf(bit)]?.name ?? `word ${wordOf(bit)}`;
  if (named === undefined) return `${word}[${bitOf(bit)}]`;
  return bitsNamed(layout, named.name).length === 1 ? named.name : `${word}.${named.name}`;
}

function groupByName(bits: readonly LayoutBit[]): ReadonlyMap<string, readonly LayoutBit[]> {
  const groups = new Map<string, LayoutBit[]>();
  for (const bit of bits) addToList(groups, bit.name, bit);
  return groups;
}
