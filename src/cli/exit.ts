/** How a run of the command ends. */

/**
 * Exit codes. A merge driver that could not run ends with more than 128, because git takes every other code but 0 for a
 * conflict.
 */
export const EXIT = {
  fine: 0,
  findings: 1,
  couldNotRun: 2,
  undecided: 3,
  couldNotMerge: 129,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A command line that cannot be carried out, or a file that it names; ends in exit code 2, or in 129 as a merge driver. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** Advice that follows the error; one line. */
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}

/** How a command line ends that could not be carried out. */
export function failureOf(args: readonly string[]): ExitCode {
  const [verb] = args[0] === "git" ? args.slice(1) : args;
  return verb === "merge" ? EXIT.couldNotMerge : EXIT.couldNotRun;
}
