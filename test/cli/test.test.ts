import { expect, test } from "vitest";

import { folderWith } from "./run-in-folder.ts";

const RULES = `MOVBE = guest
test "emulated" {
  given  guest: MOVBE
  expect cpu: MOVBE
}
test "hidden" {
  given  guest: MOVBE
  expect cpu: !MOVBE
}
`;

test("a failing test is shown where it fails, and counted", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  expect(await folder.run(["test", "cpu.rules"])).toEqual({
    exitCode: 1,
    stdout: "1 passed, 1 failed\n",
    stderr: `cpu.rules:8:15: error[CR0406]: test "hidden": \`cpu.MOVBE\` is on
  1 | MOVBE = guest
    | ------------- this rule decides it
  ...
  8 |   expect cpu: !MOVBE
    |               ^^^^^^

1 error
`,
  });
});

test("`--json` has the numbers", async () => {
  const folder = folderWith({ "cpu.rules": RULES });
  const { stdout } = await folder.run(["test", "cpu.rules", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, passed: 1, failed: 1 });
});

test("a file without tests says so", async () => {
  const folder = folderWith({ "cpu.rules": "MOVBE = guest\n" });
  expect(await folder.run(["test", "cpu.rules"])).toMatchObject({
    exitCode: 0,
    stdout: "0 passed, 0 failed: there is no `test` block\n",
  });
});

test("a file with mistakes runs no tests", async () => {
  const folder = folderWith({ "cpu.rules": `${RULES}RDPDI = host\n` });
  const { exitCode, stdout } = await folder.run(["test", "cpu.rules"]);
  expect(stdout).toBe("0 passed, 0 failed; errors in the rules kept tests from running\n");
  expect(exitCode).toBe(1);
});

test("a file whose assertion does not hold runs its tests, and fails", async () => {
  const rules = 'MOVBE = guest\nassert MOVBE -> host.MOVBE\ntest "t" { expect cpu: !MOVBE }\n';
  const { exitCode, stdout, stderr } = await folderWith({ "cpu.rules": rules }).run([
    "test",
    "cpu.rules",
  ]);
  expect(stdout).toBe("1 passed, 0 failed\n");
  expect(stderr).toContain("CR0402");
  expect(exitCode).toBe(1);
});

test("each file is a program of its own, and its tests count", async () => {
  const passing = 'RDPID = guest\ntest "on" { given guest: RDPID; expect SET: RDPID }\n';
  const folder = folderWith({
    "a.rules": passing.replace("SET", "a"),
    "b.rules": passing.replace("SET", "b"),
  });
  const { exitCode, stdout } = await folder.run(["test", "a.rules", "b.rules"]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "2 passed, 0 failed\n" });
});
