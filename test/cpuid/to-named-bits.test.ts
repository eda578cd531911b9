/** The bit that a name means, by who wrote the name. Layouts have the bits; values are worked out by hand. */

import { describe, expect, test } from "vitest";

import type { BitmapResult } from "../../src/cpuid/bitmap-result.ts";
import { hasBit, isKnownBit } from "../../src/cpuid/cpuid-bitmap.ts";
import { toBitmap } from "../../src/cpuid/to-bitmap.ts";
import type { Layout } from "../../src/model/layout.ts";
import { readingOf, readText, row } from "./read-text.ts";
import { buildLayout, smallLayout } from "./small-layout.ts";
import { tell } from "./tell.ts";

async function resultOf(text: string, layout: Layout = smallLayout): Promise<BitmapResult> {
  return toBitmap(await readingOf(text), layout, "host");
}

/** Numbers of the bits that are on. */
function bitsOn({ bitmap }: BitmapResult): readonly number[] {
  const all = Array.from({ length: bitmap.words.length * 32 }, (_, bit) => bit);
  return all.filter((bit) => hasBit(bitmap, bit));
}

const written = (...names: readonly string[]): string => JSON.stringify({ features: names });
const reply = (name: string): string =>
  `{"return": {"model": {"props": {"vendor": "GenuineIntel", "${name}": true}}}}`;
const flags = (names: string): string => `vendor_id : GenuineIntel\nflags : ${names}\n`;

describe("a name with two meanings", () => {
  test("in JSON that a person wrote means QEMU's bit, which is said", async () => {
    const result = await resultOf(written("ibrs"));
    // AMD_IBRS is bit 14 of word 6.
    expect(bitsOn(result)).toEqual([6 * 32 + 14]);
    expect(tell(result.diagnostics)).toEqual([
      'CR0736 1:14 «"ibrs"» `ibrs` is taken as QEMU means it: `AMD_IBRS`',
    ]);
  });

  test("in /proc/cpuinfo means the flag of Linux", async () => {
    // IBRS is bit 1 of word 5.
    expect(bitsOn(await resultOf(flags("ibrs")))).toEqual([5 * 32 + 1]);
  });
});

describe("a canonical name of a bit that has an alias", () => {
  // DS, bit 21 of word 0, is `dts` in /proc/cpuinfo.
  test("is QEMU's name as well", async () => {
    expect(bitsOn(await resultOf(reply("ds")))).toEqual([21]);
    expect(bitsOn(await resultOf(written("ds")))).toEqual([21]);
  });

  test("is no flag of Linux, which has other names for bits", async () => {
    const layout = buildLayout("names", [
      {
        name: "CPUID_1_EDX",
        leaf: [1, undefined, "edx"],
        bits: { 21: ["DS", "dts"], 28: ["HT"], 4: ["TSC"] },
      },
    ]);
    const result = await resultOf(flags("ds ht tsc"), layout);
    expect(result.unknown).toEqual(["ds"]);
    expect(bitsOn(result)).toEqual([4, 28]);
    expect(bitsOn(await resultOf(flags("dts"), layout))).toEqual([21]);
  });
});

describe("an alias that only the later of two namesakes has", () => {
  const layout = buildLayout("namesakes", [
    { name: "A", leaf: [1, undefined, "edx"], bits: { 3: ["FPU"] } },
    { name: "B", leaf: [0x8000_0001, undefined, "edx"], bits: { 3: ["FPU", "fpu2"], 4: ["VME"] } },
  ]);

  test.each([
    ["JSON", written("fpu2")],
    ["QEMU", reply("fpu2")],
    ["Linux", flags("fpu2")],
  ])("means that one in %s", async (_, text) => {
    expect(bitsOn(await resultOf(text, layout))).toEqual([32 + 3]);
  });
});

test("a bit is on or off, known or not", async () => {
  const { bitmap } = await resultOf(flags("fpu mmx"));
  // FPU is bit 0, APIC bit 9 and MMX bit 23; no flag stands for bit 1.
  expect([0, 9, 23, 1].map((bit) => hasBit(bitmap, bit))).toEqual([true, false, true, false]);
  expect([0, 9, 23, 1].map((bit) => isKnownBit(bitmap, bit))).toEqual([true, true, true, false]);
});

describe("a misspelt name", () => {
  test("has a hint, unless it is too long for a name", async () => {
    const helpFor = async (name: string) => (await resultOf(written(name))).diagnostics[0]?.help;
    expect(await helpFor("xsaev")).toBe("did you mean `XSAVE`?");
    expect(await helpFor("x".repeat(61))).toBeUndefined();
  });

  test("is shortened where it is too long for a message", async () => {
    const message = async (name: string) => (await resultOf(written(name))).diagnostics[0]?.message;
    const prefix = "no bit of layout `small` is called";
    expect(await message("x".repeat(60))).toBe(`${prefix} \`${"x".repeat(60)}\``);
    expect(await message("x".repeat(61))).toBe(`${prefix} \`${"x".repeat(59)}…\``);
  });
});

describe("what is left over", () => {
  test("is nothing where only registers are told", async () => {
    expect((await resultOf(`CPU:\n${row(0, 0, [])}`)).unknown).toEqual([]);
  });

  test("of bugs and flags of one name, each is off for itself", async () => {
    const layout = buildLayout("bugs", [
      { name: "BUGS", bits: { 3: ["MONITOR", "monitor"], 4: ["SRSO", "srso"] } },
    ]);
    const text = `${flags("monitor fpu")}bugs : srso\n`;
    const { bitmap } = await resultOf(text, layout);
    expect([...bitmap.words, ...bitmap.knownWords]).toEqual([0x10, 0x18]);
    const reading = await readingOf(text);
    if (reading.kind !== "features") throw new Error("expected features");
    const off = reading.off.map(({ name, origin }) => `${origin} ${name}`);
    expect(off).toContain("bug monitor");
    expect(off).not.toContain("bug srso");
    expect(off).not.toContain("flag monitor");
    expect(off).toContain("flag vme");
  });
});

test("of processors that differ, the first that differs from CPU 0 in any bit is shown", async () => {
  const layout = buildLayout("one", [
    { name: "A", leaf: [1, undefined, "ecx"], bits: { 0: ["ONE"], 1: ["TWO"] } },
  ]);
  const text = [3, 3, 1, 2]
    .map((ecx, cpu) => `CPU ${cpu}:\n${row(0, 0, [1])}${row(1, 0, [0, 0, ecx])}`)
    .join("");
  const { reading } = await readText(text);
  if (reading === undefined) throw new Error("expected a reading");
  // Three lines a processor: the entries of CPU 2 begin in line 8.
  expect(tell(toBitmap(reading, layout, "host").diagnostics)).toEqual([
    `CR0713 8:1 «${row(0, 0, [1]).trimEnd()}» the processors of this machine have different features; only features of all of them are used`,
  ]);
});

test("MSRs that a dump does not hold are not told", async () => {
  const layout = buildLayout("MSRs", [{ name: "ARCH", bits: { 0: ["RDCL_NO", "rdctl-no"] } }]);
  const { bitmap } = await resultOf(`CPU:\n${row(0, 0, [])}`, layout);
  expect([...bitmap.knownWords]).toEqual([0]);
});
