/** A verb of the command line. */

import type { Command } from "commander";

import type { ExitCode } from "./exit.ts";
import type { Io } from "./io.ts";

/** Declares what the verb takes, and hands what it is given to the function that carries it out. */
export type Verb = (program: Command, run: Runner) => Command;

/** Takes what a verb does, and sees to how it ends. */
export type Runner = (work: (io: Io) => Promise<ExitCode>) => Promise<void>;

export interface JsonOption {
  readonly json?: true;
}

export const JSON_OPTION = ["--json", "print one JSON document on standard output"] as const;

/** Collects the values of an option that may be repeated, in order. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
