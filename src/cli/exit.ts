/** Exit codes and errors of a run of the command. */

/**
 * Exit codes. A merge driver that could not run exits with more than 128, because git treats every
 * lower code but 0 as a conflict.
 */
export const EXIT = {
  fine: 0,
  findings: 1,
  couldNotRun: 2,
  undecided: 3,
  couldNotMerge: 129,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * Thrown for a command line, or a file that it names, that cannot be used. Leads to exit code 2, or
 * 129 for a merge driver.
 */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** Advice that follows the error; one line. */
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}

/** The exit code for a command line that could not be carried out. */
export function failureOf(args: readonly string[]): ExitCode {
  const [verb] = args[0] === "git" ? args.slice(1) : args;
  return verb === "merge" ? EXIT.couldNotMerge : EXIT.couldNotRun;
}
