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

test("a flag that stands there twice is the first one", async () => {
  const features = await featuresOf("flags : fpu vme fpu\n");
  expect(features.map(({ name, span }) => [name, span.start])).toEqual([
    ["fpu", 8],
    ["vme", 12],
  ]);
});

test("bugs and VMX controls are told from features", async () => {
  const features = await featuresOf("flags : fpu\nvmx flags : vnmi\nbugs : spectre_v2\n");
  expect(features.map(({ name, origin }) => `${name}: ${origin}`)).toEqual([
    "fpu: flag",
    "vnmi: outside CPUID",
    "spectre_v2: bug",
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
  // Old ARM kernels name the processor first and its features once, behind all cores.
  "Processor\t: ARMv7 Processor rev 4 (v7l)\nprocessor\t: 0\nBogoMIPS\t: 38.40\n\nprocessor\t: 1\nBogoMIPS\t: 38.40\n\nFeatures\t: half thumb\nHardware\t: board\n",
  "processor\t: 0\nmodel name\t: v8\n\nprocessor\t: 1\nmodel name\t: v8\nFeatures\t: fp asimd\n",
  "Processor\t: AArch64 Processor rev 2\nprocessor\t: 0\n",
  "system type\t: generic-loongson-machine\n\nprocessor\t: 0\nCPU Family\t: Loongson-64bit\nFeatures\t: cpucfg lam\n",
  "system type : board\nprocessor : 0\ncpu model : MIPS 24Kc\nASEs implemented : mips16\n",
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

test.each(["flags :\n", "processor : 0\nflags\t\t: \nbugs : mds\n"])(
  "an empty list of flags is an error (%j)",
  async (text) => {
    const { reading, diagnostics } = await readText(text);
    expect(reading).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(["CR0704"]);
  },
);

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

/** `name: origin`, with the CPUID bit if it is known: `0x80000007.edx[8]`. */
async function meaningsOf(text: string): Promise<readonly string[]> {
  return (await featuresOf(text)).map(({ name, origin, bit }) => {
    const place =
      bit === undefined ? "" : ` 0x${bit.function.toString(16)}.${bit.register}[${bit.bit}]`;
    return `${name}: ${origin}${place}`;
  });
}

test("the invariant TSC of CPUID is the flag nonstop_tsc; constant_tsc is not of CPUID", async () => {
  expect(await meaningsOf("flags : constant_tsc\n")).toEqual(["constant_tsc: outside CPUID"]);
  expect(await meaningsOf("flags : nonstop_tsc\n")).toEqual([
    "nonstop_tsc: flag",
    "nonstop_tsc: flag 0x80000007.edx[8]",
  ]);
});

test.each([
  ["AuthenticAMD", "flag"],
  ["HygonGenuine", "flag"],
  ["GenuineIntel", "outside CPUID"],
  ["CentaurHauls", "outside CPUID"],
])("vnmi of %s is a %s", async (vendor, origin) => {
  expect(await meaningsOf(`vendor_id : ${vendor}\nflags : vnmi\n`)).toEqual([`vnmi: ${origin}`]);
});

test.each([
  // The order of the kernel is that of CPUID's bits: leaf 1 first, leaf 6 late.
  ["fpu vme clflush dts acpi sse ida arat", "fpu vme clflush dts acpi sse ida arat"],
  ["fpu clflush dts acpi ida arat epb dts", "fpu clflush dts acpi ida arat epb dtherm"],
  ["fpu clflush mmx ida arat dts tpr_shadow", "fpu clflush mmx ida arat dtherm tpr_shadow"],
  ["fpu dts dts", "fpu dts dtherm"],
  // Sorted by a person or a tool, a single one means what it means today.
  ["acpi dts fpu", "acpi dts fpu"],
])("in the flags `%s`, the thermal sensor differs from the debug store", async (flags, names) => {
  expect(await namesOf(`flags : ${flags}\n`)).toEqual(names.split(" "));
});
