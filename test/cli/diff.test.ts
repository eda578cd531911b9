/** `caprules diff`, between files, folders and states of a git repository. */

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

import ts from "typescript";
import { expect, test } from "vitest";

import { countsOf } from "./counts-of.ts";
import { git } from "./git-in-folder.ts";
import { folderWith, type Folder } from "./run-in-folder.ts";
import { LAYOUT, NEW, OLD } from "./xsaves-rules.ts";

const EQUAL = OLD.replace("default = host & guest", "default = !(!host | !guest)");

/** A repository whose first commit has the old rules. */
function repository(): Folder {
  const folder = folderWith({ "layout.rules": LAYOUT, "cpu.rules": OLD });
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", ".");
  git(folder, "commit", "-qm", "first");
  return folder;
}

test("a changed rule is shown with bit, condition, rules, case and consequences", async () => {
  const { run } = folderWith({ "layout.rules": LAYOUT, "old.rules": OLD, "new.rules": NEW });
  const { exitCode, stdout, stderr } = await run(["diff", "old.rules", "new.rules"]);
  expect(stderr).toBe("");
  // XSAVES with host & XSAVE (host.XSAVE & guest.XSAVE) where the guest lacks XSAVES, on AMD.
  expect(stdout)
    .toBe(`vcpu.XSAVES is gained when vendor == amd & host.XSAVE & guest.XSAVE & host.XSAVES & !guest.XSAVES; 1 bit follows (vcpu.AVX)
2 of 3 bits change (+2)

vcpu
  + XSAVES
      when    vendor == amd & host.XSAVE & guest.XSAVE & host.XSAVES & !guest.XSAVES  (in 1 of 32 cases)
      after   = host, when vendor == amd  new.rules:4
      shown   by host: XSAVE XSAVES; guest: XSAVE; vendor = amd; everything else off: off before, on after
      so      + vcpu.AVX
`);
  expect(exitCode).toBe(1);
});

test("an enumeration's values may be declared in another order", async () => {
  const rules = (values: string, value: string): string => `layout tiny { word A { 0 X  1 Y } }
enum vendor: ${values}
caps c: tiny {
  default = none
  X = vendor == ${value}
  Y = vendor != intel
}
`;
  const old = rules("intel amd arm", "intel");
  const { run } = folderWith({ "old.rules": old, "new.rules": rules("arm amd intel", "amd") });
  const { stdout, stderr } = await run(["diff", "old.rules", "new.rules"]);
  expect(stderr).toBe("");
  expect(countsOf(stdout)).toBe("1 of 2 bits changes (~1), 1 declaration changed");
  expect(stdout).toContain("  ~ X\n      when    vendor != arm  (in 2 of 3 cases)\n");
});

test("declarations of the old rules appear in the cases that show their loss", async () => {
  const old = `layout tiny { word A { 0 X }  word GONE { 0 Y  1 Z } }
input host: tiny
enum vendor: intel amd arm
flag on
caps c: tiny {
  default = none
  when vendor == arm { X = on }
  Y = host & on
  Z = host
}
`;
  const fresh = `layout tiny { word A { 0 X } }
input host: tiny
caps c: tiny { default = none }
`;
  const { run } = folderWith({ "old.rules": old, "new.rules": fresh });
  const { stdout, stderr } = await run(["diff", "old.rules", "new.rules"]);
  expect(stderr).toBe("");
  expect(stdout.match(/shown {3}by .*/g)).toEqual([
    "shown   by vendor = arm; on; everything else off: on before, off after",
    "shown   by host: Y; on; everything else off: on before, off after",
    "shown   by host: Z; everything else off: on before, off after",
  ]);
  const { stdout: json } = await run(["diff", "old.rules", "new.rules", "--json"]);
  const { sets } = JSON.parse(json) as {
    sets: { bits: { bit: string; witness: object }[] }[];
  };
  const bits = sets[0]?.bits ?? [];
  expect(bits.map(({ bit, witness }) => [bit, witness])).toMatchObject([
    ["X", { flags: ["on"], values: { vendor: "arm" }, inputs: { host: [] } }],
    ["Y", { flags: ["on"], inputs: { host: ["Y"] } }],
    ["Z", { flags: [], inputs: { host: ["Z"] } }],
  ]);
});

test.each([
  { assume: "vendor == amd", cases: "in 1 of 16 cases" },
  // Six of the eight cases of vendor and the guest's two bits are left; XSAVES alone is not
  // allowed.
  { assume: "guest.XSAVES -> guest.XSAVE", cases: "in 1 of 24 cases" },
  // It can be so in every case of what the bit depends on.
  { assume: "guest.AVX -> guest.XSAVE", cases: "in 1 of 32 cases" },
  {
    assume: "vendor == amd & host.XSAVE & host.XSAVES & guest.XSAVE & !guest.XSAVES",
    cases: "in every case",
  },
])("where $assume, the change is counted among such cases", async ({ assume, cases }) => {
  const { run } = folderWith({ "layout.rules": LAYOUT, "old.rules": OLD, "new.rules": NEW });
  const { stdout } = await run(["diff", "old.rules", "new.rules", "--assume", assume]);
  expect(stdout).toContain(`(${cases})`);
});

test("only declared values of an enumeration are compared", async () => {
  const rules = (values: string, more: string): string =>
    `${LAYOUT.replace("intel amd", values)}caps c: tiny {\n  default = host\n${more}}\n`;
  const { run } = folderWith({
    "old.rules": rules("intel amd arm", ""),
    "new.rules": rules(
      "hygon arm amd intel",
      "  when vendor == intel { AVX = none }\n  when vendor != intel { XSAVES = all }\n",
    ),
  });
  const { stdout } = await run(["diff", "old.rules", "new.rules"]);
  expect(stdout.match(/when {4}.*?(?= {2})/g)).toEqual([
    "when    vendor != intel & !host.XSAVES",
    "when    vendor == intel & host.AVX",
  ]);
});

test("the same meaning in other words is proved equal", async () => {
  const { run } = folderWith({ "layout.rules": LAYOUT, "old.rules": OLD, "new.rules": EQUAL });
  const { exitCode, stdout } = await run(["diff", "old.rules", "new.rules"]);
  expect(stdout.split("\n")[0]).toBe("text differs, meaning is equal (proved)");
  expect(stdout).toContain("default = host & guest  old.rules:3");
  expect(exitCode).toBe(0);
});

test("a removed promise and a changed reason are reported", async () => {
  const { run } = folderWith({
    "layout.rules": LAYOUT,
    "old.rules": `${OLD}assert vcpu.AVX -> vcpu.XSAVES\nassert vcpu.XSAVES -> vcpu.XSAVE\n`,
    "new.rules": `${OLD.replace("it needs the state component", "why")}assert vcpu.XSAVES -> vcpu.XSAVE\n`,
  });
  const { exitCode, stdout } = await run(["diff", "old.rules", "new.rules"]);
  expect(stdout).toBe(`none of 3 bits changes, 1 assertion withdrawn

assertion withdrawn vcpu.AVX -> vcpu.XSAVES  old.rules:7
  it still holds by the new rules (proved)
vcpu: XSAVES: only the reason changed
      before  requires XSAVE  old.rules:4
              because "it needs the state component"
      after   requires XSAVE  new.rules:4
              because "why"
`);
  expect(exitCode).toBe(1);
});

test("the same files differ in nothing", async () => {
  const { run } = folderWith({
    "layout.rules": LAYOUT,
    "a/x.rules": OLD.replace("layout", "../layout"),
  });
  const { exitCode, stdout } = await run(["diff", "a", "a"]);
  expect([stdout, exitCode]).toEqual(["no rules differ\n", 0]);
});

test("--assume narrows the cases, and the output says so", async () => {
  const { run } = folderWith({ "layout.rules": LAYOUT, "old.rules": OLD, "new.rules": NEW });
  const args = ["diff", "old.rules", "new.rules", "--assume"];
  const intel = await run([...args, "vendor == intel"]);
  expect(intel.stdout.split("\n")[0]).toBe(
    "text differs, meaning is equal (proved), where vendor == intel",
  );
  expect(intel.exitCode).toBe(0);
  const amd = await run([...args, "vendor == amd"]);
  expect(amd.stdout).toContain("when    host.XSAVE & guest.XSAVE & host.XSAVES & !guest.XSAVES");
  const wrong = await run([...args, "vendor == arm"]);
  expect(wrong.stderr).toContain("<assume>:1:18: error[CR0213]");
  expect(wrong.exitCode).toBe(2);
});

test.each([
  ["vendor == amd; default = host", "only one expression"],
  ['vendor == amd because "so"', "leave it out"],
  [" # nothing", "the expression is empty"],
])("--assume %s is no expression", async (text, problem) => {
  const { run } = folderWith({ "layout.rules": LAYOUT, "old.rules": OLD, "new.rules": NEW });
  const { exitCode, stderr } = await run(["diff", "old.rules", "new.rules", "--assume", text]);
  expect(stderr).toContain(problem);
  expect(exitCode).toBe(2);
});

test.each([
  ["gained", 1],
  ["lost", 0],
  ["any", 1],
  ["none", 0],
])("--fail-on %s", async (what, exitCode) => {
  const { run } = folderWith({ "layout.rules": LAYOUT, "old.rules": OLD, "new.rules": NEW });
  expect((await run(["diff", "old.rules", "new.rules", "--fail-on", what])).exitCode).toBe(
    exitCode,
  );
});

test("JSON has the fields that README describes", { timeout: 30_000 }, async () => {
  const { run, path, write } = folderWith({
    "old.rules": OLD,
    "new.rules": NEW,
    "layout.rules": LAYOUT,
  });
  write("host.txt", "processor : 0\nvendor_id : AuthenticAMD\nflags : xsave xsaves\n");
  const { stdout } = await run(["diff", "old.rules", "new.rules", "--json", "--hosts", "*.txt"]);
  const readme = readFileSync(join(import.meta.dirname, "../../src/review/README.md"), "utf8");
  const types = /```ts\n(interface Comparison [^]*?)```/.exec(readme)?.[1] ?? "";
  const document = `export const document: Comparison = ${stdout};\n`;
  write("whole.ts", `${types}\n${document}`);
  // A field more or less anywhere is noticed.
  write("less.ts", `${types.replace("  word: string;\n", "")}\n${document}`);
  const errors = typeErrors([join(path, "whole.ts"), join(path, "less.ts")]);
  const missing: unknown = expect.stringMatching(/^less\.ts: [^]*'"word"' does not exist/);
  expect(errors).toEqual([missing, missing]);
});

/** The type errors of modules that need no library beyond the language itself. */
function typeErrors(files: readonly string[]): readonly string[] {
  const program = ts.createProgram(files, {
    ...{ strict: true, noEmit: true, types: [], lib: ["lib.es5.d.ts"] },
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${basename(file?.fileName ?? "")}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
}

test("JSON has every change, with its witness and its cause", async () => {
  const { run } = folderWith({ "layout.rules": LAYOUT, "old.rules": OLD, "new.rules": NEW });
  const { stdout } = await run(["diff", "old.rules", "new.rules", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    equal: false,
    undecided: false,
    headline:
      "vcpu.XSAVES is gained when vendor == amd & host.XSAVE & guest.XSAVE & host.XSAVES & !guest.XSAVES; 1 bit follows (vcpu.AVX)",
    summary: "2 of 3 bits change (+2)",
    sets: [
      {
        program: "new.rules",
        name: "vcpu",
        bits: [
          {
            bit: "XSAVES",
            word: "ONLY",
            index: 1,
            direction: "gained",
            witness: {
              inputs: { host: ["XSAVE", "XSAVES"], guest: ["XSAVE"] },
              values: { vendor: "amd" },
              before: false,
              after: true,
            },
            cause: { kind: "rule" },
          },
          { bit: "AVX", cause: { kind: "consequence", of: ["vcpu.XSAVES"] } },
        ],
      },
    ],
    programs: [{ name: "new.rules", compared: true }],
  });
});

test("a revision alone compares the merge base with the working tree", async () => {
  const folder = repository();
  git(folder, "checkout", "-qb", "feature");
  folder.write("cpu.rules", NEW);
  git(folder, "checkout", "-q", "main", "--", "layout.rules");
  const outcome = await folder.run(["diff", "main"]);
  expect(outcome.stdout).toContain("2 of 3 bits change (+2)");
  expect(outcome.stdout).toContain("  + XSAVES");

  // Later commits on main are not changes of this branch.
  git(folder, "stash", "-q");
  git(folder, "checkout", "-q", "main");
  folder.write("cpu.rules", EQUAL);
  git(folder, "commit", "-qam", "other words");
  git(folder, "checkout", "-q", "feature");
  git(folder, "stash", "pop", "-q");
  expect((await folder.run(["diff", "main"])).stdout).toBe(outcome.stdout);
});

test("two revisions are compared directly, with the used files of each", async () => {
  const folder = repository();
  folder.write("cpu.rules", NEW);
  folder.write("layout.rules", LAYOUT.replace("2 AVX", "2 AVX  3 AVX2"));
  git(folder, "commit", "-qam", "second");
  folder.write("cpu.rules", "nonsense");
  const { stdout, exitCode } = await folder.run(["diff", "HEAD~1..HEAD"]);
  expect(stdout).toContain("2 of 4 bits change (+2), 1 declaration changed");
  expect(stdout).toContain("bit ONLY.AVX2 added");
  expect(exitCode).toBe(1);
  expect((await folder.run(["diff", "HEAD..HEAD"])).stdout).toBe("no rules differ\n");
});

test("an old version of a file is found from a folder below the root", async () => {
  const folder = folderWith({ "rules/layout.rules": LAYOUT, "rules/cpu.rules": OLD });
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", ".");
  git(folder, "commit", "-qm", "first");
  folder.write("rules/cpu.rules", NEW);
  const { stdout } = await folder.run(["diff", "HEAD", "cpu.rules"], { inner: "rules" });
  expect(countsOf(stdout)).toBe("2 of 3 bits change (+2)");
});

test("an added and a removed file are reported", async () => {
  const folder = repository();
  folder.write("more.rules", 'use "layout.rules"\ncaps more: tiny { default = host }\n');
  git(folder, "rm", "-q", "cpu.rules");
  const { stdout } = await folder.run(["diff", "HEAD"]);
  expect(stdout.split("\n")[0]).toBe("2 programs on one side only");
  expect(stdout).toContain("cpu.rules is removed");
  expect(stdout).toContain("more.rules is added");
});

test("sets that are named after two files are one set", async () => {
  const { run } = folderWith({
    "v1.rules": "default = host & guest",
    "v2.rules": "default = guest",
  });
  const { stdout, exitCode } = await run(["diff", "v1.rules", "v2.rules"]);
  // No bit, named or not, needs the host any more.
  expect(stdout).toMatch(/\n(\d+) of \1 bits change \(\+\1\)\n\nv2 \(was v1\)\n/);
  expect(exitCode).toBe(1);
});

test("sets of one side only are not called equal", async () => {
  const caps = (name: string): string =>
    `use "layout.rules"\ncaps ${name}: tiny { default = host }\n`;
  const { run } = folderWith({
    "layout.rules": LAYOUT,
    "a.rules": caps("a"),
    "b.rules": caps("b"),
  });
  const { stdout, exitCode } = await run(["diff", "a.rules", "b.rules"]);
  expect(stdout.split("\n")[0]).toBe("no set is on both sides, 2 declarations changed");
  expect(exitCode).toBe(1);
  const both = await run(["diff", "a.rules", "b.rules", "--set", "a=b"]);
  expect(both.stdout.split("\n")[0]).toBe("text differs, meaning is equal (proved)");
});

const DUMPS = {
  // XSAVE is bit 26 of CPUID_1_ECX, AVX bit 28.
  "dumps/both.json": '{"features": ["XSAVE", "AVX"]}',
  "dumps/none.json": '{"features": []}',
  "dumps/raw": "   0x00000001 0x00: eax=0x00000000 ebx=0x00000000 ecx=0x04000000 edx=0x00000000\n",
};

test("--hosts lists the machines on which a change occurs", async () => {
  const { run } = folderWith({
    "v1.rules": "default = host & guest\nAVX requires XSAVE",
    "v2.rules":
      "default = host & guest\nXSAVE = host & guest & !host.AVX\nSSSE3 = host & guest & !(host.AVX & !host.XSAVE)",
    ...DUMPS,
  });
  const { stdout } = await run(["diff", "v1.rules", "v2.rules", "--hosts", "dumps/*"]);
  const seen = [...stdout.matchAll(/ {2}[+−~] (\S+)\n.*\n +seen +(.*)/g)].map(([, bit, hosts]) => [
    bit,
    hosts,
  ]);
  // XSAVE is lost where a host has both; AVX is gained where a guest lacks XSAVE.
  expect(seen).toEqual([
    ["SSSE3", "on none of 3 hosts"],
    ["XSAVE", "on 1 of 3 hosts: both.json"],
    ["AVX", "on 1 of 3 hosts: both.json"],
  ]);
});

test("--hosts lists the machines on which a change may occur, depending on unknown bits", async () => {
  const cpuinfo = (flags: string) => `processor : 0\nvendor_id : GenuineIntel\nflags : ${flags}\n`;
  const { run } = folderWith({
    // No kernel prints a name for OSXSAVE.
    "v1.rules": "default = host & guest",
    "v2.rules": "default = host & guest\nAVX = host & guest & !host.OSXSAVE",
    "dumps/both": cpuinfo("xsave avx"),
    "dumps/xsave": cpuinfo("xsave"),
    "dumps/off.json": '{"features": ["XSAVE", "AVX"]}',
    "dumps/on.json": '{"features": ["XSAVE", "OSXSAVE", "AVX"]}',
  });
  const { stdout } = await run(["diff", "v1.rules", "v2.rules", "--hosts", "dumps/*"]);
  expect(stdout).toContain(
    "seen    on 1 of 4 hosts: on.json; may show on 1: both (depends on host.OSXSAVE)",
  );
  const json = await run(["diff", "v1.rules", "v2.rules", "--hosts", "dumps/*", "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    sets: [
      {
        bits: [
          {
            bit: "AVX",
            hosts: {
              on: ["on.json"],
              mayShow: [{ name: "both", dependsOn: ["host.OSXSAVE"] }],
              of: 4,
            },
          },
        ],
      },
    ],
  });
});

test("--hosts leaves out unreadable files, reports them, and ends in exit code 2", async () => {
  const files = {
    "v1.rules": "default = host & guest",
    "v2.rules": "default = host & guest\nAVX = host",
    "dumps/wrong.json": '{"entries": 7}',
    "dumps/text.txt": "no dump",
  };
  const all = folderWith({ ...files, ...DUMPS });
  const { exitCode, stdout, stderr } = await all.run([
    "diff",
    "v1.rules",
    "v2.rules",
    "--hosts",
    "dumps/*",
  ]);
  expect(stdout).toContain("of 3 hosts");
  expect(stderr).toMatch(/CR0701[^]*CR0716/);
  expect(stderr).toContain("note: left out of --hosts: `dumps/text.txt`; `dumps/wrong.json`\n");
  expect(exitCode).toBe(2);
  const none = await folderWith(files).run(["diff", "v1.rules", "v2.rules", "--hosts", "dumps/*"]);
  expect(none.exitCode).toBe(2);
  expect(none.stderr).toContain("no dump of --hosts can be read");
});

test("--hosts takes the vendor from the dumps", async () => {
  const cpuinfo = (vendor: string) => `processor : 0\nvendor_id : ${vendor}\nflags : xsave avx\n`;
  const { run } = folderWith({
    "v1.rules": "default = host & guest",
    "v2.rules": "default = host & guest\nwhen host.vendor == amd { AVX = host }",
    "dumps/amd": cpuinfo("AuthenticAMD"),
    "dumps/intel": cpuinfo("GenuineIntel"),
    "dumps/unknown.json": '{"features": ["XSAVE", "AVX"]}',
  });
  const { stdout } = await run(["diff", "v1.rules", "v2.rules", "--hosts", "dumps/*"]);
  expect(stdout).toContain(
    "seen    on 1 of 3 hosts: amd; may show on 1: unknown.json (depends on host.vendor)",
  );
});

test("--hosts takes one dump for several inputs", async () => {
  const inputs = 'use "caprules:x86.rules"\ninput raw: x86\ninput boot: x86\ncaps vcpu: x86 {\n';
  const { run } = folderWith({
    "v1.rules": `${inputs}  default = none\n}`,
    "v2.rules": `${inputs}  default = none\n  XSAVE = raw & !boot\n  AVX = raw & boot\n}`,
    ...DUMPS,
  });
  const { stdout } = await run(["diff", "v1.rules", "v2.rules", "--hosts", "raw,boot=dumps/*"]);
  // No machine has XSAVE in one reading only.
  const seen = [...stdout.matchAll(/seen +(.*)/g)].map(([, hosts]) => hosts);
  expect(seen).toEqual(["on none of 3 hosts", "on 1 of 3 hosts: both.json"]);
});

test.each([
  { hosts: ["none/*"], says: "`--hosts none/*` matches no file" },
  { hosts: ["dumps", "raw=dumps"], says: "other inputs for other dumps: `host` and `raw`" },
  { hosts: ["v1.rules"], says: "v1.rules:1:1: error[CR0701]" },
])("--hosts $hosts is a clear error", async ({ hosts, says }) => {
  const { run } = folderWith({
    "v1.rules": "default = host",
    "v2.rules": "default = guest",
    ...DUMPS,
  });
  const { stdout, stderr, exitCode } = await run([
    ...["diff", "v1.rules", "v2.rules"],
    ...hosts.flatMap((each) => ["--hosts", each]),
  ]);
  expect(stderr).toContain(says);
  expect([stdout, exitCode]).toEqual(["", 2]);
});

test("--hosts of an input that the rules do not have is noted", async () => {
  const { run } = folderWith({
    "v1.rules": "default = host",
    "v2.rules": "default = guest",
    ...DUMPS,
  });
  const { stdout, stderr } = await run(["diff", "v1.rules", "v2.rules", "--hosts", "hst=dumps"]);
  expect(stderr).toContain("rules that change have no input `hst`");
  expect(stdout).not.toContain("seen");
});

test("a side that does not compile is named, and its declarations are compared", async () => {
  const folder = repository();
  folder.write("cpu.rules", OLD.replace("XSAVES requires", "XSAVSE requires"));
  const { stdout, stderr, exitCode } = await folder.run(["diff", "HEAD"]);
  expect(stderr).toContain("In the working tree:\ncpu.rules:4:3: error[CR0201]");
  expect(stdout).toContain("1 program could not be compared");
  expect(exitCode).toBe(1);
});

test.each([
  { args: ["v9"], says: "there is no file, folder or git revision `v9`" },
  { args: ["--", "-x"], says: "there is no file, folder or git revision `-x`" },
  { args: ["cpu.rules"], says: "name a revision to compare it with" },
  { args: ["cpu.rules", "."], says: "`cpu.rules` is a file, and `.` a folder" },
  { args: [".", "v9"], says: "there is no file, folder or git revision `v9`" },
  { args: ["v9", "."], says: "there is no file, folder or git revision `v9`" },
  { args: ["v8", "v9"], says: "there is no file, folder or git revision `v8`" },
  { args: ["", "."], says: "an argument is empty" },
  { args: ["-", "-"], says: "standard input can be one side only" },
  { args: ["HEAD..v9"], says: "there is no file, folder or git revision `v9`" },
  { args: ["HEAD", "--set", "a"], says: "`--set a` does not name two sets" },
])("$args cannot be compared", async ({ args, says }) => {
  const { stderr, exitCode } = await repository().run(["diff", ...args]);
  expect(stderr).toContain(says);
  expect(exitCode).toBe(2);
});

test("a missing repository is reported", async () => {
  const { run } = folderWith({ "cpu.rules": OLD });
  const { stderr, exitCode } = await run(["diff", "main"]);
  expect(stderr).toContain("this is not a git repository");
  expect(exitCode).toBe(2);
});

test("a shallow clone gets advice", async () => {
  const origin = repository();
  origin.write("cpu.rules", NEW);
  git(origin, "commit", "-qam", "second");
  const clone = folderWith();
  git(clone, "clone", "-q", "--depth", "1", `file://${origin.path}`, "shallow");
  const { stderr, exitCode } = await clone.run(["diff", "HEAD~1"], { inner: "shallow" });
  expect(stderr).toContain("fetch-depth: 0");
  expect(exitCode).toBe(2);
});

test("Markdown escapes text from rules, and fits a comment", async () => {
  const hostile = 'because "</details><script>`|` [x](http://x) @someone"';
  const { run } = folderWith({
    "layout.rules": LAYOUT,
    "old.rules": OLD,
    "new.rules": NEW.replace("XSAVES = host }", `XSAVES = host ${hostile} }`),
  });
  const { stdout } = await run(["diff", "old.rules", "new.rules", "--format", "markdown"]);
  expect(stdout).toMatch(
    /\n\*\*Rules:\*\* vcpu\.XSAVES is gained [^\n]*\n\n2 of 3 bits change \(\+2\)\n/,
  );
  expect(stdout).not.toContain("<script>");
  expect(stdout.match(/<\/details>/g)).toHaveLength(1);
  expect(stdout).not.toMatch(/[^\\]\]\(http/);
  expect(stdout).not.toMatch(/[^\\]@someone/);
  expect(stdout.length).toBeLessThan(65_000);
});

/** A change of every bit, of each in its own way. */
function enormousChange(wordCount: number): Folder {
  const count = 32 * wordCount;
  const bits = Array.from({ length: count }, (_, bit) => bit);
  const words = Array.from({ length: wordCount }, (_, word) => {
    const names = bits.slice(word * 32, word * 32 + 32).map((bit, place) => `${place} B${bit}`);
    return `word W${word} { ${names.join(" ")} }`;
  });
  const rules = (value: (bit: number) => string): string =>
    `layout big { ${words.join("\n")} }\ninput host: big\ncaps c: big {\n  default = none\n${bits
      .map((bit) => `  B${bit} = ${value(bit)}\n`)
      .join("")}}\n`;
  return folderWith({
    "old.rules": rules((bit) => `host.B${(bit + 1) % count}`),
    "new.rules": rules((bit) => `host.B${(bit + 2) % count}`),
  });
}

test("an enormous change is summarised first, and its Markdown still fits", async () => {
  const { run } = enormousChange(50);
  const { stdout } = await run(["diff", "old.rules", "new.rules", "--format", "markdown"]);
  expect(stdout).toContain("1600 of 1600 bits change");
  expect(stdout.length).toBeLessThan(65_000);
});

test.each([
  { format: "text", atMost: 60_000, says: "  and 440 more changes: caprules diff --format json\n" },
  { format: "github", atMost: 5_000, says: "title=631 more::~ c.B" },
  {
    format: "html",
    atMost: 500_000,
    says: "<li>240 more changes: caprules diff --format json</li>",
  },
  { format: "json", atMost: 2_000_000, says: '"bit": "B639"' },
])("an enormous change as $format", async ({ format, atMost, says }) => {
  const { run } = enormousChange(20);
  const { stdout } = await run(["diff", "old.rules", "new.rules", "--format", format]);
  expect(stdout).toContain("640 of 640 bits change (~640)");
  expect(stdout).toContain(says);
  expect(stdout.length).toBeLessThan(atMost);
});

test("an enormous change as SARIF counts the omitted results", { timeout: 60_000 }, async () => {
  const { run } = enormousChange(160);
  const { stdout } = await run(["diff", "old.rules", "new.rules", "--format", "sarif"]);
  const { runs } = JSON.parse(stdout) as { runs: { results: object[] }[] };
  expect(runs[0]?.results).toHaveLength(5000);
  expect(runs).toMatchObject([
    {
      invocations: [
        {
          toolExecutionNotifications: [
            { message: { text: "120 more changes: caprules diff --format json" } },
          ],
        },
      ],
    },
  ]);
});

test("no name of a file brings an escape sequence, a line or markup to the output", async () => {
  const name = "a\n\n# b \u001b[31m<img>.rules";
  const { run } = folderWith({
    [`old/${name}`]: "default = host",
    [`new/${name}`]: "default = guest",
    "old/gone\n::error::x.rules": "default = host",
    "new/x.rules": "default = host",
  });
  for (const format of ["text", "markdown", "github"]) {
    const { stdout } = await run(["diff", "old", "new", "--format", format]);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).not.toMatch(/^(?:# b|::error)/m);
    if (format === "markdown") expect(stdout).not.toContain("<img>");
  }
});

test("Markdown gives the reason and side of programs that are not compared", async () => {
  const { run } = folderWith({
    "layout.rules": LAYOUT,
    "old.rules": OLD.replace("XSAVES requires", "XSAVSE requires"),
    "new.rules": OLD,
  });
  const { stdout } = await run(["diff", "old.rules", "new.rules", "--format", "markdown"]);
  expect(stdout).toContain("<details open><summary>Errors</summary>");
  expect(stdout).toContain("- CR0201 in the old rules (old.rules:4): no bit of");
});

test("a bar is escaped in the cells of a table only", async () => {
  const { run } = folderWith({
    "old.rules": "default = host & guest",
    "new.rules": "default = host | guest",
  });
  const { stdout } = await run(["diff", "old.rules", "new.rules", "--format", "markdown"]);
  expect(stdout).toContain("`host & !guest \\| !host & guest` |");
  expect(stdout).toContain("- after: `default = host | guest` (");
});

test("workflow commands are ranked, bounded and escaped", async () => {
  const { run } = folderWith({ "layout.rules": LAYOUT, "old.rules": OLD, "new.rules": NEW });
  const { stdout } = await run(["diff", "old.rules", "new.rules", "--format", "github"]);
  expect(stdout.split("\n")).toEqual([
    "::warning file=new.rules,line=4,title=+ vcpu.XSAVES::changes when vendor == amd & host.XSAVE & guest.XSAVE & host.XSAVES & !guest.XSAVES (in 1 of 32 cases); for example host: XSAVE XSAVES; guest: XSAVE; vendor = amd; everything else off",
    expect.stringContaining("title=+ vcpu.AVX through vcpu.XSAVES::"),
    "vcpu.XSAVES is gained when vendor == amd & host.XSAVE & guest.XSAVE & host.XSAVES & !guest.XSAVES; 1 bit follows (vcpu.AVX)",
    "2 of 3 bits change (+2)",
    "",
  ]);
});
