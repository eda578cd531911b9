/** How a run of the command ends. */

/** What a process tells the one that started it. */
export const EXIT = { fine: 0, findings: 1, couldNotRun: 2, undecided: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A command line that cannot be carried out, or a file that it names; ends in exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** What to do about it; one line. */
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}
