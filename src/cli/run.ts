/**
 * Runs one command line. Takes arguments, returns the exit code; everything else goes through `Io`.
 */

import { Command, CommanderError } from "commander";

import { visibleProse } from "../diagnostics/visible-text.ts";
import { verbs } from "./commands/index.ts";
import { EXIT, failureOf, UsageError, type ExitCode } from "./exit.ts";
import type { Io } from "./io.ts";
import { printJson } from "./print.ts";
import { version } from "./version.ts";

/** @param args the arguments after `caprules`. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.fine;
  const program = createProgram(io);
  for (const verb of verbs) {
    const command = verb(program, async (work) => {
      exitCode = await work(io);
    });
    inheritSettings(command, program);
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : failureOf(args);
    if (!(error instanceof UsageError)) throw error;
    if (args.includes("--json"))
      printJson(io, { ok: false, error: error.message, help: error.help });
    io.stderr.write(describe(error, io));
    return failureOf(args);
  }
}

function createProgram(io: Io): Command {
  return new Command("caprules")
    .description("Rules for CPU capabilities, compiled to TypeScript that is proved equal to them.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .exitOverride()
    .configureOutput({
      writeOut: io.stdout.write,
      writeErr: io.stderr.write,
      outputError: (text, write) => {
        write(text.split("\n").map(visibleProse).join("\n"));
      },
    })
    .addHelpText(
      "after",
      "\nExamples:\n  caprules init                  write a first rule file, cpu.rules\n  caprules check cpu.rules       find mistakes, prove assertions\n  caprules eval cpu.rules        what this machine's guests may see\n  caprules explain CR0301        what a diagnostic means\n\nExit codes: 0 fine, 1 findings, 2 could not run, 3 undecided",
    );
}

function inheritSettings(command: Command, program: Command): void {
  command.copyInheritedSettings(program).helpOption("-h, --help", "print this help");
}

function describe({ message, help }: UsageError, { stderr }: Io): string {
  const { paint } = stderr;
  const advice = help === undefined ? "" : `  ${paint.bold("help")}: ${visibleProse(help)}\n`;
  return `${paint.red("error")}: ${visibleProse(message)}\n${advice}`;
}
