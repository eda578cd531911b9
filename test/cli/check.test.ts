import { expect, test } from "vitest";

import { folderWith } from "./run-in-folder.ts";

const GOOD = 'default = host & guest\nRDPID = guest because "emulated"\n';

test("a file without mistakes is summed up in one line", async () => {
  const folder = folderWith({ "cpu.rules": GOOD });
  expect(await folder.run(["check", "cpu.rules"])).toEqual({
    exitCode: 0,
    stdout: "2 statements, 1 bit with a rule of its own, 0 problems\n",
    stderr: "",
  });
});

test("a mistake is shown with its frame and counted, and ends in exit code 1", async () => {
  const folder = folderWith({ "cpu.rules": `${GOOD}RDPDI = host\n` });
  expect(await folder.run(["check", "cpu.rules"])).toEqual({
    exitCode: 1,
    stdout: "",
    stderr: `cpu.rules:3:1: error[CR0201]: no bit of \`x86\` is named \`RDPDI\`
  3 | RDPDI = host
    | ^^^^^
  help: did you mean \`RDPID\`?

1 error
`,
  });
});

test("warnings do not fail a check", async () => {
  const folder = folderWith({ "cpu.rules": "MOVBE = host & guest\n" });
  const { exitCode, stdout, stderr } = await folder.run(["check", "cpu.rules"]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/1 warning\n$/);
  expect(stderr).toContain("warning[CR0603]");
});

test("`-` is standard input, called <stdin>", async () => {
  const { exitCode, stderr } = await folderWith().run(["check", "-"], {
    standardInput: "RDPDI = host\n",
  });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^<stdin>:1:1: error\[CR0201\]/);
});

test("files that standard input uses are found from the current folder", async () => {
  const folder = folderWith({ "lib/base.rules": "class risky = none\n" });
  const { exitCode } = await folder.run(["check", "-"], {
    standardInput: 'use "lib/base.rules"\nrisky: MOVBE\n',
  });
  expect(exitCode).toBe(0);
});

test("`--json` prints one document with the same findings, and nothing on standard error", async () => {
  const folder = folderWith({ "cpu.rules": "RDPID = host\nRDPDI = host\n" });
  const { exitCode, stdout, stderr } = await folder.run(["check", "cpu.rules", "--json"]);
  expect(exitCode).toBe(1);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    undecided: false,
    diagnostics: [
      {
        code: "CR0201",
        severity: "error",
        file: "cpu.rules",
        line: 2,
        column: 1,
        endLine: 2,
        endColumn: 6,
        related: [],
        help: "did you mean `RDPID`?",
      },
    ],
  });
});

test("a file is one file, however its name is written", async () => {
  const folder = folderWith({
    "cpu.rules": 'use "./lib/../base.rules"\nrisky: MOVBE\n',
    "base.rules": "class risky = none\n",
  });
  const args = ["check", "./cpu.rules", `${folder.path}/cpu.rules`];
  expect(await folder.run(args)).toEqual({
    exitCode: 0,
    stdout: "2 statements, 1 bit with a rule of its own, 0 problems\n",
    stderr: "",
  });
});

test.each([
  { what: "a missing file", args: ["absent.rules"], says: "there is no file `absent.rules`" },
  { what: "a directory", args: ["."], says: "`.` is a directory" },
  { what: "a device", args: ["/dev/zero"], says: "it is not a regular file" },
  { what: "an empty name", args: [""], says: "a file name is empty" },
])("$what on the command line is exit code 2", async ({ args, says }) => {
  const { exitCode, stderr } = await folderWith().run(["check", ...args]);
  expect(stderr).toContain(says);
  expect(exitCode).toBe(2);
});

test("each file is a program of its own, and the numbers add up", async () => {
  const folder = folderWith({ "a.rules": GOOD, "b.rules": GOOD.replace("RDPID", "MOVBE") });
  expect(await folder.run(["check", "a.rules", "b.rules"])).toEqual({
    exitCode: 0,
    stdout: "4 statements, 2 bits with rules of their own, 0 problems\n",
    stderr: "",
  });
});

test("a mistake in a shared file is reported once", async () => {
  const folder = folderWith({
    "base.rules": "class risky = nothing\n",
    "a.rules": 'use "base.rules"\nrisky: MOVBE\n',
    "b.rules": 'use "base.rules"\nrisky: RDPID\n',
  });
  const { exitCode, stderr } = await folder.run(["check", "a.rules", "b.rules"]);
  expect(stderr.match(/base\.rules:1:15: error/g)).toHaveLength(1);
  expect(stderr).toMatch(/\n1 error\n$/);
  expect(exitCode).toBe(1);
});

test("the worst of several files decides the exit code", async () => {
  const folder = folderWith({ "good.rules": GOOD, "bad.rules": "RDPDI = host\n" });
  expect((await folder.run(["check", "good.rules", "bad.rules"])).exitCode).toBe(1);
  expect((await folder.run(["check", "bad.rules", "absent.rules", "good.rules"])).exitCode).toBe(2);
});
