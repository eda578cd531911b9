/**
 * `caprules build`: compiles rule files to TypeScript modules and proves them equal to the rules.
 */

import { compile, type CompileResult } from "../../compile.ts";
import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import { exitCodeFor, outcomeJson, withoutRepetitions } from "../check-outcome.ts";
import { EXIT, UsageError, type ExitCode } from "../exit.ts";
import { inspectGeneratedFile, writeFile, type GeneratedFile } from "../generated-file.ts";
import type { Io } from "../io.ts";
import { nameFromOutput, planOutputs, type PlannedOutput } from "../plan-outputs.ts";
import { printDiagnostics, printJson, printLine } from "../print.ts";
import { counted } from "../../base/words.ts";
import { distinctFiles, openRuleFiles } from "../read-rule-file.ts";
import { showDifference } from "../show-difference.ts";
import { quoteArgument } from "../shell.ts";
import { JSON_OPTION, type JsonOption, type Verb } from "../verb.ts";

interface BuildOptions extends JsonOption {
  readonly output?: string;
  readonly check?: true;
  readonly stdout?: true;
  readonly force?: true;
}

export const buildVerb: Verb = (program, run) =>
  program
    .command("build")
    .summary("compile rule files to TypeScript, proved equal to them")
    .description(
      "Compiles each rule file to a TypeScript module in generated/, or all of them to one with -o NAME.ts.\nEvery module is read back and proved equal to its rules. Nothing is written unless all files compile.",
    )
    .argument("<file...>", "rule files; `-` is standard input")
    .option("-o, --output <path>", "a module for all files (x.ts), or a folder (x/)")
    .option("--check", "write nothing; fail if a module is not what the rules say")
    .option("--stdout", "print the module of all files instead of writing it")
    .option("--force", "overwrite files that caprules did not generate")
    .option(...JSON_OPTION)
    .addHelpText(
      "after",
      "\nExamples:\n  caprules build cpu.rules                 writes generated/cpu.ts\n  caprules build kvm.rules cpu.rules -o src/policy.ts\n  caprules build cpu.rules --check         in CI",
    )
    .action((files: string[], options: BuildOptions) => run((io) => runBuild(files, options, io)));

interface Built {
  readonly output: PlannedOutput;
  readonly result: CompileResult;
}

/** A module that caprules would write. */
interface Module extends Built {
  readonly code: string;
  readonly file: GeneratedFile;
}

async function runBuild(
  named: readonly string[],
  options: BuildOptions,
  io: Io,
): Promise<ExitCode> {
  const files = distinctFiles(named, io);
  if (options.stdout) return printModule(files, options, io);
  const built = await compileAll(planOutputs(files, options.output, io.cwd), io);
  const diagnostics = withoutRepetitions(built.flatMap(({ result }) => result.diagnostics));
  if (!options.json) printDiagnostics(io, diagnostics);
  const failure = exitCodeFor(diagnostics);
  if (failure !== EXIT.fine) {
    if (options.json) printJson(io, { ok: false, outputs: [], ...outcomesJson(built) });
    return failure;
  }
  const modules = built.map((each) => inspect(each, options.force === true));
  return options.check ? compareModules(modules, options, io) : writeModules(modules, options, io);
}

async function printModule(
  files: readonly string[],
  { output, check, json }: BuildOptions,
  io: Io,
): Promise<ExitCode> {
  if (output !== undefined || check) {
    throw new UsageError("`--stdout` cannot be combined with `-o` or `--check`");
  }
  const result = await compile(await openRuleFiles(files, io));
  if (!json) printDiagnostics(io, result.diagnostics);
  const code = result.ok ? codeOf(result, files) : undefined;
  if (json) printJson(io, { ...outcomeJson(result), code, ...proofJson(result) });
  else if (code !== undefined) io.stdout.write(code);
  return exitCodeFor(result.diagnostics);
}

async function compileAll(outputs: readonly PlannedOutput[], io: Io): Promise<readonly Built[]> {
  const built: Built[] = [];
  for (const output of outputs) {
    // Relative to the module's folder, so that the module does not depend on the current directory.
    const nameInHeader = (file: string): string => nameFromOutput(file, output.path, io.cwd);
    const result = await compile(await openRuleFiles(output.files, io), { nameInHeader });
    built.push({ output, result });
  }
  return built;
}

function inspect({ output, result }: Built, mayOverwrite: boolean): Module {
  const code = codeOf(result, output.files);
  return { output, result, code, file: inspectGeneratedFile(output, code, mayOverwrite) };
}

/** @throws UsageError if the files define no capability set. */
function codeOf({ code }: CompileResult, files: readonly string[]): string {
  if (code !== undefined) return code;
  throw new UsageError(
    `${files.map((file) => `\`${file}\``).join(" and ")} define no capability set, so there is nothing to build`,
    "build the file that has the rules or `caps` blocks; what it uses is read with it",
  );
}

async function writeModules(
  modules: readonly Module[],
  { json }: BuildOptions,
  io: Io,
): Promise<ExitCode> {
  for (const { file, code } of modules) {
    if (file.state !== "fresh") await writeFile(file.name, file.path, code);
  }
  if (json) printJson(io, modulesJson(modules, true, stateAfterWriting));
  else for (const module of modules) printLine(io, describe(module));
  return EXIT.fine;
}

/** `generated/cpu.ts: 1 set, 1024 bits, proved equal to cpu.rules` */
function describe({ output, result, file }: Module): string {
  const { sets, provedBits } = result;
  const proof = `proved equal to ${output.files.join(" and ")}`;
  const unchanged = file.state === "fresh" ? " (unchanged)" : "";
  return `${file.name}: ${counted(sets.length, "set")}, ${counted(provedBits, "bit")}, ${proof}${unchanged}`;
}

async function compareModules(
  modules: readonly Module[],
  options: BuildOptions,
  io: Io,
): Promise<ExitCode> {
  const outdated = modules.filter(({ file }) => file.state !== "fresh");
  if (options.json)
    printJson(
      io,
      modulesJson(modules, outdated.length === 0, ({ state }) => state),
    );
  else {
    for (const { file, code } of outdated) io.stderr.write(await describeOutdated(file, code, io));
    if (outdated.length > 0)
      io.stderr.write(`To repair, run: ${repairCommand(modules, options)}\n`);
    for (const { file, output } of modules) {
      if (file.state !== "fresh") continue;
      printLine(io, `${file.name}: up to date, proved equal to ${output.files.join(" and ")}`);
    }
  }
  return outdated.length > 0 ? EXIT.findings : EXIT.fine;
}

async function describeOutdated(
  file: GeneratedFile,
  code: string,
  { stderr }: Io,
): Promise<string> {
  if (file.state === "missing") return `${file.name}: does not exist\n`;
  const difference = await showDifference(file, code, stderr.paint);
  return `${file.name}: is not what the rules say\n${difference}`;
}

function repairCommand(modules: readonly Module[], { output }: BuildOptions): string {
  const files = modules.flatMap((module) => module.output.files);
  const target = output === undefined ? [] : ["-o", output];
  return ["caprules", "build", ...files, ...target].map(quoteArgument).join(" ");
}

function stateAfterWriting({ state }: GeneratedFile): "fresh" | "written" {
  return state === "fresh" ? "fresh" : "written";
}

function modulesJson(
  modules: readonly Module[],
  ok: boolean,
  stateOf: (file: GeneratedFile) => string,
): object {
  const outputs = modules.map(({ file, output, result }) => ({
    file: file.name,
    state: stateOf(file),
    files: output.files,
    ...proofJson(result),
  }));
  return { ...outcomesJson(modules), ok, outputs };
}

function proofJson({ sets, provedBits }: CompileResult): object {
  return { sets, provedBits };
}

function outcomesJson(built: readonly Built[]): object {
  const outcomes = built.map(({ result }) => outcomeJson(result));
  return {
    ok: outcomes.every(({ ok }) => ok),
    undecided: outcomes.some(({ undecided }) => undecided),
    diagnostics: withoutRepetitions(built.flatMap(({ result }) => result.diagnostics)).map(
      diagnosticJson,
    ),
  };
}
