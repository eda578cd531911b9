/** The columns of each format: leaf, index and registers, as numbers that differ in any other base or order. */

import { describe, expect, test } from "vitest";

import { places, readingOf, readText, row } from "./read-text.ts";

type Row = readonly [
  ...place: [leaf: number, index: number, isIndexSignificant: boolean],
  ...registers: [eax: number, ebx: number, ecx: number, edx: number],
];

async function rowsOf(text: string): Promise<readonly Row[]> {
  const reading = await readingOf(text);
  if (reading.kind !== "entries") throw new Error("expected entries");
  return reading.processors.flatMap(({ entries }) =>
    entries.map((entry): Row => {
      const { function: leaf, index, isIndexSignificant, eax, ebx, ecx, edx } = entry;
      return [leaf, index, isIndexSignificant, eax, ebx, ecx, edx];
    }),
  );
}

async function labelsOf(text: string): Promise<readonly string[]> {
  const reading = await readingOf(text);
  if (reading.kind !== "entries") throw new Error("expected entries");
  return reading.processors.map(({ label }) => label);
}

/** Leaf 0x14, sub-leaf 0x10, registers 0x10, 0x20, 0x30 and 0x40. */
const WANTED: Row = [20, 16, true, 16, 32, 48, 64];
const WHATEVER_INDEX: Row = [20, 0, false, 16, 32, 48, 64];
const REGISTERS = "00000010-00000020-00000030-00000040";

describe("an entry of leaf 0x14", () => {
  test.each([
    ["cpuid -r", row(20, 16, [16, 32, 48, 64])],
    ["cpuid -r in capitals", row(20, 16, [16, 32, 48, 64]).toUpperCase().replaceAll("X", "x")],
    ["hwloc", "5 14 0 10 0 => 10 20 30 40\n"],
    ["hwloc with further bits in the mask", "c 14 0 10 0 => 10 20 30 40\n"],
    ["libcpuid", "intel_fn14h[16]=00000010 00000020 00000030 00000040\n"],
    ["AIDA64", `CPUID 00000014: ${REGISTERS} [SL 10]\n`],
    ["AIDA64 without a colon, with a text behind", `CPUID 00000014 ${REGISTERS} [SL 10] [no]\n`],
    ["xen-cpuid", "  00000014:00000010 -> 00000010:00000020:00000030:00000040\n"],
    [
      "libvirt",
      "<cpudata arch='x86'><cpuid eax_in='0x14' ecx_in='16' eax='16' ebx='0x20' ecx='48' edx='0x40'/></cpudata>",
    ],
    ["our JSON", '{"entries": [["0x14", 16, 16, "0x20", "48", 64]]}'],
  ])("is read from %s", async (_, text) => {
    expect(await rowsOf(text)).toEqual([WANTED]);
  });

  test.each([
    ["xen-cpuid", "  00000014:ffffffff -> 00000010:00000020:00000030:00000040\n"],
    ["libvirt", "<cpudata><cpuid eax_in='0x14' eax='16' ebx='32' ecx='48' edx='64'/></cpudata>"],
    ["our JSON", '{"entries": [[20, 0, 2, 16, 32, 48, 64]]}'],
  ])("has no significant index if %s says so", async (_, text) => {
    expect(await rowsOf(text)).toEqual([WHATEVER_INDEX]);
  });

  test("has index 0 where hwloc's mask says that ECX is not read, whatever it held", async () => {
    // Bits 0, 1 and 3 of the mask are EAX, EBX and EDX.
    expect(await rowsOf("b 14 0 10 0 => 10 20 30 40\n")).toEqual([[20, 0, true, 16, 32, 48, 64]]);
  });

  test("has the next index of its leaf where AIDA64 prints none", async () => {
    const line = (end: string): string => `CPUID 00000014: ${REGISTERS}${end}\n`;
    const other = "CPUID 00000004: 00000000-00000000-00000000-00000000\n";
    const rows = await rowsOf(line(" [SL 0F]") + other + line(""));
    expect(rows.map(([leaf, index]) => [leaf, index])).toEqual([
      [20, 15],
      [4, 0],
      [20, 16],
    ]);
  });

  test("has a significant index if its flags in Firecracker's JSON say so", async () => {
    const modifiers = ["eax", "ebx", "ecx", "edx"].map(
      (register, place) =>
        `{"register": "${register}", "bitmap": "0b${((place + 1) * 16).toString(2)}"}`,
    );
    const entry = (flags: number, subleaf: string): string =>
      `{"leaf": "0x14", "subleaf": ${subleaf}, "flags": ${flags}, "modifiers": [${modifiers.join()}]}`;
    const text = `{"cpuid_modifiers": [${entry(1, '"0x10"')}, ${entry(2, "0")}]}`;
    expect(await rowsOf(text)).toEqual([WANTED, WHATEVER_INDEX]);
  });

  test("is joined from its registers in QEMU's feature words", async () => {
    const word = (register: string, value: number): string =>
      `{"cpuid-input-eax": 20, "cpuid-input-ecx": 16, "cpuid-register": "${register}", "features": ${value}}`;
    const list = [word("EDX", 64), word("EBX", 32), word("ECX", 48), word("EAX", 16)];
    expect(await rowsOf(`[${list.join()}]`)).toEqual([WANTED]);
    expect(await rowsOf(`[${word("ECX", 48)}]`)).toEqual([[20, 16, true, 0, 0, 48, 0]]);
    const next = word("EBX", 1).replace("16", "17");
    const none = word("EBX", 2).replace('"cpuid-input-ecx": 16,', "");
    expect(await rowsOf(`[${[word("EAX", 16), next, none].join()}]`)).toEqual([
      [20, 16, true, 16, 0, 0, 0],
      [20, 17, true, 0, 1, 0, 0],
      [20, 0, false, 0, 2, 0, 0],
    ]);
  });
});

describe("libcpuid", () => {
  const line = (list: string, at: number, eax = 0): string =>
    `${list}[${at}]=${eax.toString(16).padStart(8, "0")} 00000000 00000000 00000000\n`;

  test.each([
    ["basic_cpuid", 10, 0xa, 0],
    ["ext_cpuid", 10, 0x8000_000a, 0],
    ["intel_fn4", 2, 0x4, 2],
    ["intel_fn11", 2, 0xb, 2],
    ["intel_fn12h", 2, 0x12, 2],
    ["intel_fn14h", 2, 0x14, 2],
    ["amd_fn8000001dh", 2, 0x8000_001d, 2],
    ["amd_fn80000026h", 2, 0x8000_0026, 2],
  ])("%s[%i] is an entry of its leaf", async (list, at, leaf, index) => {
    const rows = await rowsOf(line(list, at));
    expect(rows.map((each) => each.slice(0, 2))).toEqual([[leaf, index]]);
  });

  test("takes index 0 of a leaf from the range where it stands there, too", async () => {
    const both =
      line("basic_cpuid", 4, 0x21) + line("intel_fn4", 0, 0) + line("intel_fn4", 1, 0x22);
    expect((await rowsOf(both)).map(([leaf, index, , eax]) => [leaf, index, eax])).toEqual([
      [4, 0, 0x21],
      [4, 1, 0x22],
    ]);
    expect(await rowsOf(line("intel_fn4", 0, 0x21))).toEqual([[4, 0, true, 0x21, 0, 0, 0]]);
  });

  test("has comments, settings and MSRs between its lists, and no list of another name", async () => {
    const others = "# a comment\nversion=0.7.0\nMSR_PLATFORM_INFO=00000000\n";
    await readingOf(others + line("basic_cpuid", 0));
    const unknown = await readText(line("basic_cpuid", 0) + line("intel_fn99h", 0));
    expect(places(unknown.diagnostics)).toEqual(["CR0705 2:1"]);
  });
});

describe("the processors of a dump", () => {
  const entry = `CPUID 00000001: ${REGISTERS}\n`;

  test.each([
    ["AIDA64", `------[ CPUID Registers / Logical CPU #12 ]------\n${entry}`, "CPU 12"],
    ["InstLatx64", `CPUID Registers (CPU #3 Virtual):\n${entry}`, "CPU 3"],
    [
      "libcpuid",
      "_____ Logical CPU #5 _____\nbasic_cpuid[0]=00000000 00000000 00000000 00000000\n",
      "CPU 5",
    ],
    [
      "xen-cpuid",
      "PV Max policy: 1 leaves, 0 MSRs\n  00000000:ffffffff -> 00000000:00000000:00000000:00000000\n",
      "PV Max",
    ],
    ["AIDA64 without a heading", entry, "CPU 0"],
    ["cpuid -r without a heading", row(0, 0, []), "CPU"],
    ["hwloc", "1 0 0 0 0 => 0 0 0 0\n", "this processor"],
  ])("have the names that %s gives them", async (_, text, label) => {
    expect(await labelsOf(text)).toEqual([label]);
  });

  test("do not depend on AIDA64's text after an entry", async () => {
    const text = `CPUID 00000001: ${REGISTERS} [Logical CPU #1]\nCPUID 00000002: ${REGISTERS}\n`;
    expect(await labelsOf(text)).toEqual(["CPU 0"]);
  });
});

describe("a number of more than 32 bits", () => {
  test.each([
    ["the function", "0x00000000 0x00", "0x100000000 0x00", "CR0707 1:4"],
    ["the index", "0x00000000 0x00", "0x00000000 0x100000001", "CR0707 1:15"],
    ["`eax`", "eax=0x00000000", "eax=0x100000002", "CR0707 1:25"],
    ["`edx`", "edx=0x00000000", "edx=0x100000003", "CR0707 1:70"],
  ])("is reported as %s", async (name, from, to, place) => {
    const { reading, diagnostics } = await readText(row(0, 0, []).replace(from, to));
    expect(reading).toBeUndefined();
    expect(places(diagnostics)).toEqual([place]);
    expect(diagnostics[0]?.message.startsWith(`${name} is `)).toBe(true);
  });

  test.each([
    ["0xffffffff", 0xffff_ffff],
    ["4294967295", 0xffff_ffff],
    ["0x0", 0],
  ])("is not %s", async (text, value) => {
    const [first] = await rowsOf(`{"entries": [[0, 0, "${text}", 0, 0, 0]]}`);
    expect(first?.[3]).toBe(value);
  });
});

describe("the last line of a text that has no line end", () => {
  test.each([
    ["hwloc, whose digits may go on", "1 0 0 0 0 => 0 0 0 7\n1 1 0 0 0 => 0 0 0 7", ["CR0706 2:1"]],
    ["hwloc with a line end", "1 0 0 0 0 => 0 0 0 7\n1 1 0 0 0 => 0 0 0 7\n", []],
    ["cpuid -r with seven digits", row(0, 0, []).trimEnd().slice(0, -1), ["CR0706 1:1"]],
    ["cpuid -r with all digits", row(0, 0, []).trimEnd(), []],
    ["cpuid -r with seven digits and a line end", `${row(0, 0, []).trimEnd().slice(0, -1)}\n`, []],
  ])("is judged in %s", async (_, text, expected) => {
    expect(places((await readText(text)).diagnostics)).toEqual(expected);
  });
});
