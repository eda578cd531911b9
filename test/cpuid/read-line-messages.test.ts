/** What is said of lines that are no dump: the place, what must stand there, and what does. */

import { describe, expect, test } from "vitest";

import { spanText } from "../../src/base/span.ts";
import { readText, row } from "./read-text.ts";
import { tell, toldOf } from "./tell.ts";

/** A text with one problem, and what is said of it. */
type Case = readonly [name: string, text: string, ...told: string[]];

const ZEROS = "00000000-00000000-00000000-00000000";
const XEN =
  "Host policy: 1 leaves, 0 MSRs\n  00000000:ffffffff -> 00000000:00000000:00000000:00000000\n";

describe("a text of no format", () => {
  test.each<Case>([
    [
      "words",
      "\n no dump\n",
      "CR0701 2:1 « no dump» this text is not a CPUID dump of a known format",
    ],
    [
      "what is nearly a key",
      "processors\n",
      "CR0701 1:1 «processors» this text is not a CPUID dump of a known format",
    ],
    ["nothing", "", "CR0701 1:1 «» an empty text is not a CPUID dump of a known format"],
    ["blanks", " \t\n\uFEFF", "CR0701 1:1 «» an empty text is not a CPUID dump of a known format"],
    [
      "a long line",
      "x".repeat(81),
      `CR0701 1:1 «${"x".repeat(80)}» this text is not a CPUID dump of a known format`,
    ],
    [
      "NUL characters",
      "\0x",
      "CR0701 1:1 «\0x» a text with NUL characters is not a CPUID dump of a known format",
    ],
    [
      "32 million characters",
      "x".repeat(32_000_001),
      `CR0701 1:1 «${"x".repeat(80)}» a text of 32000001 characters is not a CPUID dump of a known format`,
    ],
  ])("such as %s", async (_, text, ...told) => {
    expect(await toldOf(text)).toEqual(told);
  });

  test("is one whose first 40 lines say nothing", async () => {
    const lines = (count: number): string => `${"# a comment\n".repeat(count)}${row(0, 0, [])}`;
    expect((await toldOf(lines(40)))[0]).toContain("CR0701");
    // Where the format is known, so is which line is wrong.
    expect((await toldOf(lines(39)))[0]).toBe(
      "CR0705 1:1 «# a comment» this line is malformed: expected `CPU 0:` or `0x00000001 0x00: eax=0x… ebx=0x… ecx=0x… edx=0x…`",
    );
  });
});

describe("a line of registers", () => {
  test.each<Case>([
    [
      "cpuid -r",
      `${row(0, 0, [])}x`,
      "CR0706 2:1 «x» the file ends in the middle of a line: expected `CPU 0:` or `0x00000001 0x00: eax=0x… ebx=0x… ecx=0x… edx=0x…`",
    ],
    [
      "a heading of cpuid -r",
      `CPU 0:\n${row(0, 0, [])}CPU 0:\n${row(0, 0, [])}`,
      "CR0709 3:1 «CPU 0:» `CPU 0` stands here a second time",
    ],
    [
      "a heading of cpuid -r without entries",
      `CPU 0:\n${row(0, 0, [])}CPU 1:\n`,
      "CR0714 3:1 «CPU 1:» `CPU 1` holds no CPUID entry",
    ],
    [
      "AIDA64",
      `CPUID 00000000: ${ZEROS}\nCPUID 00000001: 0\n`,
      "CR0705 2:1 «CPUID 00000001: 0» this line is malformed: expected `CPUID 00000007: 00000000-00000000-00000000-00000000 [SL 00]`",
    ],
    [
      "hwloc",
      "1 0 0 0 0 => 0 0 0 0\n1 1 0 0 0\n",
      "CR0705 2:1 «1 1 0 0 0» this line is malformed: expected `5 7 0 0 0 => 0 0 0 0`",
    ],
    [
      "libcpuid",
      "basic_cpuid[0]=00000000 00000000 00000000 00000000\nbasic_cpuid[1]=0\n",
      "CR0705 2:1 «basic_cpuid[1]=0» this line is malformed: expected `basic_cpuid[0]=00000000 00000000 00000000 00000000`",
    ],
    [
      "libcpuid, of no list",
      "basic_cpuid[0]=00000000 00000000 00000000 00000000\nnonsense\n",
      "CR0705 2:1 «nonsense» this line is malformed: expected `basic_cpuid[0]=00000000 00000000 00000000 00000000`",
    ],
    [
      "xen-cpuid",
      `${XEN}x\n`,
      "CR0705 3:1 «x» this line is malformed: expected `00000007:00000000 -> 00000000:00000000:00000000:00000000`",
    ],
    [
      "xen-cpuid with nothing in it",
      "Host policy: 0 leaves, 0 MSRs\n",
      "CR0714 1:1 «Host policy: 0 leaves, 0 MSRs» `Host` holds no CPUID entry",
    ],
    [
      "xen-cpuid with an MSR twice",
      `${XEN}  0000010a -> 0000000000000001\n  0000010a -> 0000000000000001\n`,
      "CR0709 4:1 «  0000010a -> 0000000000000001» MSR `0x10a` stands here a second time",
    ],
    [
      "decoded registers behind raw ones",
      `${row(0, 0, [])}   version information (1/eax):\n`,
      "CR0705 2:1 «   version information (1/eax):» this line is malformed: expected `CPU 0:` or `0x00000001 0x00: eax=0x… ebx=0x… ecx=0x… edx=0x…`",
    ],
    [
      "decoded registers",
      "CPU:\n   version information (1/eax):\n",
      "CR0702 2:1 «   version information (1/eax):» this is what `cpuid` prints for people to read; the raw registers are needed",
    ],
  ])("of %s", async (_, text, ...told) => {
    expect(await toldOf(text)).toEqual(told);
  });

  test("that stands there twice shows the first", async () => {
    const { diagnostics } = await readText(`CPU:\n${row(0, 0, [])}${row(0, 0, [1])}`);
    expect(tell(diagnostics)).toEqual([
      `CR0708 3:1 «${row(0, 0, [1]).trimEnd()}» CPUID \`0x0.0\` stands here a second time`,
    ]);
    expect(diagnostics[0]?.related.map(({ label, span }) => [label, spanText(span)])).toEqual([
      ["here the first time", row(0, 0, []).trimEnd()],
    ]);
  });

  test("that stands before another leaf or index is named with it", async () => {
    const told = async (...rows: readonly string[]): Promise<readonly string[]> =>
      (await readText(`CPU:\n${rows.join("")}`)).diagnostics.map(({ message }) => message);
    expect(await told(row(0x1_0000, 2, []), row(0x1_0000, 1, []))).toEqual([
      "CPUID `0x10000.1` stands after `0x10000.2`",
    ]);
  });
});

describe("/proc/cpuinfo", () => {
  const expected = "`flags : fpu vme …` or another name, a colon and a value";

  test.each<Case>([
    [
      "a line without a colon",
      "processor : 0\nflags fpu\n",
      `CR0705 2:1 «flags fpu» this line is malformed: expected ${expected}`,
    ],
    [
      "half a line",
      "processor : 0\nflags : fpu\nbog",
      `CR0706 3:1 «bog» the file ends in the middle of a line: expected ${expected}`,
    ],
    [
      "a line without its end",
      "flags : fpu vm",
      "CR0706 1:1 «flags : fpu vm» the file ends in the middle of a line: expected a line end",
    ],
    [
      "a processor twice",
      "processor : 0\nflags : fpu\nprocessor : 0\nflags : fpu\n",
      "CR0709 3:1 «processor : 0» `processor 0` stands here a second time",
    ],
    [
      "flags twice",
      "processor : 0\nflags : fpu\nflags : fpu\n",
      "CR0709 3:1 «flags : fpu» `flags` stands here a second time",
    ],
    [
      "a second list, which `model name` is not",
      "model name : a\nmodel name : a\nbugs : mds\nbugs : mds\nflags : fpu\n",
      "CR0709 4:1 «bugs : mds» `bugs` stands here a second time",
    ],
    [
      "no flags",
      "processor : 0\nvendor_id : x\n",
      "CR0704 1:1 «processor : 0» `processor 0` has no `flags`",
    ],
    [
      "empty flags",
      "processor : 0\nflags :  \n",
      "CR0704 2:1 «flags :  » `processor 0` has no `flags`",
    ],
    [
      "no processor's number",
      "vendor_id : x\nbugs : mds\n",
      "CR0704 1:1 «vendor_id : x» `the processor` has no `flags`",
    ],
    [
      "another architecture",
      "processor : 0\nFeatures : fp\n",
      "CR0703 2:1 «Features : fp» this does not describe an x86 processor: it has `Features`",
    ],
  ])("with %s", async (_, text, ...told) => {
    expect(await toldOf(text)).toEqual(told);
  });

  test("may have a heading above the first processor, unless it lists flags", async () => {
    const { reading } = await readText("vendor_id : x\nprocessor : 0\nflags : fpu\n");
    expect(reading).toMatchObject({ vendor: "x", features: [{ name: "fpu" }] });
    // The flags belong to a processor without a number.
    expect(await toldOf("flags : fpu vme\nprocessor : 0\nvendor_id : x\n")).toEqual([
      "CR0704 2:1 «processor : 0» `processor 0` has no `flags`",
    ]);
  });

  test("shows where a list stands that not all processors have", async () => {
    const { diagnostics } = await readText(
      "processor : 0\nflags : fpu\nprocessor : 1\nflags : fpu\nprocessor : 2\nflags : fpu\nbugs : mds\n",
    );
    expect(tell(diagnostics)).toEqual([
      "CR0713 7:1 «bugs : mds» the processors of this machine have different features; only features of all of them are used",
    ]);
    expect(diagnostics[0]?.notes).toEqual(["in `bugs` of some only: mds"]);
  });

  test("shows twelve flags that only some processors have", async () => {
    const names = (count: number): string =>
      Array.from({ length: count }, (_, at) => ` f${at}`).join("");
    const notes = async (count: number): Promise<readonly string[] | undefined> => {
      const text = `processor : 0\nflags : fpu${names(count)}\nprocessor : 1\nflags : fpu\n`;
      const { diagnostics } = await readText(text);
      expect(tell(diagnostics)).toEqual([
        `CR0713 2:1 «flags : fpu${names(count)}» the processors of this machine have different features; only features of all of them are used`,
      ]);
      return diagnostics[0]?.notes;
    };
    expect(await notes(12)).toEqual([`in \`flags\` of some only:${names(12)}`]);
    expect(await notes(14)).toEqual([`in \`flags\` of some only:${names(12)} and 2 more`]);
  });
});

describe("lscpu", () => {
  const begin = "Architecture: x86_64\n";

  test.each<Case>([
    [
      "a line without a colon",
      `${begin}Flags fpu\n`,
      "CR0705 2:1 «Flags fpu» this line is malformed: expected a field, a colon and a value",
    ],
    [
      "a first line that goes on before there is any",
      `        fpu\n${begin}`,
      "CR0705 1:1 «        fpu» this line is malformed: expected a field, a colon and a value",
    ],
    [
      "a line without its end",
      `${begin}Flags: fpu`,
      "CR0706 2:1 «Flags: fpu» the file ends in the middle of a line: expected a line end",
    ],
    [
      "flags that may go on",
      `${begin}  Flags: fpu\n`,
      "CR0706 2:1 «  Flags: fpu» the file ends in the middle of a line: expected a field below `Flags`",
    ],
    [
      "flags twice",
      `${begin}Flags: fpu\nFlags: fpu\n`,
      "CR0709 3:1 «Flags: fpu» `Flags` stands here a second time",
    ],
    ["no flags", begin, "CR0704 1:1 «Architecture: x86_64» `lscpu` has no `flags`"],
    [
      "another architecture",
      "Architecture: aarch64\nFlags: fp\n",
      "CR0703 1:1 «Architecture: aarch64» this does not describe an x86 processor: it has the architecture `aarch64`",
    ],
    ["no flags in JSON", '{"lscpu": []}', "CR0704 1:11 «[]» `lscpu` has no `flags`"],
    ["no list in JSON", '{"lscpu": 7}', "CR0704 1:11 «7» `lscpu` has no `flags`"],
    [
      "blank flags in JSON",
      '{"lscpu": [{"field": "Flags:", "data": " "}]}',
      'CR0704 1:11 «[{"field": "Flags:", "data": " "}]» `lscpu` has no `flags`',
    ],
  ])("with %s", async (_, text, ...told) => {
    expect(await toldOf(text)).toEqual(told);
  });
});
