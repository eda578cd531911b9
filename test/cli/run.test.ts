import { expect, test } from "vitest";

import { chooseColors } from "../../src/cli/io.ts";
import manifest from "../../package.json" with { type: "json" };
import { folderWith } from "./run-in-folder.ts";

const VERBS = ["init", "fmt", "check", "build", "eval", "explain", "report", "test", "diff", "git"];

/** Verbs of `git`, and their former names. */
const OTHER_VERBS = [["git", "setup"], ["git", "merge"], ["git-setup"], ["merge"]];

test("`--help` lists every verb, with examples and exit codes, on one screen", async () => {
  const { exitCode, stdout, stderr } = await folderWith().run(["--help"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  for (const verb of VERBS) expect(stdout).toContain(`  ${verb} `);
  expect(stdout).toContain("Exit codes: 0 fine, 1 findings, 2 could not run, 3 undecided");
  expect(stdout.split("\n").length).toBeLessThan(40);
});

test.each([...VERBS.map((verb) => [verb]), ...OTHER_VERBS])(
  "`%s --help` has examples",
  async (...verb) => {
    const { exitCode, stdout } = await folderWith().run([...verb, "--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Usage: caprules /);
    expect(stdout).toMatch(/\nExamples?:\n {2}(?:\w.* \| )?caprules/);
  },
);

test.each([
  { args: ["help"], like: ["--help"] },
  { args: ["help", "check"], like: ["check", "--help"] },
  { args: ["git", "help", "setup"], like: ["git", "setup", "--help"] },
])("$args is the help of $like", async ({ args, like }) => {
  const folder = folderWith();
  const outcome = await folder.run(args);
  expect(outcome).toEqual(await folder.run(like));
  expect(outcome.exitCode).toBe(0);
});

test("`--version` is the package's", async () => {
  const { stdout } = await folderWith().run(["--version"]);
  expect(stdout).toBe(`${manifest.version}\n`);
});

test("without a verb, help goes to standard error, and the exit code is 2", async () => {
  const { exitCode, stdout, stderr } = await folderWith().run([]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain("Usage: caprules");
});

test.each([
  { args: ["chekc"], says: "Did you mean check?" },
  { args: ["check", "--jsno", "x"], says: "Did you mean --json?" },
  { args: ["check"], says: "missing required argument 'file'" },
  { args: ["eval", "a.rules", "b.rules"], says: "too many arguments" },
])("$args is exit code 2, with advice", async ({ args, says }) => {
  const { exitCode, stdout, stderr } = await folderWith().run(args);
  expect(stderr).toContain(says);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
});

test("with `--json`, a usage error is a document, too", async () => {
  const { exitCode, stdout } = await folderWith().run(["explain", "CR9999", "--json"]);
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    error: "no diagnostic has the code `CR9999`",
  });
});

test.each([
  { environment: {}, isTerminal: true, colored: true },
  { environment: {}, isTerminal: false, colored: false },
  { environment: { NO_COLOR: "1" }, isTerminal: true, colored: false },
  { environment: { NO_COLOR: "" }, isTerminal: true, colored: true },
  { environment: { FORCE_COLOR: "1" }, isTerminal: false, colored: true },
  { environment: { FORCE_COLOR: "0" }, isTerminal: true, colored: false },
  { environment: { FORCE_COLOR: "1", NO_COLOR: "1" }, isTerminal: true, colored: false },
  { environment: { TERM: "dumb" }, isTerminal: true, colored: false },
])("$environment, terminal $isTerminal: colours $colored", (each) => {
  const { environment, isTerminal, colored } = each;
  const { red } = chooseColors(environment, isTerminal);
  expect(red("x") !== "x").toBe(colored);
});
