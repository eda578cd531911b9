import { expect, test } from "vitest";

import type { FeatureName } from "../../src/cpuid/reading.ts";
import { fixture, places, readingOf, readText } from "./read-text.ts";

async function featuresOf(text: string): Promise<readonly FeatureName[]> {
  const { reading } = await readText(text);
  if (reading?.kind !== "features") throw new Error("expected features");
  return reading.features;
}

async function namesOf(text: string): Promise<readonly string[]> {
  return (await featuresOf(text)).map(({ name }) => name);
}

test("a real file gives its flags and its vendor", async () => {
  const reading = await readingOf(fixture("epyc-genoa-guest.cpuinfo"));
  expect(reading).toMatchObject({ kind: "features", vendor: "AuthenticAMD" });
  const names = await namesOf(fixture("epyc-genoa-guest.cpuinfo"));
  expect(names[0]).toBe("fpu");
  expect(names).toContain("avx512_vpopcntdq");
});

test("a feature's span is its name", async () => {
  const [, vme] = await featuresOf("processor\t: 0\nflags\t\t: fpu vme\n");
  expect(vme?.span.source.text.slice(vme.span.start, vme.span.end)).toBe("vme");
});

test("bugs and VMX controls are told from features", async () => {
  const features = await featuresOf("flags : fpu\nvmx flags : vnmi\nbugs : spectre_v2\n");
  expect(features.map(({ name, origin }) => `${name}: ${origin}`)).toEqual([
    "fpu: feature",
    "vnmi: bug or VMX control",
    "spectre_v2: bug or VMX control",
  ]);
});

test("of several processors, the shared features are taken, with a warning", async () => {
  const text =
    "processor : 0\nflags : fpu vme de\n\nprocessor : 1\nflags : fpu de pse\n\n" +
    "processor : 2\nflags : fpu vme de\n";
  expect(await namesOf(text)).toEqual(["fpu", "de"]);
  const { diagnostics } = await readText(text);
  expect(places(diagnostics)).toEqual(["CR0713 2:1"]);
  expect(diagnostics[0]?.notes).toEqual(["in `flags` of some only: pse vme"]);
});

test("the same flags in another order are no difference", async () => {
  const text = "processor : 0\nflags : fpu vme\n\nprocessor : 1\nflags : vme fpu\n";
  expect(await namesOf(text)).toEqual(["fpu", "vme"]);
  await readingOf(text);
});

test.each([
  "processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd\nCPU implementer\t: 0x41\n\nprocessor\t: 1\nFeatures : fp\n",
  "processor\t: 0\nhart\t: 2\nisa\t: rv64imafdc\n",
  "vendor_id : IBM/S390\n# processors : 2\nfeatures : esan3 zarch\n",
  "processor : 0\ncpu : POWER9, altivec supported\n",
])("a file of another architecture is named as such (%#)", async (text) => {
  const { reading, diagnostics } = await readText(text);
  expect(reading).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual(["CR0703"]);
});

test("a processor without flags is an error", async () => {
  const text = "processor : 0\nflags : fpu\n\nprocessor : 1\nvendor_id : GenuineIntel\n";
  const { reading, diagnostics } = await readText(text);
  expect(reading).toBeUndefined();
  expect(places(diagnostics)).toEqual(["CR0704 4:1"]);
});

test("a file that is cut in the middle of a line is an error", async () => {
  const { diagnostics } = await readText("processor : 0\nflags : fpu\nbogom");
  expect(places(diagnostics)).toEqual(["CR0706 3:1"]);
});

test("a file that ends in the middle of a value is an error, as a name may be cut", async () => {
  const { reading, diagnostics } = await readText("processor : 0\nflags : fpu vme avx51");
  expect(reading).toBeUndefined();
  expect(places(diagnostics)).toEqual(["CR0706 2:1"]);
});

test("a line without a colon, or of unbelievable length, is an error", async () => {
  const text = `processor : 0\nno colon\nflags : ${"x ".repeat(40_000)}\nflags : fpu\n`;
  const { diagnostics } = await readText(text);
  expect(places(diagnostics)).toEqual(["CR0705 2:1", "CR0705 3:1"]);
});

test("a second list of flags, or a processor that stands twice, is an error", async () => {
  const twoLists = await readText("processor : 0\nflags : fpu\nflags : vme\n");
  expect(places(twoLists.diagnostics)).toEqual(["CR0709 3:1"]);
  const twoProcessors = await readText(
    "processor : 0\nflags : fpu\n\nprocessor : 0\nflags : vme\n",
  );
  expect(places(twoProcessors.diagnostics)).toEqual(["CR0709 4:1"]);
});
