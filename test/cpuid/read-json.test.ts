import { describe, expect, test } from "vitest";

import type { FeatureName } from "../../src/cpuid/reading.ts";
import { entriesOf, fixture, places, readingOf, readText } from "./read-text.ts";

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

  test("takes the stated vendor, else that of leaf 0", async () => {
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

  test.each([
    ["[".repeat(100_000), "values are nested too deep"],
    ['{"a":'.repeat(100_000), "values are nested too deep"],
    [`[${"0,".repeat(1_000_000)}`, "there are too many values"],
  ])("is reported for excessive nesting and length (%#)", async (text, problem) => {
    const { diagnostics } = await readText(text);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      `CR0715 this JSON cannot be read: ${problem}`,
    ]);
  });
});

describe("QEMU's reply", () => {
  test("gives the properties that are on, without the switches of the model", async () => {
    const text = fixture("small-qemu.json");
    const features = await featuresOf(text);
    expect(features.map(({ name }) => name)).toEqual([
      "apic",
      "sse4.1",
      "sse4-1",
      "sse4_1",
      "xsave",
      "ibrs",
      "kvm-pv-eoi",
      "kvmclock-stable-bit",
      "hv-time",
      "vmx-hlt-exit",
      "rdctl-no",
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

  test.each([
    '{"return": {"model": {"name": "cortex-a57", "props": {"pmu": true, "aarch64": true}}}}',
    '{"return": {"model": {"name": "max", "props": {"sve": true, "pauth": true, "kvm-steal-time": true}}}}',
    '{"return": {"model": {"name": "z14-base", "props": {"vx": true, "aen": true, "msa1": true}}}}',
    '{"return": {"model": {"name": "la464", "props": {"lsx": true, "lasx": true, "pmu": true}}}}',
    '{"return": {"model": {"name": "empty", "props": {}}}}',
  ])("for a model of another architecture is an error: %s", async (text) => {
    const { reading, diagnostics } = await readText(text);
    expect(reading).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(["CR0703"]);
  });

  test("that reports an error is shown", async () => {
    const { diagnostics } = await readText(
      '{"error": {"class": "GenericError", "desc": "no such model"}}',
    );
    expect(places(diagnostics)).toEqual(["CR0701 1:1"]);
    expect(diagnostics[0]?.notes).toEqual(["QEMU reports: no such model"]);
  });
});

describe("several dumps in one text", () => {
  const reply = (props: string): string => `{"return": {"model": {"props": ${props}}}}\n`;

  test("are an error if they differ, which shows where each begins", async () => {
    const text = `${reply('{"avx2": true}')}{"return": {}}\n${reply('{"avx2": false}')}`;
    const { reading, diagnostics } = await readText(text);
    expect(reading).toBeUndefined();
    expect(places(diagnostics)).toEqual(["CR0740 1:32"]);
    expect(diagnostics[0]?.message).toBe("this text holds 2 CPUID dumps, which differ");
    const second = text.indexOf('{"avx2": false}');
    expect(diagnostics[0]?.related.map(({ span }) => span.start)).toEqual([second]);
  });

  test("are one if all say the same, in whichever order and layout", async () => {
    const text =
      reply('{"avx2": true, "xsave": false}') + reply('{ "xsave" : false,\n"avx2": true}');
    expect((await featuresOf(text)).map(({ name }) => name)).toEqual(["avx2"]);
  });

  test("may be of different formats, and then differ", async () => {
    const { diagnostics } = await readText(`{"features": ["avx2"]}${reply('{"avx2": true}')}`);
    expect(diagnostics.map(({ code }) => code)).toEqual(["CR0740"]);
  });

  test("may stand in a list", async () => {
    expect(await featuresOf('[{"features": ["avx2"]}, {"other": 1}]')).toHaveLength(1);
    const { diagnostics } = await readText('[{"features": ["avx2"]}, {"features": []}]');
    expect(diagnostics.map(({ code }) => code)).toEqual(["CR0740"]);
  });
});
