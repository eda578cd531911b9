/** `caprules git setup`: tells git how to show and merge rule files. */

import { join } from "node:path";

import type { Command } from "commander";

import { EXIT, type ExitCode } from "../exit.ts";
import { writeFile } from "../generated-file.ts";
import type { Io } from "../io.ts";
import { printJson, printLine } from "../print.ts";
import { JSON_OPTION, type JsonOption, type Runner } from "../verb.ts";

interface SetupOptions extends JsonOption {
  readonly check?: true;
}

/** @param command a command that has its name already. */
export function declareGitSetup(command: Command, run: Runner): Command {
  return command
    .summary("tell git how to show and merge rule files")
    .description(
      "Adds to .gitattributes at the repository's root, and to the settings of this clone: `git diff` shows the block\nthat a change is in, `git merge` merges rules by meaning, and generated files are marked.\nEach clone needs these settings.",
    )
    .option("--check", "write nothing; fail if anything is missing")
    .option(...JSON_OPTION)
    .addHelpText("after", "\nExample:\n  caprules git setup")
    .action((options: SetupOptions) => run((io) => runGitSetup(options, io)));
}

interface Step {
  readonly file: string;
  readonly done: "wrote" | "changed" | "set" | "kept" | "missing";
  readonly what: string;
}

async function runGitSetup({ check, json }: SetupOptions, io: Io): Promise<ExitCode> {
  const { openRepository, rootOf } = await import("../git/repository.ts");
  const { ATTRIBUTES_FILE, planSetup } = await import("../git/plan-setup.ts");
  const { writeSetting } = await import("../git/settings.ts");
  const here = openRepository(io.cwd, "begin one with `git init`");
  const root = rootOf(here);
  const { attributes, settings } = planSetup(root, here.prefix);
  const isWritten = check !== true;
  if (isWritten && attributes.added.length > 0) {
    await writeFile(ATTRIBUTES_FILE, join(root.cwd, ATTRIBUTES_FILE), attributes.text);
  }
  const written = attributes.isNew ? "wrote" : "changed";
  const steps: Step[] =
    attributes.added.length === 0
      ? [{ file: ATTRIBUTES_FILE, done: "kept", what: "it has all lines already" }]
      : attributes.added.map((what) => ({
          file: ATTRIBUTES_FILE,
          done: isWritten ? written : "missing",
          what,
        }));
  for (const { key, value, isSet } of settings) {
    if (isWritten && !isSet) writeSetting(root, key, value);
    const change = isWritten ? "set" : "missing";
    steps.push({ file: "git config", done: isSet ? "kept" : change, what: key });
  }
  const isFine = steps.every(({ done }) => done !== "missing");
  if (json) printJson(io, { ok: isFine, steps });
  else printSteps(steps, io);
  return isFine ? EXIT.fine : EXIT.findings;
}

function printSteps(steps: readonly Step[], io: Io): void {
  const width = Math.max(...steps.map(({ file }) => file.length));
  for (const { done, file, what } of steps) {
    printLine(io, `${done.padEnd(7)}  ${file.padEnd(width)}  ${what}`);
  }
}
