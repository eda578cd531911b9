/** Finds the bits of a layout by the names that other tools use. */

import { nearestName } from "../base/nearest-name.ts";
import type { Span } from "../base/span.ts";
import { unknownFeature } from "../diagnostics/cpuid.ts";
import { type Diagnostic, report } from "../diagnostics/diagnostic.ts";
import {
  type BitIndex,
  bitsNamed,
  type Layout,
  type LayoutBit,
  WORD_BITS,
  type Word,
} from "../model/layout.ts";
import { shorten } from "./numbers.ts";

/** Normalizes the spelling of a name: `sse4.1`, `SSE4_1` and `sse4-1` are one name. */
export function normalizeName(name: string): string {
  return name.toLowerCase().replaceAll(/[-.]/g, "_");
}

/**
 * The bits that a canonical name, an alias, or a full name (`CPUID_1_EDX.APIC`, `CPUID_1_EDX[9]`)
 * means: the named bit first, then its namesakes; empty for an unknown name. A name that several
 * leaves share means the bit of the first leaf. A full name has no namesakes.
 */
export function findFeature(layout: Layout, name: string): readonly BitIndex[] {
  const inFull = findFullName(layout, name);
  if (inFull !== undefined) return [inFull];
  const bit = bitsByName(layout).get(normalizeName(name));
  if (bit === undefined) return [];
  const namesakes = bitsNamed(layout, bit.name).map(({ index }) => index);
  // An alias may belong to a later namesake alone, and then means no other.
  return namesakes[0] === bit.index ? namesakes : [bit.index];
}

export function reportUnknownFeature(layout: Layout, name: string, span: Span): Diagnostic {
  const known = layout.bits.flatMap((bit) => [bit.name, ...bit.aliases]);
  const nearest = (): string | undefined =>
    name.length > 60 ? undefined : nearestName(name, known);
  return report(unknownFeature, span, { name: shorten(name), layout: layout.name, nearest });
}

function findFullName(layout: Layout, name: string): BitIndex | undefined {
  const numbered = /^(\w+)\[(\d{1,2})\]$/.exec(name);
  if (numbered?.[1] !== undefined) {
    const word = findWord(layout, numbered[1]);
    const bit = Number(numbered[2]);
    return word === undefined || bit >= WORD_BITS ? undefined : word.index * WORD_BITS + bit;
  }
  const dot = name.indexOf(".");
  const word = dot === -1 ? undefined : findWord(layout, name.slice(0, dot));
  const wanted = normalizeName(name.slice(dot + 1));
  return word?.bits.find((bit) => bit !== undefined && namesOf(bit).includes(wanted))?.index;
}

function findWord(layout: Layout, name: string): Word | undefined {
  const wanted = name.toUpperCase();
  return layout.words.find((word) => word.name.toUpperCase() === wanted);
}

function namesOf(bit: LayoutBit): readonly string[] {
  return [bit.name, ...bit.aliases].map(normalizeName);
}

const bitsByNameOf = new WeakMap<Layout, ReadonlyMap<string, LayoutBit>>();

/** Bits by normalized name. Canonical names win over aliases, and earlier bits over later ones. */
function bitsByName(layout: Layout): ReadonlyMap<string, LayoutBit> {
  const known = bitsByNameOf.get(layout);
  if (known !== undefined) return known;
  const byName = new Map<string, LayoutBit>();
  const add = (name: string, bit: LayoutBit) => {
    const key = normalizeName(name);
    if (!byName.has(key)) byName.set(key, bit);
  };
  for (const bit of layout.bits) add(bit.name, bit);
  for (const bit of layout.bits) for (const alias of bit.aliases) add(alias, bit);
  bitsByNameOf.set(layout, byName);
  return byName;
}
