/** One fictitious processor, that of `small.xml`, in every format with registers, and its flags. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { SOURCES_HELP } from "../../src/cli/question.ts";
import { CPUID_FORMATS } from "../../src/cpuid/formats.ts";
import { toBitmap } from "../../src/cpuid/to-bitmap.ts";
import { fixture, places, readingOf, readText } from "./read-text.ts";
import { buildLayout, smallLayout } from "./small-layout.ts";

const REGISTER_FIXTURES = [
  ["libvirt XML", "small.xml"],
  ["AIDA64", "small.aida.txt"],
  ["AIDA64", "small.aida-report.txt"],
  ["hwloc", "small.hwloc"],
  ["libcpuid", "small.libcpuid"],
  ["xen-cpuid -p", "small.xen"],
  ["Firecracker JSON", "small-firecracker.json"],
  ["QEMU feature-words", "small-feature-words.json"],
] as const;
const FLAG_FIXTURES = ["small.lscpu", "small-lscpu.json"] as const;

describe("the processor of small.xml", () => {
  test.each(REGISTER_FIXTURES)("has the same bits in %s (%s)", async (format, file) => {
    const reading = await readingOf(fixture(file));
    expect(reading.format).toBe(format);
    const { bitmap, diagnostics } = toBitmap(reading, smallLayout, "guest");
    expect(diagnostics).toEqual([]);
    // CPUID_1_EDX, CPUID_8000_0001_EDX, CPUID_1_ECX, CPUID_7_0_EBX; the others are not there.
    expect([...bitmap.words]).toEqual([0x80_0201, 0x800, 0x400_0001, 0x1_0020, 0, 0, 0]);
    expect([...bitmap.present]).toEqual([1, 1, 1, 0, 0]);
    const vendor = format === "QEMU feature-words" ? undefined : "GenuineIntel";
    expect(bitmap.vendor).toBe(vendor);
  });

  test.each(REGISTER_FIXTURES.slice(0, 5))(
    "tells index 1 of leaf 7 from 0 in %s (%s)",
    async (format, file) => {
      const reading = await readingOf(fixture(file));
      if (reading.kind !== "entries") throw new Error("expected entries");
      const leaf7 = reading.processors[0]?.entries.filter((entry) => entry.function === 7) ?? [];
      // libcpuid keeps index 0 only.
      const expected =
        format === "libcpuid"
          ? [[0, 0x1_0020]]
          : [
              [0, 0x1_0020],
              [1, 0xffff_ffff],
            ];
      expect(leaf7.map(({ index, ebx }) => [index, ebx])).toEqual(expected);
    },
  );

  test.each(FLAG_FIXTURES)("has its flags in %s", async (file) => {
    const reading = await readingOf(fixture(file));
    expect(reading).toMatchObject({ kind: "features", format: "lscpu", vendor: "GenuineIntel" });
    const { bitmap, diagnostics } = toBitmap(reading, smallLayout, "host");
    expect([...bitmap.words]).toEqual([0x80_0201, 0x800, 0x400_0001, 0x1_0020, 0, 0, 0]);
    expect(diagnostics).toEqual([]);
  });
});

describe("the list of formats", () => {
  test("is that of the files here, and of our own JSON", () => {
    const names = [...REGISTER_FIXTURES.map(([format]) => format), "/proc/cpuinfo", "lscpu"];
    const others = ["cpuid -r", "QEMU JSON", "caprules JSON"];
    expect([...CPUID_FORMATS].sort()).toEqual([...new Set([...names, ...others])].sort());
  });

  test.each(CPUID_FORMATS)("has %s, which the help and the error name", async (name) => {
    expect(SOURCES_HELP.replaceAll("\n", " ")).toContain(name);
    const { diagnostics } = await readText("no dump\n");
    const word = name.split(" ")[0] ?? "";
    expect(diagnostics[0]?.help).toContain(name === "caprules JSON" ? '{"entries"' : word);
  });

  test("is that of README", () => {
    const readme = readFileSync(join(import.meta.dirname, "../../src/cpuid/README.md"), "utf8");
    const sentence = /`eval` and `explain` read CPUID[^;]*;/
      .exec(readme)?.[0]
      .replaceAll("\n", " ");
    const words = CPUID_FORMATS.map((name) => name.split(" ")[0]).filter(
      (word) => word !== "caprules",
    );
    for (const word of [...words, "our own JSON", "InstLatx64"]) expect(sentence).toContain(word);
  });
});

describe("AIDA64", () => {
  const registers = "00000000-00000001-00000000-00000000";

  test("counts the index of a leaf where it prints none", async () => {
    const reading = await readingOf(`CPUID 0000000D: ${registers}\nCPUID 0000000D: ${registers}\n`);
    if (reading.kind !== "entries") throw new Error("expected entries");
    expect(reading.processors[0]?.entries.map(({ index }) => index)).toEqual([0, 1]);
  });

  test("has one section a logical processor", async () => {
    const section = (cpu: number): string =>
      `------[ Logical CPU #${cpu} ]------\nCPUID 00000000: ${registers}\n`;
    const reading = await readingOf(section(0) + section(1));
    if (reading.kind !== "entries") throw new Error("expected entries");
    expect(reading.processors.map(({ label }) => label)).toEqual(["CPU 0", "CPU 1"]);
  });

  test("ignores other lines that begin like an entry", async () => {
    const { diagnostics } = await readText(`CPUID 00000000: ${registers}\nCPUID 00000001: 0-0-0\n`);
    expect(places(diagnostics)).toEqual(["CR0705 2:1"]);
  });
});

describe("Firecracker", () => {
  const template = (modifiers: string): string =>
    `{"cpuid_modifiers": [{"leaf": "0x1", "subleaf": "0x0", "flags": 0, "modifiers": [${modifiers}]}]}`;
  const register = (name: string, bitmap: string): string =>
    `{"register": "${name}", "bitmap": "${bitmap}"}`;

  test("gives each register of a leaf", async () => {
    const list = ["eax", "ebx", "ecx", "edx"].map((name, at) => register(name, `0b1_00${at % 2}`));
    const reading = await readingOf(template(list.join()));
    expect(reading).toMatchObject({
      processors: [{ entries: [{ function: 1, eax: 8, ebx: 9, ecx: 8, edx: 9 }] }],
    });
  });

  test.each([
    ["a template that leaves bits as they are", register("eax", "0bxxx1")],
    ["a bitmap in another base", register("eax", "0x1")],
    ["a register that is missing", register("eax", "0b1")],
  ])("reports %s", async (_, modifiers) => {
    const { reading, diagnostics } = await readText(template(modifiers));
    expect(reading).toBeUndefined();
    expect(diagnostics[0]?.code).toBe("CR0716");
  });

  const withMsrs = (modifiers: string): string => {
    const list = ["eax", "ebx", "ecx", "edx"].map((name) => register(name, "0b0"));
    return template(list.join()).replace("{", `{"msr_modifiers": [${modifiers}], `);
  };

  test("gives the features of its MSRs", async () => {
    // Derived by hand: bits 1 and 62 of IA32_ARCH_CAPABILITIES are set, and all others are not.
    const bits = `0b01${"0".repeat(60)}10`;
    const reading = await readingOf(
      withMsrs(`{"addr": "0x10a", "bitmap": "${bits}"}, {"addr": "0x10", "bitmap": "0b1"}`),
    );
    if (reading.kind !== "entries") throw new Error("expected entries");
    expect(reading.outside?.features.map(({ name }) => name)).toEqual(["ibrs-all", "its-no"]);
    expect(reading.outside?.off.map(({ name }) => name)).toContain("rdctl-no");
  });

  test.each([
    [
      "an MSR that stands twice",
      '{"addr": "1", "bitmap": "0b1"}, {"addr": "0x1", "bitmap": "0b1"}',
    ],
    ["65 bits", `{"addr": "0x10a", "bitmap": "0b${"1".repeat(65)}"}`],
    ["no address", '{"bitmap": "0b1"}'],
    ["no bitmap", '{"addr": "0x10a"}'],
  ])("reports %s", async (_, modifiers) => {
    const { reading, diagnostics } = await readText(withMsrs(modifiers));
    expect(reading).toBeUndefined();
    expect(diagnostics.length).toBe(1);
  });

  test("of aarch64 has no CPUID", async () => {
    const { diagnostics } = await readText('{"reg_modifiers": [], "vcpu_features": []}');
    expect(diagnostics.map(({ code }) => code)).toEqual(["CR0703"]);
  });
});

describe("xen-cpuid -p", () => {
  const policy = (name: string, edx: string): string =>
    `${name} policy: 1 leaves, 0 MSRs\n CPUID:\n  00000001:ffffffff -> 00000000:00000000:00000000:${edx}\n MSRs:\n`;

  test("of several policies takes none but equal ones", async () => {
    const { reading, diagnostics } = await readText(
      policy("Raw", "00000003") + policy("Host", "00000001"),
    );
    expect(reading).toBeUndefined();
    expect(places(diagnostics)).toEqual(["CR0740 3:1"]);
    expect(diagnostics[0]?.notes).toEqual(["in sections: `Raw`, `Host`"]);
    await readingOf(policy("Raw", "00000001") + policy("Host", "00000001"));
  });

  test("rejects policies that differ although their numbers run together alike", async () => {
    // EDX and the next leaf in decimal: 1 and 23, 12 and 3.
    const both = [
      policy("Raw", "00000001").replace(" MSRs:", "  00000017:ffffffff -> "),
      policy("Host", "0000000c").replace(" MSRs:", "  00000003:ffffffff -> "),
    ].map((text) => text.trimEnd() + " 00000000:00000000:00000000:00000000\n");
    expect((await readText(both.join(""))).diagnostics.map(({ code }) => code)).toEqual(["CR0740"]);
  });

  test("gives the features of its MSRs, whatever pads the value's 16 columns", async () => {
    for (const value of ["0000000000000021", "              21"]) {
      const reading = await readingOf(`${policy("Host", "00000001")}  0000010a -> ${value}\n`);
      if (reading.kind !== "entries") throw new Error("expected entries");
      expect(reading.outside?.features.map(({ name }) => name)).toEqual(["rdctl-no", "mds-no"]);
    }
  });

  test("of policies that differ in an MSR takes none", async () => {
    const both = ["Raw", "Host"].map(
      (name, at) => `${policy(name, "00000001")}  0000010a -> 000000000000002${at}\n`,
    );
    const { diagnostics } = await readText(both.join(""));
    expect(diagnostics.map(({ code }) => code)).toEqual(["CR0740"]);
    const same = `${policy("Raw", "00000001")}  0000010a -> 0000000000000020\n`;
    expect((await readText(same + same.replace("Raw", "Host"))).diagnostics).toEqual([]);
  });

  test("has no MSR whose value is cut, nor one twice", async () => {
    const begin = `${policy("Host", "00000001")}  0000010a -> 0000000000000001\n`;
    expect(places((await readText(`${begin}  000000cf -> 00000000`)).diagnostics)).toEqual([
      "CR0706 6:1",
    ]);
    const twice = await readText(`${begin}  0000010a -> 0000000000000001\n`);
    expect(places(twice.diagnostics)).toEqual(["CR0709 6:1"]);
    expect(twice.reading).toBeUndefined();
  });
});

test.each(["aarch64", "s390x", "riscv64", "ppc64le"])(
  "lscpu of %s is of no x86 machine",
  async (name) => {
    const { diagnostics } = await readText(
      `Architecture:        ${name}\nFlags:               fp asimd\n`,
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(["CR0703"]);
  },
);

test.each(["domain", "cpu", "domainCapabilities", "capabilities"])(
  "libvirt's <%s> gets an error that says what to give instead",
  async (name) => {
    const { reading, diagnostics } = await readText(`<${name}><model>EPYC</model></${name}>`);
    expect(reading).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(["CR0741"]);
    expect(diagnostics[0]?.help).toContain("query-cpu-model-expansion");
  },
);

describe("MSRs in text of AIDA64", () => {
  const layout = buildLayout("msrs", [
    { name: "CPUID_1_EDX", leaf: [0x1, undefined, "edx"], bits: { 0: ["FPU"] } },
    { name: "ARCH", bits: { 0: ["RDCL_NO", "rdctl-no"], 1: ["IBRS_ALL", "ibrs-all"] } },
    { name: "VMX", bits: { 0: ["APICV", "vmx-apicv-xapic"], 1: ["EPT", "vmx-ept"] } },
  ]);
  const cpuid =
    "CPUID 00000000: 00000001-756E6547-6C65746E-49656E69\nCPUID 00000001: 00000000-00000000-00000000-00000001\n";

  /** The words, and the bits of them that are known. */
  async function wordsOf(msrs: string): Promise<readonly (readonly number[])[]> {
    const { bitmap } = toBitmap(await readingOf(cpuid + msrs), layout, "host");
    return [[...bitmap.words], [...bitmap.knownWords].map((word) => word & 0b11)];
  }

  test.each([
    ["MSR 0000010A: 0000-0000-0000-0001\n", [1, 1, 0], [3, 3, 0]],
    ["      MSR 0000010A                 0000-0000-0000-0003 [a note]\n", [1, 3, 0], [3, 3, 0]],
    // Bits 32 and 33: controls 0 and 1 may be 1. That they must be, as bits 0 and 1 say, is no feature.
    ["MSR 0000048B: 0000-0001-0000-0000\n", [1, 0, 1], [3, 0, 3]],
    ["MSR 0000048B: 0000-0002-0000-0001\n", [1, 0, 2], [3, 0, 3]],
    ["MSR 0000010A: < FAILED >\n", [1, 0, 0], [3, 0, 0]],
    ["MSR 0000010A: 0000-0000-0000-00", [1, 0, 0], [3, 0, 0]],
    ["", [1, 0, 0], [3, 0, 0]],
  ])(
    "%j sets bits by their aliases, and marks those that are off as known",
    async (msrs, on, told) => {
      expect(await wordsOf(msrs)).toEqual([on, told]);
    },
  );

  test("of two values the bits of both count", async () => {
    const twice = "MSR 0000010A: 0000-0000-0000-0003\nMSR 0000010A: 0000-0000-0000-0002 [S200]\n";
    expect(await wordsOf(twice)).toEqual([
      [1, 2, 0],
      [3, 3, 0],
    ]);
  });
});
