/** What a run of the command has of the world around it; tests pass their own. */

export interface Io {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Reads all of it, but stops soon after so many bytes. */
  readonly readStandardInput: (limit: number) => Promise<Uint8Array>;
}

export interface Output {
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
}

/** What a process tells the one that started it. */
export const EXIT = { fine: 0, findings: 1, couldNotRun: 2, undecided: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A command line that cannot be carried out as it stands, or a file that it names; ends in exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** What to write instead; one line. */
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}
