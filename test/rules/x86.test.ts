/** The bundled x86 layout against counts, numbers and names that come from the kernel, QEMU and libvirt. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { parse } from "../../grammar/parse.ts";
import type {
  BitDeclaration,
  LayoutDeclaration,
  WordDeclaration,
} from "../../grammar/syntax-tree.ts";

const { tree, diagnostics } = parse({
  name: "rules/x86.rules",
  text: readFileSync(join(import.meta.dirname, "../../rules/x86.rules"), "utf8"),
});

const layouts = tree.statements.filter((statement) => statement.kind === "layout");
const x86 = layoutNamed("x86");
const bugs = layoutNamed("x86_bugs");

/** Word by word: its name, its CPUID address, and how many bits it names. */
const words: readonly (readonly [name: string, address: string, bits: number])[] = [
  ["CPUID_1_EDX", "0x1 edx", 30],
  ["CPUID_8000_0001_EDX", "0x80000001 edx", 28],
  ["CPUID_8086_0001_EDX", "0x80860001 edx", 3],
  ["CPUID_LNX_1", "", 30],
  ["CPUID_1_ECX", "0x1 ecx", 31],
  ["CPUID_C000_0001_EDX", "0xc0000001 edx", 20],
  ["CPUID_8000_0001_ECX", "0x80000001 ecx", 26],
  ["CPUID_LNX_2", "", 30],
  ["CPUID_LNX_3", "", 13],
  ["CPUID_7_0_EBX", "0x7.0 ebx", 31],
  ["CPUID_D_1_EAX", "0xd.1 eax", 5],
  ["CPUID_LNX_4", "", 28],
  ["CPUID_7_1_EAX", "0x7.1 eax", 18],
  ["CPUID_8000_0008_EBX", "0x80000008 ebx", 21],
  ["CPUID_6_EAX", "0x6 eax", 12],
  ["CPUID_8000_000A_EDX", "0x8000000a edx", 20],
  ["CPUID_7_ECX", "0x7.0 ecx", 22],
  ["CPUID_LNX_6", "", 4],
  ["CPUID_7_EDX", "0x7.0 edx", 24],
  ["CPUID_8000_001F_EAX", "0x8000001f eax", 14],
  ["CPUID_8000_0021_EAX", "0x80000021 eax", 16],
  ["CPUID_LNX_5", "", 17],
  ["CPUID_12_EAX", "0x12.0 eax", 3],
  ["CPUID_7_1_EDX", "0x7.1 edx", 6],
  ["CPUID_8000_0007_EDX", "0x80000007 edx", 1],
  ["CPUID_8000_0022_EAX", "0x80000022 eax", 1],
  ["CPUID_7_2_EDX", "0x7.2 edx", 6],
  ["CPUID_24_0_EBX", "0x24.0 ebx", 3],
  ["CPUID_8000_0021_ECX", "0x80000021 ecx", 2],
  ["CPUID_7_1_ECX", "0x7.1 ecx", 1],
  ["CPUID_1E_1_EAX", "0x1e.1 eax", 8],
  ["CPUID_24_1_ECX", "0x24.1 ecx", 1],
];

/** The bits that AMD repeats in CPUID_8000_0001_EDX, at the bit numbers of CPUID_1_EDX. */
const repeatedBits =
  "FPU VME DE PSE TSC MSR PAE MCE CX8 APIC MTRR PGE MCA CMOV PAT PSE36 MMX FXSR".split(" ");

test("the file has no mistake", () => {
  expect(diagnostics).toEqual([]);
  expect(layouts).toHaveLength(2);
});

describe("the layout x86", () => {
  test("has the kernel's and KVM's 32 words in their order, each with its address and all its bits", () => {
    expect(x86.words.map((word) => [word.name.text, addressOf(word), word.bits.length])).toEqual(
      words,
    );
  });

  test("has 26 leaves, and 475 named bits in all", () => {
    expect(x86.words.filter((word) => word.address !== undefined)).toHaveLength(26);
    expect(x86.words.flatMap((word) => word.bits)).toHaveLength(475);
  });

  test("has no namesakes but the 18 bits that AMD repeats, at the same bit number", () => {
    const bits = placedBits(x86);
    const namesakes = bits.filter(
      (bit) => bits.filter((other) => other.name === bit.name).length > 1,
    );
    const numbersIn = (word: string): unknown[] =>
      namesakes.filter((bit) => bit.word === word).map((bit) => [bit.name, bit.number]);

    expect(repeatedBits).toHaveLength(18);
    expect(namesakes.map((bit) => `${bit.word}.${bit.name}`)).toEqual([
      ...repeatedBits.map((name) => `CPUID_1_EDX.${name}`),
      ...repeatedBits.map((name) => `CPUID_8000_0001_EDX.${name}`),
    ]);
    expect(numbersIn("CPUID_8000_0001_EDX")).toEqual(numbersIn("CPUID_1_EDX"));
  });

  test("leaves the aliases of a repeated bit to CPUID_1_EDX", () => {
    const repeats = placedBits(x86).filter(
      (bit) => bit.word === "CPUID_8000_0001_EDX" && repeatedBits.includes(bit.name),
    );
    expect(repeats.flatMap((bit) => bit.aliases)).toEqual([]);
  });

  test.each([
    ["FPU", 0, 0],
    ["SYSCALL", 1, 11],
    ["MP", 1, 19],
    ["LRTI", 2, 3],
    ["TSC_KNOWN_FREQ", 3, 31],
    ["XMM3", 4, 0],
    ["XSAVE", 4, 26],
    ["HYPERVISOR", 4, 31],
    ["XSTORE", 5, 2],
    ["3DNOWPREFETCH", 6, 8],
    ["SSBD", 7, 17],
    ["TDX_GUEST", 8, 22],
    ["FSGSBASE", 9, 0],
    ["XSAVES", 10, 3],
    ["USER_SHSTK", 11, 23],
    ["LAM", 12, 26],
    ["AMD_SSBD", 13, 24],
    ["HFI", 14, 19],
    ["V_VMSAVE_VMLOAD", 15, 15],
    ["RDPID", 16, 22],
    ["SMCA", 17, 3],
    ["SPEC_CTRL_SSBD", 18, 31],
    ["SME_COHERENT", 19, 10],
    ["LFENCE_RDTSC", 20, 2],
    ["ABMC", 21, 15],
    ["AVX10", 23, 19],
    ["MCDT_NO", 26, 5],
    ["AVX10_512", 27, 18],
    ["AMX_MOVRS", 30, 8],
    ["AVX10_VNNI_INT", 31, 2],
  ])("has %s in word %i at bit %i", (name, word, bit) => {
    const place = placedBits(x86).find((placed) => placed.name === name);
    expect([place?.wordIndex, place?.number]).toEqual([word, bit]);
  });

  test.each([
    ["SGX1", 22, 0],
    ["SGX2", 22, 1],
    ["SGX_EDECCSSA", 22, 11],
    ["CONSTANT_TSC", 24, 8],
    ["PERFMON_V2", 25, 0],
    ["RRSBA_CTRL", 26, 2],
    ["BHI_CTRL", 26, 4],
    ["TSA_SQ_NO", 28, 1],
    ["TSA_L1_NO", 28, 2],
    ["MSR_IMM", 29, 5],
  ])("has %s only where KVM has it, in word %i at bit %i", (name, word, bit) => {
    const places = placedBits(x86).filter((placed) => placed.name === name);
    expect(places.map((place) => [place.wordIndex, place.number])).toEqual([[word, bit]]);
  });

  test.each([
    // /proc/cpuinfo
    ["pni", "XMM3"],
    ["dts", "DS"],
    ["monitor", "MWAIT"],
    ["ss", "SELFSNOOP"],
    ["pdpe1gb", "GBPAGES"],
    ["ace", "XCRYPT"],
    ["nrip_save", "NRIPS"],
    ["invtsc", "CONSTANT_TSC"],
    ["ssbd", "SSBD"],
    // QEMU
    ["sse4.1", "XMM4_1"],
    ["tsc-deadline", "TSC_DEADLINE_TIMER"],
    ["lahf-lm", "LAHF_LM"],
    ["avx512-fp16", "AVX512_FP16"],
    ["amd-no-ssb", "AMD_SSB_NO"],
    ["invtsc", "CONSTANT_TSC"],
    ["nrip-save", "NRIPS"],
    ["pause-filter", "PAUSEFILTER"],
    ["lfence-always-serializing", "LFENCE_RDTSC"],
    ["fs-gs-base-ns", "WRMSR_XX_BASE_NS"],
    ["core-capability", "CORE_CAPABILITIES"],
    ["cet-ss", "SHSTK"],
    ["cet-ibt", "IBT"],
    ["sgxlc", "SGX_LC"],
    ["i64", "LM"],
    ["xd", "NX"],
    ["ffxsr", "FXSR_OPT"],
    // libvirt
    ["pclmuldq", "PCLMULQDQ"],
    ["cmt", "CQM"],
    ["cr8legacy", "CR8_LEGACY"],
  ])("knows %s as %s", (alias, name) => {
    const named = placedBits(x86).filter((bit) => bit.aliases.includes(alias));
    expect(named.map((bit) => bit.name)).toEqual([name]);
  });

  test("gives nearly every bit a description", () => {
    const bare = x86.words
      .flatMap((word) => word.bits)
      .filter((bit) => bit.description === undefined);
    expect(bare.length).toBeLessThan(10);
  });
});

describe("the layout x86_bugs", () => {
  test("has the kernel's two bug words", () => {
    expect(bugs.words.map((word) => [word.name.text, addressOf(word), word.bits.length])).toEqual([
      ["BUGS_0", "", 31],
      ["BUGS_1", "", 11],
    ]);
  });

  test.each([
    ["spectre_v2", "SPECTRE_V2", 0, 16],
    ["cpu_meltdown", "CPU_MELTDOWN", 0, 14],
    ["tlb_mmatch", "AMD_TLB_MMATCH", 0, 3],
    ["monitor", "MONITOR", 0, 12],
    ["srso", "SRSO", 1, 0],
    ["vmscape", "VMSCAPE", 1, 10],
  ])("knows %s as %s", (alias, name, word, bit) => {
    const named = placedBits(bugs).filter((placed) => placed.aliases.includes(alias));
    expect(named.map((placed) => [placed.name, placed.wordIndex, placed.number])).toEqual([
      [name, word, bit],
    ]);
  });
});

describe.each([
  ["x86", x86],
  ["x86_bugs", bugs],
])("in %s", (_, layout) => {
  test("bit numbers of a word rise, and none is beyond 31", () => {
    for (const word of layout.words) {
      const numbers = word.bits.map((bit) => bit.bit.value);
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      expect(numbers.at(-1)).toBeLessThan(32);
    }
  });

  test("names are of capital letters, digits and underscores", () => {
    for (const { name } of placedBits(layout)) expect(name).toMatch(/^\d*[A-Z][A-Z\d_]*$/);
  });

  test("no two bits share an alias, `_` and `-` being the same", () => {
    const aliases = placedBits(layout).flatMap((bit) => [...new Set(bit.aliases.map(foldAlias))]);
    expect(aliases.filter((alias, at) => aliases.indexOf(alias) !== at)).toEqual([]);
  });

  test("no alias is the name of another bit in small letters", () => {
    const bits = placedBits(layout);
    const misleading = bits.flatMap(({ name, aliases }) =>
      aliases.filter((alias) =>
        bits.some((other) => other.name !== name && foldAlias(other.name) === foldAlias(alias)),
      ),
    );
    expect(misleading).toEqual([]);
  });

  test("descriptions are short ASCII", () => {
    for (const bit of layout.words.flatMap((word) => word.bits)) {
      expect(bit.description?.value ?? "-").toMatch(/^[ -~]{1,50}$/);
    }
  });
});

interface PlacedBit {
  readonly name: string;
  readonly word: string;
  readonly wordIndex: number;
  /** 0 to 31. */
  readonly number: number;
  readonly aliases: readonly string[];
}

function placedBits(layout: LayoutDeclaration): PlacedBit[] {
  return layout.words.flatMap((word, wordIndex) =>
    word.bits.map((bit: BitDeclaration) => ({
      name: bit.name.text,
      word: word.name.text,
      wordIndex,
      number: bit.bit.value,
      aliases: bit.aliases.map((alias) => alias.text),
    })),
  );
}

function layoutNamed(name: string): LayoutDeclaration {
  const layout = layouts.find((candidate) => candidate.name.text === name);
  if (layout === undefined) throw new Error(`rules/x86.rules has no layout ${name}`);
  return layout;
}

/** The address as written, such as `0x7.0 ebx`; empty for a word without one. */
function addressOf({ address }: WordDeclaration): string {
  if (address === undefined) return "";
  const index = address.index === undefined ? "" : `.${String(address.index.value)}`;
  return `0x${address.function.value.toString(16)}${index} ${address.register.text}`;
}

function foldAlias(alias: string): string {
  return alias.toLowerCase().replaceAll("-", "_");
}
