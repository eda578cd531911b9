/** `caprules report`: a policy as one HTML page. */

import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import type { ReportResult } from "../../report/report.ts";
import { exitCodeFor, withoutRepetitions } from "../check-outcome.ts";
import { EXIT, UsageError, type ExitCode } from "../exit.ts";
import { inspectGeneratedFile, writeFile, type GeneratedFile } from "../generated-file.ts";
import type { Io } from "../io.ts";
import { planOutputs, type OutputForm, type PlannedOutput } from "../plan-outputs.ts";
import { printDiagnostics, printJson, printLine } from "../print.ts";
import { counted } from "../../base/words.ts";
import { distinctFiles, openRuleFiles } from "../read-rule-file.ts";
import { quoteArgument } from "../shell.ts";
import { JSON_OPTION, type JsonOption, type Verb } from "../verb.ts";

interface ReportOptions extends JsonOption {
  readonly output?: string;
  readonly check?: true;
  readonly stdout?: true;
  readonly force?: true;
}

export const reportVerb: Verb = (program, run) =>
  program
    .command("report")
    .summary("show a policy as one HTML page")
    .description(
      "Writes an HTML page of each rule file to the current folder, or one of all of them with -o NAME.html.\nIt shows every bit of every set with its rule, reason and formula, and is self-contained.\nNothing is written unless all files compile.",
    )
    .argument("<file...>", "rule files; `-` is standard input")
    .option("-o, --output <path>", "a page for all files (x.html), or a folder (x/)")
    .option("--check", "write nothing; fail if a page is not what the rules say")
    .option("--stdout", "print the page of all files instead of writing it")
    .option("--force", "overwrite files that caprules did not generate")
    .option(...JSON_OPTION)
    .addHelpText(
      "after",
      "\nExamples:\n  caprules report cpu.rules                writes cpu.html\n  caprules report kvm.rules -o docs/policy.html\n  caprules report cpu.rules --check        in CI",
    )
    .action((files: string[], options: ReportOptions) =>
      run((io) => runReport(files, options, io)),
    );

const PAGE: OutputForm = { noun: "page", extension: ".html", isFile: /\.html?$/, folder: "" };

interface Page {
  readonly output: PlannedOutput;
  readonly result: ReportResult;
}

interface ReadyPage extends Page {
  readonly html: string;
  readonly file: GeneratedFile;
}

async function runReport(
  named: readonly string[],
  options: ReportOptions,
  io: Io,
): Promise<ExitCode> {
  const files = distinctFiles(named, io);
  if (options.stdout) return printPage(files, options, io);
  const pages: Page[] = [];
  for (const output of planOutputs(files, options.output, io.cwd, PAGE)) {
    pages.push({ output, result: await makePage(output.files, io) });
  }
  const diagnostics = withoutRepetitions(pages.flatMap(({ result }) => result.diagnostics));
  if (!options.json) printDiagnostics(io, diagnostics);
  const failure = exitCodeFor(diagnostics);
  if (failure !== EXIT.fine) {
    if (options.json) printOutcome(pages, [], false, io);
    return failure;
  }
  const ready = pages.map((page) => inspect(page, options.force === true));
  return options.check ? comparePages(ready, options, io) : writePages(ready, options, io);
}

async function makePage(files: readonly string[], io: Io): Promise<ReportResult> {
  const { report } = await import("../../report/report.ts");
  return report(await openRuleFiles(files, io));
}

async function printPage(
  files: readonly string[],
  { output, check, json }: ReportOptions,
  io: Io,
): Promise<ExitCode> {
  if (output !== undefined || check || json) {
    throw new UsageError("`--stdout` cannot be combined with `-o`, `--check` or `--json`");
  }
  const result = await makePage(files, io);
  printDiagnostics(io, result.diagnostics);
  if (result.ok) io.stdout.write(htmlOf(result, files));
  return exitCodeFor(result.diagnostics);
}

function inspect({ output, result }: Page, mayOverwrite: boolean): ReadyPage {
  const html = htmlOf(result, output.files);
  return { output, result, html, file: inspectGeneratedFile(output, html, mayOverwrite) };
}

/** @throws UsageError if the files define no capability set. */
function htmlOf({ html }: ReportResult, files: readonly string[]): string {
  if (html !== undefined) return html;
  const names = files.map((file) => `\`${file}\``).join(" and ");
  throw new UsageError(`${names} define no capability set, so there is nothing to report`);
}

async function writePages(
  pages: readonly ReadyPage[],
  { json }: ReportOptions,
  io: Io,
): Promise<ExitCode> {
  for (const { file, html } of pages) {
    if (file.state !== "fresh") await writeFile(file.name, file.path, html);
  }
  const stateOf = ({ file }: ReadyPage): string => (file.state === "fresh" ? "fresh" : "written");
  if (json) printOutcome(pages, pages.map(stateOf), true, io);
  else for (const page of pages) printLine(io, describe(page));
  return EXIT.fine;
}

/** `cpu.html: 1 set, from cpu.rules` */
function describe({ file, output, result }: ReadyPage): string {
  const unchanged = file.state === "fresh" ? " (unchanged)" : "";
  return `${file.name}: ${counted(result.sets.length, "set")}, from ${output.files.join(" and ")}${unchanged}`;
}

function comparePages(pages: readonly ReadyPage[], options: ReportOptions, io: Io): ExitCode {
  const outdated = pages.filter(({ file }) => file.state !== "fresh");
  const exitCode = outdated.length > 0 ? EXIT.findings : EXIT.fine;
  if (options.json) {
    const states = pages.map(({ file }) => file.state);
    printOutcome(pages, states, outdated.length === 0, io);
    return exitCode;
  }
  for (const { file, output } of pages) {
    if (file.state === "fresh")
      printLine(io, `${file.name}: up to date with ${output.files.join(" and ")}`);
    else
      io.stderr.write(
        `${file.name}: ${file.state === "missing" ? "does not exist" : "is not what the rules say"}\n`,
      );
  }
  if (outdated.length > 0) io.stderr.write(`To repair, run: ${repairCommand(pages, options)}\n`);
  return exitCode;
}

function repairCommand(pages: readonly ReadyPage[], { output }: ReportOptions): string {
  const files = pages.flatMap((page) => page.output.files);
  const target = output === undefined ? [] : ["-o", output];
  return ["caprules", "report", ...files, ...target].map(quoteArgument).join(" ");
}

/** @param states the states of the pages' files; empty if none was examined. */
function printOutcome(
  pages: readonly Page[],
  states: readonly string[],
  ok: boolean,
  io: Io,
): void {
  const diagnostics = withoutRepetitions(pages.flatMap(({ result }) => result.diagnostics));
  printJson(io, {
    ok,
    undecided: pages.some(({ result }) => result.undecided),
    diagnostics: diagnostics.map(diagnosticJson),
    outputs: states.map((state, at) => ({
      file: pages[at]?.output.name,
      state,
      files: pages[at]?.output.files,
      sets: pages[at]?.result.sets,
    })),
  });
}
