import { expect, test } from "vitest";

import { copyBitmap, fullBitmap, unknownBitmap } from "../../src/cpuid/cpuid-bitmap.ts";
import { joinBitmaps } from "../../src/cpuid/join-bitmaps.ts";
import { smallLayout } from "./small-layout.ts";

test("only a word that no leaf fills is the kernel's", () => {
  const registers = { ...unknownBitmap(smallLayout, "GenuineIntel") };
  registers.words.fill(0xf0);
  registers.knownWords.fill(0xff);
  const kernel = unknownBitmap(smallLayout, "AuthenticAMD");
  kernel.words.fill(0x1);
  kernel.knownWords.fill(0x3);
  kernel.present.fill(1);
  const before = copyBitmap(registers);
  const joined = joinBitmaps(smallLayout, registers, kernel);
  // LNX is word 5.
  expect([...joined.words]).toEqual([0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0x1, 0xf0]);
  expect([...joined.knownWords]).toEqual([0xff, 0xff, 0xff, 0xff, 0xff, 0x3, 0xff]);
  expect([...joined.present]).toEqual([0, 0, 0, 0, 0]);
  expect(joined.vendor).toBe("GenuineIntel");
  expect(registers).toEqual(before);
});

test("a copy shares nothing with its bitmap", () => {
  const bitmap = fullBitmap(smallLayout);
  const copy = copyBitmap(bitmap);
  for (const values of [copy.words, copy.present, copy.knownWords, copy.knownPresent]) {
    values.fill(0);
  }
  expect(bitmap).toEqual(fullBitmap(smallLayout));
});
