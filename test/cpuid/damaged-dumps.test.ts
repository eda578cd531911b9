/** Dumps that were cut, damaged or saved in another encoding: each is an error, or says nothing wrong. */

import { readdirSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { CpuidBitmap } from "../../src/cpuid/cpuid-bitmap.ts";
import type { CpuidReading } from "../../src/cpuid/reading.ts";
import { toBitmap } from "../../src/cpuid/to-bitmap.ts";
import { fixture, readingOf, readText } from "./read-text.ts";
import { smallLayout } from "./small-layout.ts";

const FIXTURES = readdirSync(join(import.meta.dirname, "../fixtures/cpuid"));

/** Undefined where something is wrong, which a diagnostic then says. */
async function readDamaged(text: string): Promise<CpuidBitmap | undefined> {
  const { reading, diagnostics } = await readText(text);
  if (reading === undefined) {
    expect(diagnostics.map(({ severity }) => severity)).toContain("error");
    return undefined;
  }
  const result = toBitmap(reading, smallLayout, "host");
  const isWrong = [...diagnostics, ...result.diagnostics].length > 0;
  return isWrong ? undefined : result.bitmap;
}

/** Words in which both are known, and are not the same. */
function contradictions(one: CpuidBitmap, other: CpuidBitmap): readonly string[] {
  return smallLayout.words.flatMap(({ name, index }) => {
    const known = (one.knownWords[index] ?? 0) & (other.knownWords[index] ?? 0);
    return (((one.words[index] ?? 0) ^ (other.words[index] ?? 0)) & known) === 0 ? [] : [name];
  });
}

/** About so many places of a text are tried. */
const CUTS = 300;

describe.each(FIXTURES)("%s", (name) => {
  test("gives no other bits if it is cut, and a diagnostic if it is accepted", async () => {
    const text = fixture(name);
    const whole = await readDamaged(text);
    if (whole === undefined) throw new Error("the fixture itself is wrong");
    const step = Math.max(1, Math.floor(text.length / CUTS));
    for (let end = 0; end < text.length; end += step) {
      const cut = await readDamaged(text.slice(0, end));
      if (cut === undefined) continue;
      expect({ end, contradicts: contradictions(cut, whole) }).toEqual({ end, contradicts: [] });
      expect(cut.knownWords.some((word) => word !== 0)).toBe(true);
    }
  });

  test("is no dump with NUL characters around it, nor as UTF-16", async () => {
    const text = fixture(name);
    const nuls = "\0".repeat(50);
    const wide = Buffer.from(text, "utf16le").toString("latin1");
    for (const damaged of [`${nuls}${text}`, `${text}${nuls}`, wide]) {
      const { reading, diagnostics } = await readText(damaged);
      expect(reading).toBeUndefined();
      expect(diagnostics.map(({ code }) => code)).toEqual(["CR0701"]);
      expect(diagnostics[0]?.message).toBe(
        "a text with NUL characters is not a CPUID dump of a known format",
      );
    }
  });

  test("is the same with a byte order mark, and with line ends of Windows", async () => {
    const text = fixture(name);
    const whole = await readDamaged(text);
    expect(await readDamaged(`\uFEFF${text}`)).toEqual(whole);
    expect(await readDamaged(text.replaceAll("\n", "\r\n"))).toEqual(whole);
  });
});

/** The items of a reading, without their places in the text. */
function contentOf(reading: CpuidReading): readonly string[] {
  if (reading.kind === "features")
    return reading.features.map(({ name, origin }) => `${origin} ${name}`);
  return reading.processors.flatMap(({ entries }) =>
    entries.map((entry) =>
      [entry.function, entry.index, entry.eax, entry.ebx, entry.ecx, entry.edx].join(),
    ),
  );
}

describe("a text that is cut anywhere", () => {
  test.each(FIXTURES)(
    "is an error, or gives no bits that the whole does not (%s)",
    async (file) => {
      const text = fixture(file);
      const whole = contentOf(await readingOf(text));
      const step = Math.max(1, Math.floor(text.length / 250));
      for (let length = 0; length < text.length; length += step) {
        const { reading, diagnostics } = await readText(text.slice(0, length));
        if (reading === undefined) expect(diagnostics.length).toBeGreaterThan(0);
        else {
          const content = contentOf(reading);
          expect(content.length).toBeGreaterThan(0);
          expect(content).toEqual(whole.slice(0, content.length));
        }
        for (const { span } of diagnostics) expect(span?.end ?? 0).toBeLessThanOrEqual(length);
      }
    },
  );

  test.each(FIXTURES)("or has a character changed, never crashes a reader (%s)", async (file) => {
    const text = fixture(file);
    for (let seed = 1; seed <= 100; seed++) {
      // A linear congruential generator: the same cases in every run.
      const at = (seed * 1_103_515_245 + 12_345) % text.length;
      const changed = `${text.slice(0, at)}${'\0 :{"<x9\n'[seed % 9] ?? ""}${text.slice(at + 1)}`;
      const { reading, diagnostics } = await readText(changed);
      expect(reading === undefined && diagnostics.length === 0).toBe(false);
    }
  });
});
