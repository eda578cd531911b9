/** Dumps that were cut, damaged or saved in another encoding: each is an error, or says nothing wrong. */

import { readdirSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { CpuidBitmap } from "../../src/cpuid/cpuid-bitmap.ts";
import { toBitmap } from "../../src/cpuid/to-bitmap.ts";
import { fixture, places, readText } from "./read-text.ts";
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
  test("says nothing else where it is cut, and something where it is accepted", async () => {
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
        "a text with NUL characters is no CPUID dump of a known format",
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

const LSCPU = `Architecture:        x86_64
Vendor ID:           GenuineIntel
Flags:               fpu apic
`;

describe("lscpu", () => {
  test.each([
    ["go on in further lines", `${LSCPU}                     avx2\n`],
    ["are indented", LSCPU.replace("Flags:", "  Flags:")],
  ])("whose flags %s has a field below them, or was cut", async (_, text) => {
    const { reading, diagnostics } = await readText(text);
    expect(reading).toBeUndefined();
    expect(places(diagnostics)).toEqual(["CR0706 3:1"]);
    expect((await readText(`${text}Vulnerabilities:\n`)).diagnostics).toEqual([]);
  });

  test("may end with the flags where they are one line, as older versions do", async () => {
    expect((await readText(LSCPU)).diagnostics).toEqual([]);
  });

  test("of two machines is of neither", async () => {
    const { reading, diagnostics } = await readText(LSCPU + LSCPU);
    expect(reading).toBeUndefined();
    expect(places(diagnostics)).toEqual(["CR0709 6:1"]);
    const flags = '{"field": "Flags:", "data": "fpu"}';
    const json = `{"lscpu": [{"field": "Architecture:", "data": "x86_64"}, ${flags}, ${flags}]}`;
    expect((await readText(json)).diagnostics.map(({ code }) => code)).toEqual(["CR0709"]);
  });
});
