import { describe, expect, test } from "vitest";

import type { CpuidEntry, FeatureName } from "../../src/cpuid/reading.ts";
import { fixture, places, readingOf, readText } from "./read-text.ts";

async function entriesOf(text: string): Promise<readonly CpuidEntry[]> {
  const reading = await readingOf(text);
  if (reading.kind !== "entries") throw new Error("expected entries");
  return reading.processors[0]?.entries ?? [];
}

async function featuresOf(text: string): Promise<readonly FeatureName[]> {
  const reading = await readingOf(text);
  if (reading.kind !== "features") throw new Error("expected features");
  return reading.features;
}

describe("own JSON", () => {
  test("has rows of function, index and registers, decimal or hexadecimal", async () => {
    const [entry] = await entriesOf('{"entries": [["0xd", 1, 15, "0x10", "255", 4294967295]]}');
    expect(entry).toMatchObject({ function: 13, index: 1, isIndexSignificant: true });
    expect(entry).toMatchObject({ eax: 15, ebx: 16, ecx: 255, edx: 4294967295 });
  });

  test("may have KVM's flags after the index", async () => {
    const text = '{"entries": [[7, 0, 1, 10, 11, 12, 13], [1, 0, 0, 20, 21, 22, 23]]}';
    const entries = await entriesOf(text);
    expect(entries.map((entry) => [entry.isIndexSignificant, entry.eax, entry.edx])).toEqual([
      [true, 10, 13],
      [false, 20, 23],
    ]);
  });

  test("takes the vendor that is written, else that of leaf 0", async () => {
    const row = "[0, 0, 0, 1970169159, 1818588270, 1231384169]";
    expect((await readingOf(`{"entries": [${row}]}`)).vendor).toBe("GenuineIntel");
    const written = `{"vendor": "AuthenticAMD", "entries": [${row}]}`;
    expect((await readingOf(written)).vendor).toBe("AuthenticAMD");
  });

  test("may have names of features instead", async () => {
    const features = await featuresOf('{"name": "mine", "features": ["XSAVE", "sse4.1"]}');
    expect(features.map(({ name }) => name)).toEqual(["XSAVE", "sse4.1"]);
  });

  test.each([
    ['{"entries": 7}', "CR0716 1:13"],
    ['{"entries": [\n  [1, 0, 0, 0, 0]]}', "CR0716 2:3"],
    ['{"entries": [\n  7]}', "CR0716 2:3"],
    ['{"entries": [[1, 0, 0, 0, 0, 1.5]]}', "CR0716 1:30"],
    ['{"entries": [[1, 0, 0, 0, 0, -1]]}', "CR0716 1:30"],
    ['{"entries": [[1, 0, 0, 0, 0, "0xg"]]}', "CR0716 1:30"],
    ['{"entries": [[1, 0, 0, 0, 0, null]]}', "CR0716 1:30"],
    ['{"entries": [[1, 0, 0, 0, 0, 4294967296]]}', "CR0707 1:30"],
    ['{"entries": [[1, 0, 0, 0, 0, 1e999]]}', "CR0707 1:30"],
    ['{"entries": [[1, 0, 0, 0, 0, "0x123456789"]]}', "CR0707 1:30"],
    ['{"entries": [[1, 0, 0, 0, 0, 0],\n[1, 0, 9, 0, 0, 0]]}', "CR0708 2:1"],
    ['{"entries": []}', "CR0714 1:13"],
    ['{"features": {}}', "CR0716 1:14"],
    ['{"features": [7]}', "CR0716 1:15"],
    ['{"vendor": 7, "features": []}', "CR0716 1:12"],
  ])("%s is an error at its place", async (text, place) => {
    const { reading, diagnostics } = await readText(text);
    expect(reading).toBeUndefined();
    expect(places(diagnostics)).toEqual([place]);
  });

  test("names the type that is wrong", async () => {
    const { diagnostics } = await readText('{"entries": [[1, 0, 0, 0, 0, null]]}');
    expect(diagnostics[0]?.message).toBe(
      "`edx` must be a whole number or a string such as `0x1f`, not null",
    );
  });

  test("may list entries in any order", async () => {
    await entriesOf('{"entries": [[1073741824, 0, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0]]}');
  });
});

describe("a JSON syntax error", () => {
  test.each([
    ["{", "CR0715 1:1"],
    ['{"entries": [\n', "CR0715 1:14"],
    ['{"entries"\n  7}', "CR0715 2:3"],
    ['{"entries": [[1 2]]}', "CR0715 1:17"],
    ["{entries: []}", "CR0715 1:2"],
    ['{"name": "a\nb"}', "CR0715 1:10"],
    ['{"name": "\\x"}', "CR0715 1:10"],
    ['{"name": nil}', "CR0715 1:10"],
    ['{"name": 01}', "CR0715 1:11"],
    ['{"features": []} }', "CR0715 1:18"],
  ])("in %j is reported at its place", async (text, place) => {
    const { reading, diagnostics } = await readText(text);
    expect(reading).toBeUndefined();
    expect(places(diagnostics)).toEqual([place]);
  });

  test.each(["[".repeat(100_000), '{"a":'.repeat(100_000), `[${"0,".repeat(1_000_000)}`])(
    "is what nesting and length beyond reason are (%#)",
    async (text) => {
      const { diagnostics } = await readText(text);
      expect(diagnostics.map(({ code }) => code)).toEqual(["CR0715"]);
    },
  );
});

describe("QEMU's reply", () => {
  test("gives the features that are on, and nothing else", async () => {
    const text = fixture("small-qemu.json");
    const features = await featuresOf(text);
    expect(features.map(({ name }) => name)).toEqual([
      "apic",
      "sse4.1",
      "sse4-1",
      "sse4_1",
      "xsave",
      "AMD_IBRS",
    ]);
    expect((await readingOf(text)).vendor).toBe("AuthenticAMD");
  });

  test.each([
    '{"model": {"name": "host", "props": {"avx2": true}}}',
    '{"name": "host", "props": {"avx2": true}}',
    '{"QMP": {}}\n{"return": {}}\n{"return": {"model": {"props": {"avx2": true}}}}\n{"return": []}\n',
  ])("may stand alone or in a log: %s", async (text) => {
    expect((await featuresOf(text)).map(({ name }) => name)).toEqual(["avx2"]);
  });

  test("with properties of another type is an error", async () => {
    const { diagnostics } = await readText('{"return": {"model": {"props": []}}}');
    expect(places(diagnostics)).toEqual(["CR0716 1:32"]);
  });

  test("that reports an error is shown", async () => {
    const { diagnostics } = await readText(
      '{"error": {"class": "GenericError", "desc": "no such model"}}',
    );
    expect(places(diagnostics)).toEqual(["CR0701 1:1"]);
    expect(diagnostics[0]?.notes).toEqual(["QEMU reports: no such model"]);
  });
});
