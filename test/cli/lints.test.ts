/** Lints are said by `check`, and by no other command. */

import { expect, test } from "vitest";

import { folderWith } from "./run-in-folder.ts";

const RULES = `flag RDPID
class spare = none
MOVBE = host & guest
XSAVES = host->XSAVE
when RDPID & !RDPID { GBPAGES = host }
PKU = RDPID ? all : none
test "t" { given host: MOVBE; guest: MOVBE; expect cpu: MOVBE }
`;

test("`check` says each", async () => {
  const { stderr, exitCode } = await folderWith({ "cpu.rules": RULES }).run(["check", "cpu.rules"]);
  expect([...stderr.matchAll(/warning\[(\w+)\]/g)].map(([, code]) => code)).toEqual([
    "CR0605",
    "CR0601",
    "CR0603",
    "CR0606",
    "CR0602",
    "CR0607",
  ]);
  expect(exitCode).toBe(0);
});

test.each([
  ["build", "cpu.rules", "-o", "cpu.ts"],
  ["test", "cpu.rules"],
  ["test", "--coverage", "cpu.rules"],
  ["test", "--mutate", "cpu.rules"],
  ["eval", "cpu.rules", "--host", "all", "--guest", "all"],
  ["explain", "MOVBE", "cpu.rules", "--host", "all", "--guest", "all"],
  ["explain", "MOVBE", "cpu.rules", "--formula"],
  ["explain", "MOVBE & !host.MOVBE", "cpu.rules"],
  ["prove", "MOVBE -> host.MOVBE", "cpu.rules"],
  ["report", "cpu.rules", "-o", "cpu.html"],
  ["diff", "cpu.rules", "other.rules", "--fail-on", "none"],
])("`%s` does not", async (...args) => {
  const changed = `${RULES.replace("cpu:", "other:")}AVX = guest\n`;
  const folder = folderWith({ "cpu.rules": RULES, "other.rules": changed });
  const { stdout, stderr, exitCode } = await folder.run(args);
  expect(stdout + stderr).not.toMatch(/CR06\d\d/);
  expect(exitCode).toBe(0);
});
