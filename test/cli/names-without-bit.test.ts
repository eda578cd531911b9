/** Every command that reads a dump counts the features without a bit in one line. */

import { expect, test } from "vitest";

import { folderWith } from "./run-in-folder.ts";

const RULES = `layout words {
  leaf CPUID_1_ECX = 0x1 ecx { 0 SSE3 alias "pni" }
  word ARCH_CAPABILITIES { 0 RDCTL_NO alias "rdctl-no" }
}
layout bugs { word BUGS { 0 SPECTRE_V2 alias "spectre_v2" } }
input host: words
input bug:  bugs
caps cpu: words {
  default = host
  RDCTL_NO = host & !bug.SPECTRE_V2
}
`;

const CHANGED = RULES.replace("default = host", "default = none");

/** Six names have no bit: `vme` is off, and `migratable` is a switch of the model. */
const QEMU = JSON.stringify({
  return: {
    model: {
      props: {
        ...{ pni: true, "rdctl-no": true, vme: false, avx2: true, "kvm-pv-eoi": true },
        ...{ "taa-no": true, "vmx-hlt-exit": true, "hv-time": true, migratable: true, xsave: true },
      },
    },
  },
});
const LINE =
  "host has no bit for 6 names of q.json: avx2, kvm-pv-eoi, taa-no, vmx-hlt-exit, hv-time and 1 more";
const NAMES = ["avx2", "kvm-pv-eoi", "taa-no", "vmx-hlt-exit", "hv-time", "xsave"];

const CPUINFO = "processor : 0\nflags : pni fpu\nbugs : spectre_v2 f00f\n\n";

const folder = () =>
  folderWith({
    "cpu.rules": RULES,
    "new.rules": CHANGED,
    "q.json": QEMU,
    "a.cpuinfo": CPUINFO,
  });

test("eval reports it under its first line, and lists all names in JSON", async () => {
  const args = ["eval", "cpu.rules", "--host", "q.json"];
  const { stdout, stderr, exitCode } = await folder().run(args);
  expect(stdout.split("\n").slice(0, 3)).toEqual(["host: q.json; bug: all", LINE, ""]);
  expect([stderr, exitCode]).toEqual(["", 0]);
  const { inputs } = JSON.parse((await folder().run([...args, "--json"])).stdout) as {
    readonly inputs: unknown;
  };
  expect(inputs).toEqual([
    { name: "host", source: "q.json", withoutBit: NAMES },
    { name: "bug", source: "all", withoutBit: [] },
  ]);
});

test("explain reports it in its last line, and lists all names in JSON", async () => {
  const args = ["explain", "RDCTL_NO", "cpu.rules", "--host", "q.json"];
  const { stdout } = await folder().run(args);
  expect(stdout.trimEnd().split("\n").at(-1)).toBe(`  note     ${LINE}`);
  const { inputs } = JSON.parse((await folder().run([...args, "--json"])).stdout) as {
    readonly inputs: readonly { readonly withoutBit: unknown }[];
  };
  expect(inputs[0]?.withoutBit).toEqual(NAMES);
});

test("a name that one of the inputs of a dump takes is not counted", async () => {
  // `pni` is a bit of host, and `spectre_v2` one of bug; nothing takes `fpu` and `f00f`.
  const args = ["eval", "cpu.rules", "--input", "host,bug=a.cpuinfo"];
  const { stdout } = await folder().run(args);
  expect(stdout).toContain("\nhost and bug have no bit for 2 names of a.cpuinfo: fpu, f00f\n");
});

test("nothing is reported if every name has a bit", async () => {
  const rules = { "cpu.rules": RULES, "a.cpuinfo": "processor : 0\nflags : pni\n\n" };
  const { stdout } = await folderWith(rules).run(["eval", "cpu.rules", "--host", "a.cpuinfo"]);
  expect(stdout).not.toContain("no bit for");
});

test("diff --hosts counts them over all dumps, and lists them in JSON", async () => {
  const args = ["diff", "cpu.rules", "new.rules", "--hosts", "q.json", "--hosts", "a.cpuinfo"];
  const { stderr } = await folder().run(args);
  expect(stderr).toContain(
    "note: host has no bit for 9 names of --hosts: avx2, kvm-pv-eoi, taa-no, vmx-hlt-exit, hv-time and 4 more\n",
  );
  const { hosts } = JSON.parse((await folder().run([...args, "--json"])).stdout) as {
    readonly hosts: unknown;
  };
  expect(hosts).toEqual({
    of: 2,
    leftOut: [],
    withoutBit: [...NAMES, "fpu", "spectre_v2", "f00f"],
  });
});

test("diff --hosts counts no name that the layout of either side takes", async () => {
  const more = CHANGED.replace(
    "word ARCH_CAPABILITIES {",
    'word ARCH_CAPABILITIES { 8 TAA_NO alias "taa-no" ',
  );
  const files = { "cpu.rules": RULES, "new.rules": more, "q.json": QEMU };
  const args = ["diff", "cpu.rules", "new.rules", "--hosts", "q.json"];
  const { stderr } = await folderWith(files).run(args);
  expect(stderr).toContain("note: host has no bit for 5 names of --hosts: avx2, kvm-pv-eoi, ");
});
