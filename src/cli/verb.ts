/** The interface of a verb of the command line. */

import type { Command } from "commander";

import type { ExitCode } from "./exit.ts";
import type { Io } from "./io.ts";

/**
 * Declares the arguments and options of a verb, and passes them to the function that implements it.
 */
export type Verb = (program: Command, run: Runner) => Command;

/** Runs the work of a verb and sets the exit code. */
export type Runner = (work: (io: Io) => Promise<ExitCode>) => Promise<void>;

export interface JsonOption {
  readonly json?: true;
}

export const JSON_OPTION = ["--json", "print one JSON document on standard output"] as const;

/** Collects the values of an option that may be repeated, in order. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
