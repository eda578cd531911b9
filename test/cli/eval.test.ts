import { expect, test } from "vitest";

import { folderWith } from "./run-in-folder.ts";

const RULES = `layout tiny {
  leaf FIRST  = 0x1 ecx { 0 A  1 B  2 C  3 D }
  word SECOND { 0 E  1 F }
}
input host:  tiny
input guest: tiny
flag  tdp
caps vcpu: tiny {
  default = host & guest
  B = guest          because "done in software"
  when tdp { C = none }
}
`;

const ENUM = `layout tiny { word ONLY { 0 A } }
input host: tiny
enum vendor: intel amd
caps vcpu: tiny {
  default = host
  when vendor == amd { A = none }
}
`;

const evalRules = (args: readonly string[], files: Readonly<Record<string, string>> = {}) =>
  folderWith({ "cpu.rules": RULES, ...files }).run(["eval", "cpu.rules", ...args]);

test("bits are listed by leaf, exceptions with rule and reason, defaults in short", async () => {
  // Derived by hand: A is in both; B is in the guest only; C is in both, but hidden under tdp; D is
  // in the host only; E is in both; F is in the guest only.
  const args = ["--host", "A,C,D,E", "--guest", "A,B,C,E,F", "--given", "tdp"];
  expect(await evalRules(args)).toEqual({
    exitCode: 0,
    stderr: "",
    stdout: `host: A,C,D,E; guest: A,B,C,E,F; tdp

vcpu: 3 bits on
  FIRST   A +B
  SECOND  E

On, though not every input has it:
  +B  host lacks it  = guest  cpu.rules:10
      because "done in software"

Off, though an input has it:
  -C  host, guest have it  = none, when tdp  cpu.rules:11

Off by default = host & guest (cpu.rules:9), as guest lacks them:
  FIRST  D

Off by default = host & guest (cpu.rules:9), as host lacks them:
  SECOND  F
`,
  });
});

test("`--all` shows every bit", async () => {
  const { stdout } = await evalRules(["--host", "A", "--guest", "A", "--all"]);
  expect(stdout).toContain("  FIRST   A B:off C:off D:off\n  SECOND  E:off F:off\n");
});

test("an input that is not given is `all`, and the first line says so", async () => {
  const { stdout } = await evalRules(["--host", "A"]);
  expect(stdout.split("\n")[0]).toBe("host: A; guest: all");
});

test("a guest may be the host without some bits", async () => {
  const { stdout } = await evalRules(["--host", "A,B,E", "--guest", "host,-B"]);
  expect(stdout).toContain("vcpu: 2 bits on\n  FIRST   A\n  SECOND  E\n");
});

test("a dump on standard input is read as one", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  const args = ["eval", "cpu.rules", "--host", "-", "--guest", "all", "--json"];
  // ECX of leaf 1 is 5: bits 0 and 2, A and C. B is the guest's.
  const { stdout } = await folder.run(args, {
    standardInput: '{"entries": [[0, 0, 1, 0, 0, 0], [1, 0, 0, 0, 5, 0]]}',
  });
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    inputs: [
      { name: "host", source: "<stdin>" },
      { name: "guest", source: "all" },
    ],
    sets: [{ name: "vcpu", words: [0b0111, 0] }],
  });
});

test("a dump in a file is found by its name", async () => {
  const files = { "machine.json": '{"features": ["A", "E"]}' };
  const { stdout } = await evalRules(["--host", "machine.json"], files);
  expect(stdout).toContain("vcpu: 3 bits on\n  FIRST   A +B\n  SECOND  E\n");
});

test("a mistake in a dump is shown at its line, and is exit code 1", async () => {
  const files = { "machine.json": '{\n  "features": ["A", "Q"]\n}\n' };
  const { exitCode, stdout, stderr } = await evalRules(["--host", "machine.json"], files);
  expect(stderr).toMatch(/^machine\.json:2:21: error\[CR0719\]/);
  expect(stdout).toBe("");
  expect(exitCode).toBe(1);
});

test("an unknown feature on the command line names the nearest", async () => {
  const rules = { "cpu.rules": "RDPID = guest\n" };
  const { exitCode, stderr } = await evalRules(["--host", "+RDPDI"], rules);
  expect(stderr).toContain("--host:1:1: error[CR0719]");
  expect(stderr).toContain("did you mean `RDPID`?");
  expect(exitCode).toBe(1);
});

test("unknown bits of a dump are listed as not known", async () => {
  const rules = { "cpu.rules": "default = host & guest\nAVX requires host.OSXSAVE\n" };
  const cpuinfo = "processor : 0\nvendor_id : GenuineIntel\nflags : xsave avx\nbugs :\n";
  const args = ["--host", "dump", "--guest", "XSAVE,OSXSAVE,AVX,FMA"];
  const { stdout } = await evalRules(args, { ...rules, dump: cpuinfo });
  // A kernel that believes in FMA prints it; none prints OSXSAVE.
  expect(stdout).toBe(`host: dump; guest: XSAVE,OSXSAVE,AVX,FMA

cpu: 1 bit on, 2 depend on unknown inputs
  CPUID_1_ECX  XSAVE

Off by default = host & guest (cpu.rules:1), as host lacks them:
  CPUID_1_ECX  FMA

Not known, as host does not tell them:
  CPUID_1_ECX  OSXSAVE

Not known, as they depend on unknown inputs:
  ?AVX  on host.OSXSAVE
`);
  const all = await evalRules([...args, "--all"], { ...rules, dump: cpuinfo });
  expect(all.stdout).toContain(" OSXSAVE:? AVX:? ");
  const json = await evalRules([...args, "--json"], { ...rules, dump: cpuinfo });
  // OSXSAVE is bit 27, AVX bit 28 of the fifth word.
  expect(json.stdout.replace(/\s/g, "")).toContain(`"dependingWords":[0,0,0,0,402653184,0,`);
});

test("an enum must be given, and the error lists its values", async () => {
  const folder = folderWith({ "cpu.rules": ENUM });
  const { exitCode, stderr } = await folder.run(["eval", "cpu.rules", "--host", "all"]);
  expect(stderr).toBe(`error: the result depends on \`vendor\`, which is not given
  help: add \`--given 'vendor = intel'\` or \`--given 'vendor = amd'\`
`);
  expect(exitCode).toBe(2);
  const given = ["eval", "cpu.rules", "--host", "all", "--given", "vendor = amd"];
  expect((await folder.run(given)).stdout).toContain("-A  host has it");
});

test.each([
  {
    args: ["--host", "all", "--given", "tpd"],
    says: "the rules have no flag named `tpd`; did you mean `tdp`?",
  },
  { args: ["--given", "tdp; tdp"], says: "`tdp` is given twice" },
  { args: ["--given", "tdp = on"], says: "`tdp` is a flag, which has no value" },
  { args: ["--given", "a b"], says: "`a b` cannot be given" },
  { args: ["--input", "hots=all"], says: "did you mean `host`?" },
  { args: ["--input", "host"], says: "`--input host` has no `=`" },
  { args: ["--input", "host=all", "--host", "all"], says: "an input is given twice" },
  { args: ["--host", "all", "--host", "none"], says: "`--host` is given twice" },
  { args: ["--host", "nothere"], says: "`nothere` is neither a file nor a feature" },
  { args: ["--host", "-", "--guest", "-"], says: "standard input can be read only once" },
  { args: ["--host", "absent/file"], says: "there is no file `absent/file`" },
  { args: ["--host", "."], says: "`.` is a directory" },
])("$args is a usage error", async ({ args, says }) => {
  const { exitCode, stderr } = await evalRules(args);
  expect(stderr).toContain(says);
  expect(exitCode).toBe(2);
});

test("a dump in UTF-16 is reported as such", async () => {
  const dump = Buffer.from("\uFEFFprocessor : 0\nflags : fpu\n", "utf16le");
  const folder = folderWith({ "cpu.rules": RULES, "dump.txt": dump });
  const { stderr, exitCode } = await folder.run(["eval", "cpu.rules", "--host", "dump.txt"]);
  expect(stderr).toBe(`error: \`dump.txt\` is not text in UTF-8: see byte 0
  help: save it in UTF-8; PowerShell's \`>\` writes UTF-16
`);
  expect(exitCode).toBe(2);
});

test("a raw dump of a real processor is read whole", async () => {
  const dump = `${import.meta.dirname}/../fixtures/cpuid/epyc-genoa-guest.cpuid`;
  const rules = { "cpu.rules": "default = host\n" };
  const { stdout, exitCode } = await evalRules(["--host", dump], rules);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("AVX512F");
});

const LEAVES = Array.from({ length: 13 }, (_, leaf) => `word W${leaf} { 0 A${leaf}  1 B${leaf} }`);
const manyLeaves = (leaves: number): string =>
  `layout wide { ${LEAVES.slice(0, leaves).join(" ")} }\ninput host: wide\ninput guest: wide\n` +
  "caps vcpu: wide { default = host & guest }\n";

test("a default over more than twelve leaves takes one line, unless all leaves are asked for", async () => {
  const many = folderWith({ "cpu.rules": manyLeaves(13) });
  const args = ["eval", "cpu.rules", "--host", "none"];
  const folded =
    "Off by default = host & guest (cpu.rules:4), as host lacks them: 26 bits in 13 leaves (--all lists them)\n";
  expect((await many.run(args)).stdout).toContain(folded);
  expect((await many.run([...args, "--all"])).stdout).toContain("  W12  A12 B12\n");
  const few = folderWith({ "cpu.rules": manyLeaves(12) });
  expect((await few.run(args)).stdout).toContain("as host lacks them:\n  W0   A0 B0\n");
});
