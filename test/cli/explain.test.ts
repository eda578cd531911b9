import { expect, test } from "vitest";

import { folderWith } from "./run-in-folder.ts";

const RULES = `XSAVES = host.XSAVE & host.XSAVES & guest.XSAVE because "context switched"
class hidden_here = none
hidden_here: MOVBE
`;

test("a bit is explained in at most five lines, with the smallest change that flips it", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  const args = ["explain", "XSAVES", "cpu.rules", "--host", "all", "--guest", "all,-XSAVE"];
  expect(await folder.run(args)).toEqual({
    exitCode: 0,
    stderr: "",
    stdout: `cpu.XSAVES is off (host: all; guest: all,-XSAVE)
  rule     XSAVES = host.XSAVE & host.XSAVES & guest.XSAVE  cpu.rules:1
  because  "context switched"
  inputs   host.XSAVE on, guest.XSAVE off, host.XSAVES on
  flip     on with guest.XSAVE on
`,
  });
});

test("a bit that nothing turns on is explained as such", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  const { stdout } = await folder.run(["explain", "MOVBE", "cpu.rules", "--host", "all"]);
  expect(stdout).toBe(`cpu.MOVBE is off (host: all; guest: all)
  rule     hidden_here = none  cpu.rules:3
  inputs   none: it is the same in every case
  flip     nothing turns it on
`);
});

test("file and bit may be given in either order, and the only file need not be named", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  const inputs = ["--host", "all", "--json"];
  const whole = await folder.run(["explain", "XSAVES", "cpu.rules", ...inputs]);
  expect(await folder.run(["explain", "cpu.rules", "XSAVES", ...inputs])).toEqual(whole);
  expect(await folder.run(["explain", "XSAVES", ...inputs])).toEqual(whole);
  expect(JSON.parse(whole.stdout)).toMatchObject({
    ok: true,
    explanation: { set: "cpu", bit: "XSAVES", isOn: true },
  });
});

test("with several rule files, one must be named", async () => {
  const folder = folderWith({ "a.rules": RULES, "b.rules": RULES });
  const { exitCode, stderr } = await folder.run(["explain", "XSAVES"]);
  expect(stderr).toBe(
    "error: which rule file?\n  help: write `caprules explain XSAVES a.rules` or `caprules explain XSAVES b.rules`\n",
  );
  expect(exitCode).toBe(2);
});

test("a misspelt bit names the nearest", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  const { exitCode, stderr } = await folder.run(["explain", "XSVAES", "--host", "all"]);
  expect(stderr).toContain("did you mean `XSAVES`?");
  expect(exitCode).toBe(2);
});

test.each([
  { bit: "cpu", says: "`cpu` is a capability set, not a bit: write `cpu.BIT`" },
  { bit: "cpu.", says: "the name of a bit is missing after `cpu.`" },
  { bit: "", says: "the name of a bit is missing" },
])("$bit is not a bit, and the error says why", async ({ bit, says }) => {
  const folder = folderWith({ "cpu.rules": RULES });
  const { exitCode, stderr } = await folder.run(["explain", bit, "cpu.rules", "--host", "all"]);
  expect(stderr).toBe(`error: ${says}\n`);
  expect(exitCode).toBe(2);
});

test("where another statement flips the bit, the line of the flip names it", async () => {
  const rules = "default = host & guest\nMOVBE also guest.RDPID\n";
  const folder = folderWith({ "cpu.rules": rules });
  const args = ["explain", "MOVBE", "cpu.rules", "--host", "none", "--guest", "none"];
  expect((await folder.run(args)).stdout).toContain(
    "  flip     on with guest.RDPID on, by `also guest.RDPID` (cpu.rules:2)\n",
  );
});

test("an enum matters only for bits that depend on it", async () => {
  const rules = `enum vendor: intel amd\nwhen vendor == amd { XSAVES = host }\nMOVBE = guest\n`;
  const folder = folderWith({ "cpu.rules": rules });
  const other = await folder.run(["explain", "MOVBE", "--host", "all"]);
  expect(other.exitCode).toBe(0);
  const depending = await folder.run(["explain", "XSAVES", "--host", "all"]);
  expect(depending.stderr).toContain("the result depends on `vendor`");
  expect(depending.exitCode).toBe(2);
});

test("rules without an input `host` are explained in general", async () => {
  const rules = `layout tiny { word ONLY { 0 A } }
input boot: tiny
caps vcpu: tiny { default = boot }
`;
  const { stdout } = await folderWith({ "cpu.rules": rules }).run(["explain", "A", "cpu.rules"]);
  expect(stdout).toMatch(/^vcpu\.A in all cases\n {2}formula {2}boot\.A\n/);
});

test("`--formula` prints formula, rules, dependencies and truth table", async () => {
  const rules = `XSAVES = host & XSAVE because "context switched"\nXSAVE requires guest.AVX\n`;
  const folder = folderWith({ "cpu.rules": rules });
  expect(await folder.run(["explain", "XSAVES", "cpu.rules", "--formula"])).toEqual({
    exitCode: 0,
    stderr: "",
    stdout: `cpu.XSAVES in all cases
  formula  host.XSAVE & guest.XSAVE & guest.AVX & host.XSAVES
  rules    XSAVES = host & XSAVE  cpu.rules:1
  inputs   host.XSAVE, guest.XSAVE, guest.AVX, host.XSAVES
  reads    cpu.XSAVE
  read by  nothing

  host.XSAVE  guest.XSAVE  guest.AVX  host.XSAVES | cpu.XSAVES
${Array.from({ length: 16 }, (_, row) => {
  const values = [8, 4, 2, 1].map((place) => Number((row & place) !== 0));
  const padded = ["host.XSAVE", "guest.XSAVE", "guest.AVX", "host.XSAVES"].map((name, at) =>
    String(values[at]).padEnd(name.length),
  );
  return `  ${padded.join("  ")} | ${Number(row === 15)}\n`;
}).join("")}`,
  });
});

test("a long formula is wrapped, and counts the omitted products", async () => {
  const pairs = ["CPUID_1_ECX", "CPUID_1_EDX"].flatMap((leaf) =>
    Array.from({ length: 20 }, (_, bit) => `host.${leaf}[${bit}] & guest.${leaf}[${bit}]`),
  );
  const rules = `RDPID = ${pairs.join(" | ")}\n`;
  const folder = folderWith({ "cpu.rules": rules });
  const { stdout, exitCode } = await folder.run(["explain", "RDPID", "cpu.rules", "--formula"]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/\(8 more\s+products\)/);
  expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
});

test("a condition is explained with verdict, formula and smallest case", async () => {
  const folder = folderWith({ "cpu.rules": "XSAVES = host & host.XSAVE\n" });
  expect(await folder.run(["explain", "XSAVES & !guest.XSAVES", "cpu.rules"])).toEqual({
    exitCode: 0,
    stderr: "",
    stdout: `sometimes: XSAVES & !guest.XSAVES
  when     host.XSAVE & host.XSAVES & !guest.XSAVES
  smallest host: XSAVE XSAVES; everything else off
  then     cpu.XSAVES is on, guest.XSAVES is off
`,
  });
  const never = await folder.run(["explain", "XSAVES & !host.XSAVE", "cpu.rules"]);
  expect([never.exitCode, never.stdout]).toEqual([0, "never: XSAVES & !host.XSAVE\n"]);
  const always = await folder.run(["explain", "XSAVES -> host.XSAVE", "cpu.rules"]);
  expect(always.stdout).toBe("always: XSAVES -> host.XSAVE\n");
});

test("formulas and conditions are JSON as well", async () => {
  const folder = folderWith({ "cpu.rules": "XSAVES = host & host.XSAVE\n" });
  const formula = await folder.run(["explain", "XSAVES", "cpu.rules", "--formula", "--json"]);
  expect(JSON.parse(formula.stdout)).toMatchObject({
    ok: true,
    formula: { set: "cpu", bit: "XSAVES", formula: "host.XSAVE & host.XSAVES", isWhole: true },
  });
  const condition = await folder.run(["explain", "cpu & !guest", "cpu.rules", "--json"]);
  expect(JSON.parse(condition.stdout)).toEqual({
    ok: true,
    diagnostics: [],
    condition: {
      condition: "cpu & !guest",
      holds: "sometimes",
      whateverTheRules: false,
      bits: expect.any(Number) as number,
      possibleBits: ["XSAVES"],
      example: {
        bit: "XSAVES",
        when: "host.XSAVE & host.XSAVES & !guest.XSAVES",
        isWhole: true,
        case: { bits: { host: ["XSAVE", "XSAVES"] }, present: {}, flags: [], values: {} },
        values: [
          { name: "cpu.XSAVES", isOn: true },
          { name: "guest.XSAVES", isOn: false },
        ],
      },
    },
  });
});

test("a condition is examined in all cases, not in one", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  const args = ["explain", "XSAVES & MOVBE", "cpu.rules", "--host", "all"];
  const { exitCode, stderr } = await folder.run(args);
  expect(stderr).toBe(
    "error: a condition is looked at in all cases\n  help: leave the inputs out\n",
  );
  expect(exitCode).toBe(2);
});

test("a code has a page with an example and its report", async () => {
  expect(await folderWith().run(["explain", "cr0301"])).toEqual({
    exitCode: 0,
    stderr: "",
    stdout: `CR0301 (error)

Exactly one rule governs a bit, and order never matters. A class that lists the bit is a rule, too. In different blocks, a second rule needs \`override\`, under \`when\` or not; \`also\` and \`requires\` only add.

Example:

    GBPAGES = host
    GBPAGES = guest

It reports:

example.rules:2:1: error[CR0301]: \`GBPAGES\` has two rules
  1 | GBPAGES = host
    | -------------- the first rule is here
  2 | GBPAGES = guest
    | ^^^^^^^^^^^^^^^
  help: merge them, or put each under a \`when\` that excludes the other
`,
  });
});

test("an unknown code is exit code 2", async () => {
  const { exitCode, stderr } = await folderWith().run(["explain", "CR9999"]);
  expect(stderr).toContain("no diagnostic has the code `CR9999`");
  expect(stderr.match(/CR07xx/g)).toHaveLength(1);
  expect(exitCode).toBe(2);
});

test("a bit that depends on unknown bits is explained with condition and advice", async () => {
  const { run } = folderWith({
    "cpu.rules": "default = host & guest\n",
    dump: "processor : 0\nvendor_id : GenuineIntel\nflags : xsave avx\n",
  });
  const { stdout } = await run(["explain", "OSXSAVE", "cpu.rules", "--host", "dump"]);
  expect(stdout).toBe(`cpu.OSXSAVE depends on host.OSXSAVE (host: dump; guest: all)
  rule     default = host & guest  cpu.rules:1
  inputs   host.OSXSAVE unknown, guest.OSXSAVE on
  on       when host.OSXSAVE
  unknown  dump does not tell it of host; give registers, as in \`cpuid -1 -r\`, with --host
`);
});
