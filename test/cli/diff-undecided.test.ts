/** `caprules diff` ends in exit code 3 where a limit leaves a promise open, whatever else it finds. */

import { expect, test, vi } from "vitest";

import { LimitExceeded } from "../../src/base/limit.ts";
import { everySecondBit, UNDECIDABLE, wideSet } from "../harness/undecidable.ts";
import { folderWith, type Folder } from "./run-in-folder.ts";

/** No program is known of which a test is undecided, and not all of the comparison: tests read slices of it. */
vi.mock(import("../../src/rule-tests/run-tests.ts"), async (importOriginal) => {
  const original = await importOriginal();
  return {
    ...original,
    runTests: (...[model, meaning, tests = model.tests]) => {
      if (tests.some(({ title }) => title === "too large")) throw new LimitExceeded("too large");
      return original.runTests(model, meaning, tests);
    },
  };
});

const program = (...promises: readonly string[]): string =>
  [wideSet("B0 = host.B1"), ...promises.map((each) => `${each}\n`)].join("");

function sides(old: string, fresh: string): Folder {
  return folderWith({ "old.rules": old, "new.rules": fresh });
}

const ARGS = ["diff", "old.rules", "new.rules"];

interface PromiseJson {
  readonly kind: string;
  readonly change: string;
  readonly file: string;
  readonly line: number;
}

/** The promises by kind, change, file and line, once it is seen that no gate passes. */
async function outcomeOf({ run }: Folder): Promise<readonly (readonly (string | number)[])[]> {
  const { stdout: text, ...told } = await run([...ARGS, "--fail-on", "none"]);
  expect(text.split("\n")[0]).toContain("a limit was reached, so not everything is decided");
  expect(told.exitCode).toBe(3);
  const { stdout, exitCode } = await run([...ARGS, "--json"]);
  expect(exitCode).toBe(3);
  // The format is a contract.
  const json = JSON.parse(stdout) as { undecided: boolean; promises: readonly PromiseJson[] };
  expect(json.undecided).toBe(true);
  return json.promises.map(({ kind, change, file, line }) => [kind, change, file, line]);
}

test("an assertion", async () => {
  const folder = sides(program(), program(`assert ${UNDECIDABLE}`, "assert c.B0 -> host.B2"));
  expect(await outcomeOf(folder)).toEqual([
    ["assert", "undecided", "new.rules", 7],
    ["assert", "broken", "new.rules", 8],
    ["assert", "made", "new.rules", 7],
    ["assert", "made", "new.rules", 8],
  ]);
});

test("an assumption", async () => {
  // Each product of 2,000 bits fits a diagram, and so do the assumptions of each side. Deciding
  // whether the long one follows from the old side's needs both products in one diagram, which is
  // too deep.
  const folder = sides(
    program(`assume ${everySecondBit(6398, 2000)}`),
    program("flag on", `assume ${everySecondBit(6399, 2000)} | on`, "assume on"),
  );
  expect(await outcomeOf(folder)).toEqual([
    ["assume", "undecided", "new.rules", 8],
    ["assume", "made", "new.rules", 9],
    ["assume", "withdrawn", "old.rules", 7],
  ]);
});

test("a test", async () => {
  const claim = (title: string): string => `test "${title}" { given host: B1; expect c: B2 }`;
  const folder = sides(program(), program(claim("wrong"), claim("too large"), claim("wrong, too")));
  // The others are run all the same: B2 follows the host, which lacks it.
  expect((await outcomeOf(folder)).filter(([, change]) => change !== "made")).toEqual([
    ["test", "broken", "new.rules", 7],
    ["test", "undecided", "new.rules", 8],
    ["test", "broken", "new.rules", 9],
  ]);
});

test("rules that no order of variables decides", async () => {
  const { run } = sides(program(), wideSet(`B6401 = ${UNDECIDABLE}`));
  const { stderr, exitCode } = await run([...ARGS, "--fail-on", "none"]);
  expect(stderr).toContain("new.rules:5:3: error[CR0403]");
  expect(exitCode).toBe(3);
});
