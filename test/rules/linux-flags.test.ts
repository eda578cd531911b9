/** The flags that Linux prints, as bits of the layout of its words: expectations from cpufeatures.h of 7.1. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { hasBit } from "../../src/cpuid/cpuid-bitmap.ts";
import { readCpuid } from "../../src/cpuid/read-cpuid.ts";
import { toBitmap } from "../../src/cpuid/to-bitmap.ts";
import { definitely } from "../../src/base/unreachable.ts";
import { bitCount } from "../../src/model/layout.ts";
import { readFromMemory } from "../../src/names/read-file.ts";
import { declaredInputs } from "../../src/evaluate/evaluate.ts";

const readFile = readFromMemory({
  "boot.rules": 'use "linux.rules"\ninput boot: linux\ncaps all_of_it: linux { default = boot }\n',
  "linux.rules": readFileSync(join(import.meta.dirname, "../../rules/kvm/linux.rules"), "utf8"),
});
const [boot] = declaredInputs({ entry: ["boot.rules"], readFile }).inputs;
const { layout } = definitely(boot, "the file declares it");

/** The bits that are on, `word * 32 + bit`. */
async function bitsOf(flags: string, vendor = "GenuineIntel"): Promise<readonly number[]> {
  const text = `vendor_id : ${vendor}\nflags : ${flags}\n`;
  const { reading } = await readCpuid({ name: "cpuinfo", text });
  const { bitmap } = toBitmap(definitely(reading, "the text is whole"), layout, "host");
  return Array.from({ length: bitCount(layout) }, (_, bit) => bit).filter((bit) =>
    hasBit(bitmap, bit),
  );
}

test.each([
  ["sse", 0 * 32 + 25],
  ["sse2", 0 * 32 + 26],
  ["ss", 0 * 32 + 27],
  ["tm", 0 * 32 + 29],
  ["pdpe1gb", 1 * 32 + 26],
  ["constant_tsc", 3 * 32 + 8],
  ["nonstop_tsc", 3 * 32 + 24],
  ["pni", 4 * 32 + 0],
  ["monitor", 4 * 32 + 3],
  ["ds_cpl", 4 * 32 + 4],
  ["sse4_1", 4 * 32 + 19],
  ["rng", 5 * 32 + 2],
  ["ace", 5 * 32 + 6],
  ["ssbd", 7 * 32 + 17],
  ["perfmon_v2", 7 * 32 + 20],
  ["ibrs", 7 * 32 + 25],
  ["ept", 8 * 32 + 2],
  ["avx512_vpopcntdq", 16 * 32 + 14],
  ["nrip_save", 15 * 32 + 3],
  ["md_clear", 18 * 32 + 10],
])("%s is one bit", async (flag, bit) => {
  expect(await bitsOf(flag)).toEqual([bit]);
});

test("vnmi is a bit of AMD's processors only", async () => {
  expect(await bitsOf("vnmi", "AuthenticAMD")).toEqual([15 * 32 + 25]);
  expect(await bitsOf("vnmi", "GenuineIntel")).toEqual([]);
});
