/**
 * `caprules fmt`: formats rule files, and proves that their meaning is unchanged before it writes
 * them.
 */

import { resolve } from "node:path";

import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { EXIT, UsageError, type ExitCode } from "../exit.ts";
import type { FormattedFile } from "../fmt/format-named.ts";
import { writeFile } from "../generated-file.ts";
import type { Io } from "../io.ts";
import { printDiagnostics, printJson, printLine } from "../print.ts";
import { counted } from "../../base/words.ts";
import { decodeText } from "../read-file.ts";
import {
  LARGEST_RULE_FILE,
  openRuleFiles,
  STANDARD_INPUT,
  STANDARD_INPUT_NAME,
} from "../read-rule-file.ts";
import { quoteArgument } from "../shell.ts";
import { JSON_OPTION, type JsonOption, type Verb } from "../verb.ts";

interface FmtOptions extends JsonOption {
  readonly check?: true;
  readonly diff?: true;
}

export const fmtVerb: Verb = (program, run) =>
  program
    .command("fmt")
    .summary("format rule files without changing their meaning")
    .description(
      "Formats rule files, and all `*.rules` files of folders: only the space between words and comments changes.\nBefore a file is written, its meaning is proved unchanged. A file with syntax errors is left as it is.",
    )
    .argument(
      "[file...]",
      "rule files and folders (default: the current folder); `-` is standard input",
    )
    .option("--check", "write nothing; fail if a file is not formatted")
    .option("--diff", "write nothing; show the changes")
    .option(...JSON_OPTION)
    .addHelpText(
      "after",
      "\nExamples:\n  caprules fmt                   all rule files below this folder\n  caprules fmt cpu.rules --diff  what would change\n  caprules fmt --check rules     in CI\n  caprules fmt - < cpu.rules     to standard output",
    )
    .action((files: string[], options: FmtOptions) => run((io) => runFmt(files, options, io)));

async function runFmt(named: readonly string[], options: FmtOptions, io: Io): Promise<ExitCode> {
  if (named.includes(STANDARD_INPUT)) return formatStandardInput(named, options, io);
  const files = await formatAll(named.length === 0 ? ["."] : named, io);
  const isWritten = options.check !== true && options.diff !== true;
  const done = isWritten ? await writeChanged(files, io) : files;
  if (options.json) printJson(io, outcomeJson(done, options));
  else await printOutcome(done, options, io);
  return exitCodeOf(done, options);
}

async function formatAll(named: readonly string[], io: Io): Promise<readonly FormattedFile[]> {
  const { findRuleFiles } = await import("../fmt/find-files.ts");
  const { formatNamed, refuse } = await import("../fmt/format-named.ts");
  const { names, obstacles } = findRuleFiles(named, io);
  const files = obstacles.map(({ name, reason }) => refuse(name, { kind: "unreadable", reason }));
  for (const name of names) files.push(await formatNamed(name, io));
  return files;
}

/** Writes the changed files, unless their meaning would change. */
async function writeChanged(
  files: readonly FormattedFile[],
  io: Io,
): Promise<readonly FormattedFile[]> {
  const { compareFormatted } = await import("../../formatting.ts");
  const done: FormattedFile[] = [];
  for (const file of files) {
    const { name } = file;
    if (file.state !== "changed") {
      done.push(file);
      continue;
    }
    const { readFile } = await openRuleFiles([name], io);
    const diagnostics = await compareFormatted(name, readFile, file.text);
    if (diagnostics.length === 0) await writeFile(name, resolve(io.cwd, name), file.text);
    done.push(diagnostics.length === 0 ? file : { state: "refused", name, diagnostics });
  }
  return done;
}

async function formatStandardInput(
  named: readonly string[],
  options: FmtOptions,
  io: Io,
): Promise<ExitCode> {
  if (named.length > 1 || options.json) {
    throw new UsageError("`-` cannot be combined with other files or `--json`");
  }
  const { formatContent } = await import("../fmt/format-named.ts");
  const bytes = await io.readStandardInput(LARGEST_RULE_FILE);
  const content = decodeText(bytes, LARGEST_RULE_FILE, "kept");
  const file = await formatContent(STANDARD_INPUT_NAME, content);
  if (options.check || options.diff || file.state === "refused") {
    await printOutcome([file], options, io);
  } else io.stdout.write(file.text);
  return exitCodeOf([file], options);
}

async function printOutcome(
  files: readonly FormattedFile[],
  { check, diff }: FmtOptions,
  io: Io,
): Promise<void> {
  printDiagnostics(io, diagnosticsOf(files));
  const changed = files.filter((file) => file.state === "changed");
  if (diff) {
    const { showPatch } = await import("../fmt/show-patch.ts");
    for (const file of changed) io.stdout.write(await showPatch(file, io.stdout.paint));
  } else for (const { name } of changed) printLine(io, check ? name : `${name}: formatted`);
  if (check && changed.length > 0) {
    const names = changed.map(({ name }) => quoteArgument(name));
    io.stderr.write(`To repair, run: caprules fmt ${names.join(" ")}\n`);
  }
  if (!diff && (!check || changed.length === 0)) printLine(io, describe(files));
}

/** `1 file formatted, 2 unchanged, 1 refused` */
function describe(files: readonly FormattedFile[]): string {
  const count = (state: FormattedFile["state"]): number =>
    files.filter((file) => file.state === state).length;
  const refused = count("refused");
  return [
    `${counted(count("changed"), "file")} formatted`,
    `${count("unchanged")} unchanged`,
    ...(refused > 0 ? [`${refused} refused`] : []),
  ].join(", ");
}

function outcomeJson(files: readonly FormattedFile[], options: FmtOptions): object {
  return {
    ok: exitCodeOf(files, options) === EXIT.fine,
    files: files.map(({ name, state }) => ({ file: name, state })),
    diagnostics: diagnosticsOf(files).map(diagnosticJson),
  };
}

function diagnosticsOf(files: readonly FormattedFile[]): readonly Diagnostic[] {
  return files.flatMap((file) => (file.state === "refused" ? file.diagnostics : []));
}

function exitCodeOf(files: readonly FormattedFile[], { check }: FmtOptions): ExitCode {
  if (files.some(({ state }) => state === "refused")) return EXIT.couldNotRun;
  return check && files.some(({ state }) => state === "changed") ? EXIT.findings : EXIT.fine;
}
