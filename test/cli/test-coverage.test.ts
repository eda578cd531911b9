/** `caprules test` with `--coverage`, `--lcov`, `--min`, `--generate` and `--mutate`. */

import { expect, test } from "vitest";

import { folderWith } from "./run-in-folder.ts";

const RULES = `layout tiny { word ONLY { 0 A  1 B } }
input host: tiny
flag f
caps vcpu: tiny {
  default = none
  A = host & f
}
test "on" { given host: A; f; expect vcpu: A !B }
test "off" { given host: A; expect vcpu: !A }
`;

const MISSING = `test "vcpu.A is off where host.A is off" {
  given  f
  expect vcpu: !A
}
`;

test("coverage is one line, then missing cases by place", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  expect(await folder.run(["test", "--coverage", "cpu.rules"])).toEqual({
    exitCode: 0,
    stdout: `2 passed, 0 failed
coverage: 1 of 2 atoms shown to matter
cpu.rules:6:7: \`host\`: a case is missing
    given f; expect vcpu: !A
`,
    stderr: "",
  });
});

test("atoms that can never be shown are listed with the reason", async () => {
  const folder = folderWith({
    "cpu.rules": `${RULES}assume f -> host.A\n`.replace(/test.*\n/g, ""),
  });
  const { stdout } = await folder.run(["test", "--coverage", "cpu.rules"]);
  expect(stdout).toContain(
    "1 more can never be shown to matter (proved):\ncpu.rules:6:7: `host`: it decides only while on\n",
  );
});

test("`--min` makes it a gate", async () => {
  const folder = folderWith({ "cpu.rules": RULES, "done.rules": RULES + MISSING });
  expect(await folder.run(["test", "--coverage", "--min", "50", "cpu.rules"])).toMatchObject({
    exitCode: 0,
    stderr: "",
  });
  expect(await folder.run(["test", "--coverage", "--min", "50.1", "cpu.rules"])).toMatchObject({
    exitCode: 1,
    stderr: "coverage is 50 %, less than 50.1 %\n",
  });
  expect(await folder.run(["test", "--coverage", "--min", "100", "done.rules"])).toMatchObject({
    exitCode: 0,
  });
});

test("`--generate` prints what completes the coverage, and nothing else on standard output", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  expect(await folder.run(["test", "--generate", "cpu.rules"])).toEqual({
    exitCode: 0,
    stdout: MISSING,
    stderr: "1 test\n",
  });
  folder.write("cpu.rules", RULES + MISSING);
  expect(await folder.run(["test", "--generate", "cpu.rules"])).toEqual({
    exitCode: 0,
    stdout: "",
    stderr: "no test is missing: coverage is complete\n",
  });
});

test("`--mutate` lists the changes that nothing notices", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  expect(await folder.run(["test", "--mutate", "cpu.rules"])).toEqual({
    exitCode: 0,
    stdout: `2 passed, 0 failed
mutation: 8 of 9 mutants noticed
cpu.rules:6:7: \`host\` becomes \`all\`
    given f; expect vcpu: !A
`,
    stderr: "",
  });
});

test("`--mutate` prints each missing case once, below the changes that it would notice", async () => {
  const untested = RULES.replace(/test "on".*\n/, "").replace("host: A; expect", "f; expect");
  const folder = folderWith({ "cpu.rules": untested });
  const { stdout } = await folder.run(["test", "--mutate", "cpu.rules"]);
  expect(stdout).toContain(`cpu.rules:6:3: the rule is dropped: \`A = host & f\`
cpu.rules:6:7: \`host\` becomes \`none\`
cpu.rules:6:14: \`f\` becomes \`none\`
cpu.rules:6:14: \`f\` is negated
    given f; host: A; expect vcpu: A
`);
});

test("files that a layer is built on are reported separately", async () => {
  const folder = folderWith({
    "cpu.rules": RULES,
    "product.rules": 'use "cpu.rules"\ncaps product extends vcpu { B = f }\n',
  });
  const args = ["test", "--coverage", "--mutate", "product.rules"];
  const { stdout } = await folder.run(args);
  expect(stdout).toContain("coverage: 0 of 1 atom shown to matter\n");
  const name = "name them, too, to count them\n";
  expect(stdout).toContain(
    `not counted: 1 of 2 atoms shown to matter in 1 other file (cpu.rules); ${name}`,
  );
  expect(stdout).toMatch(
    /^not counted: 8 of 9 mutants noticed in 1 other file \(cpu\.rules\); name them/m,
  );
  const { stdout: json } = await folder.run([...args, "--json"]);
  expect(JSON.parse(json)).toMatchObject({
    coverage: { shown: 0, missing: 1, inherited: { shown: 1, missing: 1, percent: 50 } },
    mutation: { noticed: 0, inherited: { noticed: 8, survived: 1, same: 0 } },
  });
});

test("`--lcov` writes lines and branches, and overwrites only its own files", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  const args = ["test", "--coverage", "--lcov", "out/cover.info", "cpu.rules"];
  expect((await folder.run(args)).exitCode).toBe(0);
  expect(folder.read("out/cover.info")).toBe(`TN:caprules
SF:cpu.rules
BRDA:6,0,0,0
BRDA:6,0,1,2
BRF:2
BRH:1
DA:5,1
DA:6,2
LF:2
LH:2
end_of_record
`);
  expect((await folder.run(args)).exitCode).toBe(0);
  const overRules = await folder.run(["test", "--coverage", "--lcov", "cpu.rules", "cpu.rules"]);
  expect(overRules.exitCode).toBe(2);
  expect(overRules.stderr).toContain("was not written by `caprules test --lcov`");
  expect(folder.read("cpu.rules")).toBe(RULES);
});

test("`--json` has everything", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  const { stdout } = await folder.run(["test", "--coverage", "--mutate", "--json", "cpu.rules"]);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    passed: 2,
    coverage: {
      shown: 1,
      missing: 1,
      never: 0,
      percent: 50,
      leftOut: 0,
      atoms: [
        {
          file: "cpu.rules",
          line: 6,
          column: 7,
          text: "host",
          verdict: "missing",
          missing: [{ given: "f", expect: "vcpu: !A" }],
        },
        { text: "f", verdict: "shown", tests: 2, missing: [] },
      ],
    },
    mutation: { noticed: 8, survived: 1, same: 0, leftOut: 0 },
  });
  const generated = await folder.run(["test", "--generate", "--json", "cpu.rules"]);
  expect(JSON.parse(generated.stdout)).toMatchObject({
    ok: true,
    tests: { text: MISSING, count: 1 },
  });
});

test("a shared file is covered if one program covers it", async () => {
  const [shared = "", ...tests] = RULES.split(/^(?=test)/m);
  const folder = folderWith({
    "shared.rules": shared,
    "a.rules": `use "shared.rules"\n${tests.join("")}`,
    "b.rules": `use "shared.rules"\n${MISSING}`,
  });
  const { stdout } = await folder.run(["test", "--coverage", "shared.rules", "a.rules", "b.rules"]);
  expect(stdout).toContain("3 passed, 0 failed\ncoverage: 1 of 2 atoms shown to matter\n");
});

test("nothing is measured while a test fails", async () => {
  const folder = folderWith({ "cpu.rules": RULES.replace("vcpu: !A }", "vcpu: A }") });
  for (const option of ["--coverage", "--mutate", "--generate"]) {
    const { exitCode, stdout, stderr } = await folder.run(["test", option, "cpu.rules"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("CR0406");
    expect(stdout).not.toMatch(/coverage|mutation|^test/);
  }
});

test.each([
  [["--min", "50"], "`--min` is about coverage"],
  [["--lcov", "x"], "`--lcov` is about coverage"],
  [["--coverage", "--min", "101"], "`--min 101` is not a percentage"],
  [["--coverage", "--min", "-1"], "`--min -1` is not a percentage"],
  [["--coverage", "--min", "much"], "`--min much` is not a percentage"],
  [["--coverage", "--lcov", ""], "the file name after `--lcov` is empty"],
  [["--coverage", "--lcov", "."], "it is a directory"],
  [["--generate", "--coverage"], "`--generate` prints tests and nothing else"],
  [["--generate", "--mutate"], "`--generate` prints tests and nothing else"],
  [["--generate", "other.rules"], "`--generate` writes tests for one file"],
])("%j is refused", async (options, message) => {
  const folder = folderWith({ "cpu.rules": RULES });
  const { exitCode, stdout, stderr } = await folder.run(["test", ...options, "cpu.rules"]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain(message);
});
