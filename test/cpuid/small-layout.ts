/** Layouts for the tests of CPUID readers, built by hand from as little as they need. */

import type { Span } from "../../src/base/span.ts";
import type { CpuidEntryKey, Layout, LayoutBit, Register, Word } from "../../src/model/layout.ts";

export interface WordSketch {
  readonly name: string;
  /** Absent for a word that no leaf fills. */
  readonly leaf?: readonly [leaf: number, index: number | undefined, register: Register];
  /** The canonical name of each bit, then its aliases, by bit number. */
  readonly bits: Readonly<Record<number, readonly [string, ...string[]]>>;
}

const span: Span = { source: { name: "layout.rules", text: "" }, start: 0, end: 0 };

export function buildLayout(name: string, sketches: readonly WordSketch[]): Layout {
  const entries: CpuidEntryKey[] = [];
  const words = sketches.map((sketch, index) => buildWord(sketch, index, entries));
  const bits = words.flatMap((word) => word.bits.filter((bit) => bit !== undefined));
  return { name, description: undefined, words, bits, entries, enums: [], span };
}

function buildWord(
  { name, leaf, bits }: WordSketch,
  index: number,
  entries: CpuidEntryKey[],
): Word {
  const named = Array.from({ length: 32 }, (_, bit): LayoutBit | undefined => {
    const [canonical, ...aliases] = bits[bit] ?? [];
    if (canonical === undefined) return undefined;
    return { name: canonical, index: index * 32 + bit, aliases, description: undefined, span };
  });
  if (leaf === undefined) {
    return { name, description: undefined, index, address: undefined, bits: named, span };
  }
  const key = { function: leaf[0], index: leaf[1] };
  const known = entries.findIndex((e) => e.function === key.function && e.index === key.index);
  const entry = known === -1 ? entries.push(key) - 1 : known;
  const address = { ...key, register: leaf[2], entry };
  return { name, description: undefined, index, address, bits: named, span };
}

/**
 * Seven words: 0 CPUID_1_EDX, 1 CPUID_8000_0001_EDX, 2 CPUID_1_ECX, 3 CPUID_7_0_EBX, 4 CPUID_D_1_EAX,
 * 5 LNX (no leaf), 6 CPUID_8000_0008_EBX. Entries: 0x1, 0x80000001, 0x7.0, 0xd.1, 0x80000008.
 */
export const smallLayout: Layout = buildLayout("small", [
  {
    name: "CPUID_1_EDX",
    leaf: [0x1, undefined, "edx"],
    bits: { 0: ["FPU", "fpu"], 9: ["APIC", "apic"], 21: ["DS", "dts"], 23: ["MMX", "mmx"] },
  },
  {
    name: "CPUID_8000_0001_EDX",
    leaf: [0x8000_0001, undefined, "edx"],
    bits: { 0: ["FPU"], 9: ["APIC"], 11: ["SYSCALL", "syscall"], 23: ["MMX"] },
  },
  {
    name: "CPUID_1_ECX",
    leaf: [0x1, undefined, "ecx"],
    bits: {
      0: ["XMM3", "pni", "sse3"],
      19: ["XMM4_1", "sse4_1", "sse4.1"],
      26: ["XSAVE", "xsave"],
    },
  },
  {
    name: "CPUID_7_0_EBX",
    leaf: [0x7, 0, "ebx"],
    bits: { 5: ["AVX2", "avx2"], 16: ["AVX512F", "avx512f"] },
  },
  { name: "CPUID_D_1_EAX", leaf: [0xd, 1, "eax"], bits: { 3: ["XSAVES", "xsaves"] } },
  {
    name: "LNX",
    bits: { 0: ["EPT", "ept"], 1: ["IBRS", "ibrs"], 2: ["SPECTRE_V2", "spectre_v2"] },
  },
  {
    name: "CPUID_8000_0008_EBX",
    leaf: [0x8000_0008, undefined, "ebx"],
    bits: { 14: ["AMD_IBRS"], 25: ["VNMI", "vnmi"] },
  },
]);
