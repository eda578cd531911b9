/** Tests the default of `host` if no dump is given. */

import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { thisMachine } from "../../src/cli/machine.ts";
import { type Entry, type FakeMachine, fakeMachine } from "./fake-machine.ts";
import { folderWith } from "./run-in-folder.ts";

/** Two leaves, and a word of the kernel's own. The kernel prints no name for SPEC_CTRL. */
const MIXED = `layout mixed {
  leaf CPUID_1_EDX = 0x1 edx   { 0 FPU alias "fpu"  4 TSC alias "tsc" }
  leaf CPUID_7_EDX = 0x7.0 edx { 26 SPEC_CTRL }
  word LNX { 3 REP_GOOD alias "rep_good"  4 NOPL alias "nopl" }
}
input host: mixed
caps cpu: mixed { default = host }
`;

const LEAVES_ONLY = `layout leaves { leaf CPUID_1_EDX = 0x1 edx { 0 FPU  4 TSC } }
input host: leaves
caps cpu: leaves { default = host }
`;

/** It says less than the registers below, and more of the kernel's own. */
const CPUINFO = "processor : 0\nvendor_id : GenuineIntel\nflags : fpu rep_good\n\n";

const INTEL = [0x756e_6547, 0x6c65_746e, 0x4965_6e69] as const;
/** FPU and TSC are on, and SPEC_CTRL is. */
const ENTRIES: readonly Entry[] = [
  [0, 0, 7, ...INTEL],
  [1, 0, 0, 0, 0, 0x11],
  [7, 0, 0, 0, 0, 0x0400_0000],
];

async function evaluate(rules: string, machine: FakeMachine) {
  const folder = folderWith({ "cpu.rules": rules });
  const { stdout, stderr, exitCode } = await folder.run(["eval", "cpu.rules", "--json"], {
    machine: fakeMachine(machine),
  });
  if (exitCode !== 0) return { stderr, exitCode };
  interface Bit {
    readonly name: string;
    readonly state: string;
  }
  const document = JSON.parse(stdout) as {
    readonly inputs: readonly { readonly name: string; readonly source: string }[];
    readonly sets: readonly { readonly bits: readonly Bit[] }[];
  };
  const bits = document.sets[0]?.bits ?? [];
  const named = (state: string) =>
    bits.filter((bit) => bit.state === state).map(({ name }) => name);
  const source = document.inputs.find(({ name }) => name === "host")?.source;
  return { source, on: named("on"), depends: named("depends"), stderr, exitCode };
}

test("CPUID gives the processors' bits, and /proc/cpuinfo the kernel's own words", async () => {
  // Derived by hand: only registers have TSC and SPEC_CTRL, and only the flags have REP_GOOD.
  expect(await evaluate(MIXED, { cpuinfo: CPUINFO, processors: { 0: ENTRIES } })).toEqual({
    source: "CPUID and /proc/cpuinfo of this machine",
    on: ["FPU", "TSC", "SPEC_CTRL", "REP_GOOD"],
    depends: [],
    stderr: "",
    exitCode: 0,
  });
});

test("CPUID is enough for a layout of leaves", async () => {
  const machine = { cpuinfo: "nothing that could be read\n", processors: { 0: ENTRIES } };
  expect(await evaluate(LEAVES_ONLY, machine)).toMatchObject({
    source: "CPUID of this machine",
    on: ["FPU", "TSC"],
  });
});

test("without /proc/cpuinfo, the kernel's own words are unknown", async () => {
  expect(await evaluate(MIXED, { processors: { 0: ENTRIES } })).toMatchObject({
    source: "CPUID of this machine",
    on: ["FPU", "TSC", "SPEC_CTRL"],
    depends: ["REP_GOOD", "NOPL"],
  });
});

const FROM_CPUINFO = {
  source: "/proc/cpuinfo of this machine",
  on: ["FPU", "REP_GOOD"],
  depends: ["SPEC_CTRL"],
  stderr: "",
  exitCode: 0,
};

test("without the devices (ENOENT), /proc/cpuinfo is the only source", async () => {
  expect(await evaluate(MIXED, { cpuinfo: CPUINFO })).toEqual(FROM_CPUINFO);
});

test.each(["EACCES", "EPERM", "ENXIO", "EIO", "ENOENT"])(
  "if a device fails with %s, /proc/cpuinfo is the only source",
  async (code) => {
    const machine = { cpuinfo: CPUINFO, processors: { 0: ENTRIES }, failures: { 0: code } };
    expect(await evaluate(MIXED, machine)).toEqual(FROM_CPUINFO);
  },
);

test("a processor of several that may not be asked leaves all to /proc/cpuinfo", async () => {
  const processors = { 0: ENTRIES, 1: ENTRIES };
  const machine = { cpuinfo: CPUINFO, processors, failures: { 1: "EACCES" } };
  expect(await evaluate(MIXED, machine)).toEqual(FROM_CPUINFO);
});

test("a processor that is offline (ENXIO) is left out", async () => {
  const machine = { processors: { 0: ENTRIES, 1: [] }, failures: { 1: "ENXIO" } };
  expect(await evaluate(LEAVES_ONLY, machine)).toMatchObject({
    source: "CPUID of this machine",
    on: ["FPU", "TSC"],
  });
});

test("if processors differ, only their common bits are used, which is reported", async () => {
  const lesser: readonly Entry[] = [
    [0, 0, 1, ...INTEL],
    [1, 0, 0, 0, 0, 0x1],
  ];
  const folder = folderWith({ "cpu.rules": LEAVES_ONLY });
  const machine = fakeMachine({ processors: { 0: ENTRIES, 1: ENTRIES, 7: lesser } });
  const { stdout, stderr } = await folder.run(["eval", "cpu.rules"], { machine });
  expect(stdout).toContain("cpu: 1 bit on\n  CPUID_1_EDX  FPU\n");
  expect(stderr).toContain("the processors of this machine have different features");
  expect(stderr).toContain("CPUID of this machine:3:1");
  expect(stderr).toContain("3 | CPU 7");
  expect(stderr).toContain("differing: `TSC`");
});

test("an entry that the processors do not have is absent, which is known", async () => {
  const rules = `layout leaves { leaf CPUID_D_9 = 0xd.9 eax { 3 SIZE }  leaf LAST = 0x1 ecx { 0 A } }
input host: leaves
caps cpu: leaves { default = host has CPUID_D_9 }
`;
  // XCR0 has x87 and SSE only, so that leaf 0xd has no sub-leaf 9, whatever one answers to it.
  const entries: readonly Entry[] = [
    [0, 0, 0xd, ...INTEL],
    [0xd, 0, 0x3, 0, 0, 0],
    [0xd, 9, 0x8, 0, 0, 0],
  ];
  expect(await evaluate(rules, { processors: { 0: entries } })).toMatchObject({
    on: [],
    depends: [],
  });
});

test("the vendor is the processors'", async () => {
  const rules = `layout mine {
  enum vendor: intel amd other
  leaf CPUID_1_EDX = 0x1 edx { 0 FPU }
}
input host: mine
caps cpu: mine {
  default = none
  FPU = host.vendor == intel ? all : none
}
`;
  expect(await evaluate(rules, { processors: { 0: ENTRIES } })).toMatchObject({ on: ["FPU"] });
});

test("an unreadable machine is an error that names the options to give", async () => {
  const { stderr, exitCode } = await evaluate(MIXED, {});
  expect(stderr).toContain(
    "error: the features of this machine are unknown: `/proc/cpuinfo` cannot be read",
  );
  expect(stderr).toContain("--host FILE");
  expect(exitCode).toBe(2);
});

test("a bug does not lead to another source being read", async () => {
  const machine = {
    ...fakeMachine({ cpuinfo: CPUINFO, processors: { 0: ENTRIES } }),
    askProcessor: () => {
      throw new TypeError("no number");
    },
  };
  const folder = folderWith({ "cpu.rules": MIXED });
  await expect(folder.run(["eval", "cpu.rules"], { machine })).rejects.toThrow("no number");
});

test("a device that is named is one processor, for any input", async () => {
  const machine = fakeMachine({ processors: { 0: [], 3: ENTRIES } });
  const folder = folderWith({ "cpu.rules": LEAVES_ONLY.replaceAll("host", "raw") });
  const args = ["eval", "cpu.rules", "--input", "raw=/dev/cpu/3/cpuid"];
  const { stdout } = await folder.run(args, { machine });
  expect(stdout).toContain("raw: /dev/cpu/3/cpuid\n\ncpu: 2 bits on\n  CPUID_1_EDX  FPU TSC\n");
});

test("a named device that cannot be read is an error, and nothing else is read", async () => {
  const machine = fakeMachine({ cpuinfo: CPUINFO, processors: {}, failures: { 3: "EACCES" } });
  const folder = folderWith({ "cpu.rules": LEAVES_ONLY });
  const args = ["eval", "cpu.rules", "--host", "/dev/cpu/3/cpuid"];
  const { stderr, exitCode } = await folder.run(args, { machine });
  expect(stderr).toBe("error: `/dev/cpu/3/cpuid` cannot be read: it failed\n");
  expect(exitCode).toBe(2);
});

/** A folder of devices as Linux has it, where each device is a sparse file. */
function folderOfDevices(devices: Readonly<Record<string, readonly Entry[]>>): string {
  const path = mkdtempSync(join(tmpdir(), "caprules-devices-"));
  onTestFinished(() => {
    rmSync(path, { recursive: true, force: true });
  });
  writeFileSync(join(path, "microcode"), "");
  for (const [name, entries] of Object.entries(devices)) {
    mkdirSync(join(path, name));
    const descriptor = openSync(join(path, name, "cpuid"), "w");
    for (const [leaf, index, ...registers] of entries) {
      const bytes = Buffer.alloc(16);
      for (const [position, register] of registers.entries()) {
        bytes.writeUInt32LE(register, position * 4);
      }
      writeSync(descriptor, bytes, 0, 16, leaf + index * 4_294_967_296);
    }
    closeSync(descriptor);
  }
  return path;
}

test("a device is asked at the offset that cpuid(4) names: the leaf, and above it the sub-leaf", () => {
  const devices = folderOfDevices({
    10: [[7, 0, 1, 2, 3, 4]],
    2: [
      [7, 0, 5, 6, 7, 8],
      [7, 1, 9, 10, 11, 0xffff_fffe],
      [0x8000_0001, 0, 12, 13, 14, 15],
    ],
  });
  const machine = thisMachine(devices);
  expect(machine.processors()).toEqual([2, 10]);
  machine.askProcessor(2, (ask) => {
    expect(ask(7, 0)).toEqual({ eax: 5, ebx: 6, ecx: 7, edx: 8 });
    expect(ask(7, 1)).toEqual({ eax: 9, ebx: 10, ecx: 11, edx: 0xffff_fffe });
    expect(ask(0x8000_0001, 0)).toEqual({ eax: 12, ebx: 13, ecx: 14, edx: 15 });
  });
  machine.askProcessor(10, (ask) => {
    expect(ask(7, 0)).toEqual({ eax: 1, ebx: 2, ecx: 3, edx: 4 });
  });
});

test("a device that answers in part, and one that is not there, are system errors", () => {
  const machine = thisMachine(folderOfDevices({ 0: [[7, 0, 1, 2, 3, 4]] }));
  const code = (processor: number): unknown => {
    try {
      return machine.askProcessor(processor, (ask) => ask(8, 0));
    } catch (error) {
      return error instanceof Error && "code" in error ? error.code : error;
    }
  };
  expect(code(0)).toBe("EIO");
  expect(code(1)).toBe("ENOENT");
  expect(() => thisMachine("/absent/folder").processors()).toThrow("ENOENT");
});
