import { describe, expect, test } from "vitest";

import type { BitmapResult } from "../../src/cpuid/bitmap-result.ts";
import { toBitmap } from "../../src/cpuid/to-bitmap.ts";
import type { Layout } from "../../src/model/layout.ts";
import { fixture, places, readingOf, readText, row } from "./read-text.ts";
import { buildLayout, smallLayout } from "./small-layout.ts";

async function bitmapOf(
  text: string,
  role: "host" | "guest" = "host",
  layout: Layout = smallLayout,
): Promise<BitmapResult> {
  const { reading } = await readText(text);
  if (reading === undefined) throw new Error("expected a reading");
  return toBitmap(reading, layout, role);
}

function hex(words: Uint32Array): readonly string[] {
  return [...words].map((word) => word.toString(16));
}

describe("registers", () => {
  test("fill the words of their leaves", async () => {
    const { bitmap, diagnostics } = await bitmapOf(fixture("epyc-genoa-guest.cpuid"));
    expect(hex(bitmap.words)).toEqual([
      "178bfbff",
      "2fd3fbff",
      "fffa3203",
      "f1bf07ab",
      "f",
      "0",
      "50020005",
    ]);
    expect([...bitmap.present]).toEqual([1, 1, 1, 1, 1]);
    expect(bitmap.vendor).toBe("AuthenticAMD");
    expect(diagnostics).toEqual([]);
  });

  test("of an absent entry are zero, and the entry is not present", async () => {
    const { bitmap } = await bitmapOf(fixture("small.xml"));
    expect(hex(bitmap.words)).toEqual(["800201", "800", "4000001", "10020", "0", "0", "0"]);
    expect([...bitmap.present]).toEqual([1, 1, 1, 0, 0]);
  });
});

describe("a leaf above its range's maximum", () => {
  const rows = [
    "[0, 0, 1, 0, 0, 0]",
    "[1, 0, 0, 0, 1, 1]",
    "[7, 0, 0, 32, 0, 0]",
    "[2147483648, 0, 2147483649, 0, 0, 0]",
    "[2147483649, 0, 0, 0, 0, 1]",
    "[2147483656, 0, 0, 7, 0, 0]",
  ];
  const text = `{"entries": [${rows.join()}]}`;

  test("reads as zero on a host, with a warning each range", async () => {
    const { bitmap, diagnostics } = await bitmapOf(text, "host");
    expect(hex(bitmap.words)).toEqual(["1", "1", "1", "0", "0", "0", "0"]);
    expect([...bitmap.present]).toEqual([1, 1, 0, 0, 0]);
    expect(diagnostics.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      "CR0725 warning",
      "CR0725 warning",
    ]);
    expect(diagnostics[0]?.message).toBe(
      "leaf `0x0` says that leaves go up to `0x1`, so `0x7` and others above read as zero",
    );
  });

  test("is like any other for a guest", async () => {
    const { bitmap } = await bitmapOf(text, "guest");
    expect(hex(bitmap.words)).toEqual(["1", "1", "1", "20", "0", "0", "7"]);
    expect([...bitmap.present]).toEqual([1, 1, 1, 0, 1]);
  });

  test("hides nothing where all its registers are zero", async () => {
    const zero = '{"entries": [[0, 0, 1, 0, 0, 0], [7, 0, 0, 0, 0, 0]]}';
    expect((await bitmapOf(zero, "host")).diagnostics).toEqual([]);
  });

  test("does not exist on a host where the maximum is missing, with a warning each range", async () => {
    const withoutMaxima = `{"entries": [${[1, 2, 4, 5].map((at) => rows[at]).join()}]}`;
    const host = await bitmapOf(withoutMaxima, "host");
    expect(hex(host.bitmap.words)).toEqual(["1", "1", "1", "20", "0", "0", "7"]);
    expect(host.diagnostics.map(({ message }) => message)).toEqual([
      "leaf `0x0` is missing, so no leaf of its range is hidden",
      "leaf `0x80000000` is missing, so no leaf of its range is hidden",
    ]);
    const guest = await bitmapOf(withoutMaxima, "guest");
    expect(guest.diagnostics).toEqual([]);
  });
});

describe("the entry for a leaf", () => {
  test("is the first whose index matches or is not significant", async () => {
    const text =
      '{"entries": [[13, 0, 1, 1, 0, 0, 0], [13, 5, 0, 2, 0, 0, 0], [13, 1, 1, 4, 0, 0, 0]]}';
    const { bitmap } = await bitmapOf(text, "guest");
    expect(bitmap.words[4]).toBe(2);
  });

  test("is the first of its function where the layout names no index", async () => {
    const text = '{"entries": [[1, 3, 1, 0, 0, 8, 0], [1, 0, 1, 0, 0, 16, 0]]}';
    const { bitmap } = await bitmapOf(text, "guest");
    expect(bitmap.words[2]).toBe(8);
  });
});

/** A dump of processors with leaves 0 and 1, and more rows if there are any. */
function machine(
  ...processors: readonly (readonly [leaf1: readonly number[], ...rows: readonly string[]])[]
): string {
  const sections = processors.map(
    ([leaf1, ...rows], cpu) => `CPU ${cpu}:\n${row(0, 0, [1])}${row(1, 0, leaf1)}${rows.join("")}`,
  );
  return sections.join("");
}

describe("processors that differ", () => {
  test("have their common bits, with a warning that lists the rest", async () => {
    const text = machine([[0x11, 0, 0x0408_0001, 0x201]], [[0x22, 9, 0x0008_0003, 0x201]]);
    const { bitmap, diagnostics } = await bitmapOf(text);
    expect(bitmap.words[2]).toBe(0x0008_0001);
    expect(bitmap.words[0]).toBe(0x201);
    expect(places(diagnostics)).toEqual(["CR0713 5:1"]);
    expect(diagnostics[0]?.message).toContain("only features of all of them are used");
    expect(diagnostics[0]?.notes).toEqual(["differing: `CPUID_1_ECX[1]`, `XSAVE`"]);
  });

  test("have no entry that one of them lacks", async () => {
    const extended = row(0x8000_0000, 0, [0x8000_0001]) + row(0x8000_0001, 0, [0, 0, 0, 0x800]);
    const { bitmap } = await bitmapOf(machine([[0], extended], [[0]]));
    expect([...bitmap.present]).toEqual([1, 0, 0, 0, 0]);
    expect(bitmap.words[1]).toBe(0);
  });

  test("are shown where one lacks a feature, not where only its number is another", async () => {
    // The processors' numbers are CPUID_1_EBX[31:24]. The third one lacks AVX2, CPUID_7_0_EBX[5].
    const layout = buildLayout("numbered", [
      { name: "CPUID_1_EBX", leaf: [1, undefined, "ebx"], bits: {} },
      { name: "CPUID_7_0_EBX", leaf: [7, 0, "ebx"], bits: { 5: ["AVX2"] } },
    ]);
    const processor = (number: number, avx2: number) =>
      `CPU ${number}:\n${row(0, 0, [7])}${row(1, 0, [0, number * 0x0100_0000])}${row(7, 0, [0, avx2])}`;
    const text = [processor(0, 0x20), processor(1, 0x20), processor(2, 0)].join("");
    const { diagnostics } = await bitmapOf(text, "host", layout);
    // Derived by hand: each processor has four lines; the first entry of the third one is line 10.
    expect(places(diagnostics)).toEqual(["CR0713 10:1"]);
  });

  test("are alike if their topology differs, but not in a bit with a name", async () => {
    const layout = buildLayout("topology", [
      { name: "CPUID_1_EBX", leaf: [1, undefined, "ebx"], bits: { 0: ["NAMED"] } },
      { name: "CPUID_B", leaf: [0xb, 0, "edx"], bits: {} },
    ]);
    const two = (ebx: number): string =>
      machine([[0, 0x0300_0001], row(0xb, 0, [0, 0, 0, 3])], [[0, ebx], row(0xb, 0, [0, 0, 0, 4])]);
    const alike = await bitmapOf(two(0x0400_0001), "guest", layout);
    expect(alike.diagnostics).toEqual([]);
    expect([...alike.bitmap.words]).toEqual([0x0300_0001, 3]);
    const differing = await bitmapOf(two(0x0400_0000), "guest", layout);
    expect(differing.diagnostics[0]?.notes).toEqual(["differing: `NAMED`"]);
    expect([...differing.bitmap.words]).toEqual([0x0300_0000, 3]);
  });
});

test("processors that differ elsewhere only are alike", async () => {
  const first = `CPU 0:\n${row(0, 0, [1])}${row(1, 0, [0x11, 0x0100_0000])}`;
  const second = `CPU 1:\n${row(0, 0, [1])}${row(1, 0, [0x11, 0x0300_0000])}`;
  expect((await bitmapOf(first + second)).diagnostics).toEqual([]);
});

describe("names", () => {
  test("of a real /proc/cpuinfo set the same bits as the registers of the same machine", async () => {
    const named = await bitmapOf(fixture("epyc-genoa-guest.cpuinfo"));
    const raw = await bitmapOf(fixture("epyc-genoa-guest.cpuid"));
    // FPU, APIC, MMX; the same and SYSCALL; XMM3, XMM4_1, XSAVE; AVX2, AVX512F; XSAVES; SPECTRE_V2.
    expect(hex(named.bitmap.words)).toEqual([
      "800201",
      "800a01",
      "4080001",
      "10020",
      "8",
      "4",
      "0",
    ]);
    for (const word of [0, 1, 2, 3, 4]) {
      const both = (named.bitmap.words[word] ?? 0) & (raw.bitmap.words[word] ?? 0);
      expect(both >>> 0).toBe(named.bitmap.words[word]);
    }
    expect([...named.bitmap.present]).toEqual([1, 1, 1, 1, 0]);
  });

  test.each([
    "XMM4_1",
    "xmm4-1",
    "sse4_1",
    "SSE4.1",
    "sse4-1",
    "CPUID_1_ECX.sse4_1",
    "cpuid_1_ecx[19]",
  ])("%s means XMM4_1", async (name) => {
    const { bitmap } = await bitmapOf(`{"features": ["${name}"]}`);
    expect(hex(bitmap.words)).toEqual(["0", "0", "80000", "0", "0", "0", "0"]);
    expect([...bitmap.present]).toEqual([1, 0, 0, 0, 0]);
  });

  test.each([
    ["apic", "GenuineIntel", ["200", "0"]],
    ["APIC", "GenuineIntel", ["200", "0"]],
    ["APIC", "CentaurHauls", ["200", "0"]],
    ["apic", "AuthenticAMD", ["200", "200"]],
    ["APIC", "HygonGenuine", ["200", "200"]],
    ["CPUID_8000_0001_EDX.APIC", "GenuineIntel", ["0", "200"]],
    ["CPUID_1_EDX.APIC", "AuthenticAMD", ["200", "0"]],
  ])("%s on %s sets the bits that its processors have", async (name, vendor, words) => {
    const { bitmap } = await bitmapOf(`{"vendor": "${vendor}", "features": ["${name}"]}`);
    expect(hex(bitmap.words.slice(0, 2))).toEqual(words);
  });

  test("of QEMU mean the processor's bits, and repeat where AMD repeats", async () => {
    const { bitmap, diagnostics } = await bitmapOf(fixture("small-qemu.json"), "guest");
    expect(hex(bitmap.words)).toEqual(["200", "200", "4080000", "0", "0", "0", "4000"]);
    expect([...bitmap.present]).toEqual([1, 1, 0, 0, 1]);
    expect(diagnostics).toEqual([]);
  });

  test("of QEMU may be on and off in words, and must be neither in numbers", async () => {
    const text = (avx2: string): string =>
      `{"return": {"props": {\n"xsave": "on", "xsaves": "off", "level": 13,\n"avx2": ${avx2}}}}`;
    const words = await bitmapOf(text('"off"'));
    expect(hex(words.bitmap.words)).toEqual(["0", "0", "4000000", "0", "0", "0", "0"]);
    expect(words.diagnostics).toEqual([]);
    const word = await bitmapOf(text('"maybe"'));
    expect(places(word.diagnostics)).toEqual(["CR0716 3:9"]);
    const number = await bitmapOf(text("1"));
    expect(places(number.diagnostics)).toEqual(["CR0716 3:9"]);
    expect(number.diagnostics[0]?.message).toMatch(
      /^`avx2` must be `true`, `false`, "on" or "off"/,
    );
  });

  test("that the layout does not have are an error where a person wrote them", async () => {
    const { bitmap, unknown, diagnostics } = await bitmapOf('{"features": ["xsvae", "avx2"]}');
    expect(unknown).toEqual(["xsvae"]);
    expect(bitmap.words[3]).toBe(0x20);
    expect(places(diagnostics)).toEqual(["CR0719 1:15"]);
    expect(diagnostics[0]?.help).toBe("did you mean `XSAVE`?");
  });

  test("that the layout does not have are listed without duplicates, whatever their source", async () => {
    const cpuinfo = await bitmapOf(
      "flags : fpu new newer\nvmx flags : ept fog\nbugs : spectre_v2 odd\n",
    );
    expect(cpuinfo.unknown).toEqual(["new", "newer", "fog", "odd"]);
    expect(places(cpuinfo.diagnostics)).toEqual([]);
    const props = '"apic": true, "new-one": true, "new_one": true, "taa-no": true, "off": false';
    const qemu = await bitmapOf(`{"return": {"model": {"props": {${props}}}}}`);
    expect(qemu.unknown).toEqual(["new-one", "taa-no"]);
    expect(places(qemu.diagnostics)).toEqual([]);
  });

  test.each([
    "__proto__",
    "constructor",
    "toString",
    "CPUID_1_ECX[32]",
    "CPUID_1_ECX.",
    ".",
    "",
    "[",
  ])("such as %j name nothing", async (name) => {
    const { unknown } = await bitmapOf(`{"features": ["${name}"]}`);
    expect(unknown).toEqual([name]);
  });
});

describe("names of bugs and VMX controls", () => {
  test("set bits outside CPUID only, and none is missed", async () => {
    const { bitmap, diagnostics } = await bitmapOf(
      "processor : 0\nflags : fpu\nvmx flags : vnmi ept preemption_timer\nbugs : spectre_v2 f00f\n",
    );
    expect(hex(bitmap.words)).toEqual(["1", "0", "0", "0", "0", "5", "0"]);
    expect(diagnostics).toEqual([]);
  });

  test("are aliases, because a mitigation may have a bug's name", async () => {
    const layout = buildLayout("mitigations", [
      { name: "CPUID_1_EDX", leaf: [1, undefined, "edx"], bits: {} },
      { name: "LNX", bits: { 0: ["SRSO"] } },
    ]);
    const { bitmap } = await bitmapOf("flags : fpu\nbugs : srso\n", "host", layout);
    expect(hex(bitmap.words)).toEqual(["0", "0"]);
  });

  test("are all bits that /proc/cpuinfo gives to a layout without leaves", async () => {
    const layout = buildLayout("bugs", [
      { name: "BUGS", bits: { 3: ["MONITOR", "monitor"], 4: ["SRSO", "srso"] } },
    ]);
    const text = "flags : monitor fpu\nbugs : srso\n";
    const { bitmap, diagnostics } = await bitmapOf(text, "host", layout);
    expect(hex(bitmap.words)).toEqual(["10"]);
    expect(diagnostics).toEqual([]);
  });
});

describe("flags of Linux", () => {
  const layout = buildLayout("tsc", [
    {
      name: "CPUID_8000_0007_EDX",
      leaf: [0x8000_0007, undefined, "edx"],
      bits: { 8: ["CONSTANT_TSC", "invtsc"] },
    },
    { name: "LNX", bits: { 8: ["NO_NAME"], 24: ["NONSTOP_TSC", "nonstop_tsc"] } },
    {
      name: "CPUID_8000_000A_EDX",
      leaf: [0x8000_000a, undefined, "edx"],
      bits: { 25: ["VNMI", "vnmi"] },
    },
    { name: "CPUID_1_ECX", leaf: [1, undefined, "ecx"], bits: { 26: ["XSAVE"] } },
  ]);

  test.each([
    ["GenuineIntel", "constant_tsc", ["0", "0", "0", "0"], [0, 0, 0]],
    ["GenuineIntel", "nonstop_tsc", ["100", "1000000", "0", "0"], [1, 0, 0]],
    ["GenuineIntel", "vnmi", ["0", "0", "0", "0"], [0, 0, 0]],
    ["AuthenticAMD", "vnmi", ["0", "0", "2000000", "0"], [0, 1, 0]],
    ["GenuineIntel", "xsave", ["0", "0", "0", "4000000"], [0, 0, 1]],
  ])("of %s: %s sets its own bits and entries only", async (vendor, flag, words, present) => {
    const text = `vendor_id : ${vendor}\nflags : ${flag}\n`;
    const { bitmap, diagnostics } = await bitmapOf(text, "host", layout);
    expect(hex(bitmap.words)).toEqual(words);
    expect([...bitmap.present]).toEqual(present);
    expect(diagnostics).toEqual([]);
  });
});

describe("names of QEMU that are not of CPUID's leaves", () => {
  const layout = buildLayout("all words", [
    { name: "CPUID_7_EDX", leaf: [7, 0, "edx"], bits: { 4: ["FSRM", "fsrm"] } },
    { name: "ARCH_CAPABILITIES", bits: { 0: ["RDCTL_NO"], 5: ["MDS", "mds-no"] } },
    { name: "VMX_SECONDARY", bits: { 1: ["EPT", "vmx-ept", "ept"] } },
    { name: "LNX", bits: { 6: ["SPLIT_LOCK_DETECT", "split_lock_detect"] } },
    {
      name: "KVM",
      leaf: [0x4000_0001, undefined, "eax"],
      bits: { 5: ["STEAL_TIME", "kvm-steal-time"] },
    },
  ]);
  const reply = (name: string): string =>
    `{"return": {"model": {"props": {"vendor": "GenuineIntel", "${name}": true}}}}`;

  test.each([
    ["rdctl-no", ["0", "1", "0", "0", "0"]],
    ["mds-no", ["0", "20", "0", "0", "0"]],
    ["vmx-ept", ["0", "0", "2", "0", "0"]],
    ["kvm-steal-time", ["0", "0", "0", "0", "20"]],
    // This bit of an MSR is not Linux's flag.
    ["split-lock-detect", ["0", "0", "0", "0", "0"]],
  ])("%s counts if the layout names it", async (name, words) => {
    const { bitmap, diagnostics } = await bitmapOf(reply(name), "guest", layout);
    expect(hex(bitmap.words)).toEqual(words);
    expect(diagnostics).toEqual([]);
  });
});

describe("MSRs in libvirt's XML", () => {
  const layout = buildLayout("MSRs", [
    { name: "CPUID_1_ECX", leaf: [1, undefined, "ecx"], bits: { 5: ["VMX", "vmx"] } },
    {
      name: "ARCH_CAPABILITIES",
      bits: { 0: ["RDCTL_NO", "rdctl-no"], 1: ["EIBRS", "ibrs-all"], 30: ["ITS_NO", "its-no"] },
    },
    {
      name: "VMX",
      bits: {
        0: ["HLT", "vmx-hlt-exit"],
        1: ["TSC", "vmx-tsc-offset"],
        2: ["INS_OUTS", "vmx-ins-outs"],
        3: ["WALK_5", "vmx-page-walk-5"],
      },
    },
  ]);
  const xml = (msrs: string): string => `<cpudata arch='x86'>
  <cpuid eax_in='0' ecx_in='0' eax='1' ebx='0' ecx='0' edx='0'/>
  <cpuid eax_in='1' ecx_in='0' eax='0' ebx='0' ecx='0x20' edx='0'/>
  ${msrs}
</cpudata>`;

  test("determine each named bit; other MSRs are unknown", async () => {
    // Derived by hand: bits 0 and 62 of IA32_ARCH_CAPABILITIES are set, 1 is not. The allowed
    // 1-settings of 0x48e are its upper half: control 7 (HLT exiting) may be 1, and control 3 (TSC
    // offsetting) may not.
    const { bitmap, unknown, diagnostics } = await bitmapOf(
      xml(`<msr index='0x10a' eax='0x00000001' edx='0x40000000'/>
  <msr index='0x48e' eax='0xffffffff' edx='0x00000080'/>`),
      "host",
      layout,
    );
    expect(hex(bitmap.words)).toEqual(["20", "40000001", "1"]);
    expect(hex(bitmap.knownWords)).toEqual(["ffffffff", "40000003", "3"]);
    expect(unknown).toEqual([]);
    expect(diagnostics).toEqual([]);
  });

  test("hold features in either half", async () => {
    // Derived by hand: bit 54 of IA32_VMX_BASIC is bit 22 of the upper half; bit 7 of
    // IA32_VMX_EPT_VPID_CAP.
    const { bitmap } = await bitmapOf(
      xml(`<msr index='0x480' eax='0' edx='0x00400000'/>
  <msr index='0x48c' eax='0x80' edx='0'/>`),
      "host",
      layout,
    );
    expect(hex(bitmap.words)).toEqual(["20", "0", "c"]);
  });

  test("of a guest determine all bits, since a guest has nothing else", async () => {
    const { bitmap } = await bitmapOf(
      xml("<msr index='0x10a' eax='0x2' edx='0'/>"),
      "guest",
      layout,
    );
    expect(hex(bitmap.words)).toEqual(["20", "2", "0"]);
    expect(hex(bitmap.knownWords)).toEqual(["ffffffff", "ffffffff", "ffffffff"]);
  });

  test("list names without a bit in the layout", async () => {
    const { unknown } = await bitmapOf(
      xml("<msr index='0x10a' eax='0x30' edx='0'/><msr index='0xffff' eax='1' edx='1'/>"),
      "host",
      layout,
    );
    expect(unknown).toEqual(["ssb-no", "mds-no"]);
  });
});

test("a reading does not depend on the layout", async () => {
  const reading = await readingOf(fixture("small.xml"));
  const layout = buildLayout("one", [{ name: "A", leaf: [0x7, 1, "ebx"], bits: {} }]);
  expect(toBitmap(reading, layout, "host").bitmap.words[0]).toBe(0xffff_ffff);
  expect(toBitmap(reading, smallLayout, "host").bitmap.words[3]).toBe(0x0001_0020);
});

describe("the known bits of a reading", () => {
  async function known(text: string, role: "host" | "guest" = "host"): Promise<readonly string[]> {
    const { bitmap } = await bitmapOf(text, role);
    return [...hex(bitmap.knownWords), bitmap.knownPresent.join("")];
  }
  const ALL = "ffffffff";
  const dump = (rows: string): string => `CPU:\n${rows}`;
  const intel = row(0, 0, [7, 0x756e_6547, 0x6c65_746e, 0x4965_6e69]);

  test("of several processors: a bit is known if all determine it, or one lacks it", async () => {
    // Leaf 7 is cut from the second dump; of the first, bit 5 is on and bit 16 off.
    const first = `CPU 0:\n${intel}${row(1, 0, [])}${row(7, 0, [0, 0x20])}`;
    const second = `CPU 1:\n${intel}${row(1, 0, [])}`;
    const { bitmap } = await bitmapOf(first + second);
    expect(bitmap.knownWords[3]).toBe(0xffff_ffdf);
    expect(bitmap.words[3]).toBe(0);
    expect([bitmap.present[2], bitmap.knownPresent[2]]).toEqual([0, 0]);
  });

  test("from QEMU's feature-words are the listed registers, even for a guest", async () => {
    const words = await known(fixture("small-feature-words.json"), "guest");
    expect(words).toEqual([ALL, ALL, ALL, ALL, "0", ALL, "0", "11100"]);
  });

  test("from libcpuid lack every index that it does not ask for", async () => {
    const words = await known(fixture("small.libcpuid").replace("=00000007", "=0000000d"), "guest");
    expect(words).toEqual([ALL, ALL, ALL, ALL, "0", ALL, ALL, "11101"]);
  });

  test("from lscpu are the bits with a printed flag", async () => {
    const { bitmap } = await bitmapOf(fixture("small.lscpu"));
    // AVX2 and AVX512F have flags; AMD_IBRS has none, and vnmi is no bit of Intel's processors.
    expect(bitmap.knownWords[3]).toBe(0x1_0020);
    expect(bitmap.knownWords[6]).toBe(0);
  });

  test("from registers are those of their leaves and, on a host, no word without a leaf", async () => {
    // Leaf 7 is the highest one, so that leaf 0xd is absent; so is 0x80000008, above 0x80000001.
    const rows = intel + row(1, 0, []) + row(7, 0, []) + row(0x8000_0000, 0, [0x8000_0001]);
    const text = dump(rows + row(0x8000_0001, 0, []));
    expect(await known(text)).toEqual([ALL, ALL, ALL, ALL, ALL, "0", ALL, "11111"]);
    expect(await known(text, "guest")).toEqual([ALL, ALL, ALL, ALL, ALL, ALL, ALL, "11111"]);
  });

  test("lack a leaf that is missing although the maximum allows it", async () => {
    const rows = row(0, 0, [0xd, 0x756e_6547, 0x6c65_746e, 0x4965_6e69]) + row(1, 0, []);
    expect(await known(dump(rows + row(0xd, 0, [])))).toEqual([
      ...[ALL, "0", ALL, "0", "0", "0", "0"],
      "10000",
    ]);
  });

  test("from a list by hand are all bits", async () => {
    expect(await known('{"features": ["XSAVE"]}')).toEqual([
      ...Array.from({ length: 7 }, () => ALL),
      "11111",
    ]);
  });

  test("from /proc/cpuinfo are the bits with a name in the kernel", async () => {
    const text = "processor : 0\nvendor_id : GenuineIntel\nflags : fpu xsave\nbugs : spectre_v2\n";
    // Bits of smallLayout: fpu apic dts mmx; on Intel the repetitions of fpu, apic and mmx, and syscall; pni
    // sse4_1 xsave; avx2 avx512f; xsaves; ept ibrs spectre_v2; not AMD_IBRS, nor vnmi, which on Intel is a
    // VMX control. Only leaf 1 is known to be there.
    expect(await known(text)).toEqual([
      ...["a00201", "800a01", "4080001", "10020", "8", "7", "0"],
      "10000",
    ]);
    const withoutBugs = text.replace(/bugs.*\n/, "").replace(/vendor_id.*\n/, "");
    expect(await known(withoutBugs)).toEqual([
      ...["a00201", "800", "4080001", "10020", "8", "3", "0"],
      "10000",
    ]);
  });

  test("from QEMU's reply are the listed properties", async () => {
    const props = '{"xsave": true, "avx2": false, "ibrs": "off", "vendor": "GenuineIntel"}';
    expect(await known(`{"return": {"model": {"name": "x", "props": ${props}}}}`)).toEqual([
      // QEMU's ibrs is AMD_IBRS.
      ...["0", "0", "4000000", "20", "0", "0", "4000"],
      "10000",
    ]);
  });
});
