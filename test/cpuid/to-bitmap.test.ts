import { describe, expect, test } from "vitest";

import { toBitmap, type BitmapResult } from "../../src/cpuid/to-bitmap.ts";
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

test("processors that differ in bits of the layout give a warning, and the first is taken", async () => {
  const first = `CPU 0:\n${row(0, 0, [1])}${row(1, 0, [0x11, 0, 0x0400_0001, 1])}`;
  const second = `CPU 1:\n${row(0, 0, [1])}${row(1, 0, [0x22, 9, 0x0000_0001, 1])}`;
  const { bitmap, diagnostics } = await bitmapOf(first + second);
  expect(bitmap.words[2]).toBe(0x0400_0001);
  expect(places(diagnostics)).toEqual(["CR0713 5:1"]);
  expect(diagnostics[0]?.message).toContain("those of `CPU 0`");
  expect(diagnostics[0]?.notes).toEqual(["differing: `XSAVE`"]);
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

  test("that the layout does not have are one warning where a kernel wrote them", async () => {
    const { unknown, diagnostics } = await bitmapOf("processor : 0\nflags : fpu new newer\n");
    expect(unknown).toEqual(["new", "newer"]);
    expect(places(diagnostics)).toEqual(["CR0720 2:13"]);
    expect(diagnostics[0]?.notes).toEqual(["without a bit: `new`, `newer`"]);
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

  test("are all that /proc/cpuinfo says to a layout without leaves", async () => {
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

test("a reading does not depend on the layout", async () => {
  const reading = await readingOf(fixture("small.xml"));
  const layout = buildLayout("one", [{ name: "A", leaf: [0x7, 1, "ebx"], bits: {} }]);
  expect(toBitmap(reading, layout, "host").bitmap.words[0]).toBe(0xffff_ffff);
  expect(toBitmap(reading, smallLayout, "host").bitmap.words[3]).toBe(0x0001_0020);
});
