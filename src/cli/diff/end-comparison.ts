/** What follows from a comparison: what is accepted of it, what is said of that, and how the run ends. */

import { isError } from "../../analyze.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { counted } from "../print.ts";
import { acceptCommand, pruneCommand } from "./accept-command.ts";
import type { AcceptOptions, Accepting } from "./accept-options.ts";
import type { Acceptances } from "./acceptances.ts";
import type { Sides } from "./side.ts";
import type { IdleAcceptances } from "./stale-acceptances.ts";
import type { ProgramResult, Totals } from "./totals.ts";
import { isUnread } from "./uncompared.ts";

export type FailOn = keyof Totals["open"] | "none";

export interface EndRequest {
  readonly sides: Sides;
  readonly acceptances: Acceptances;
  readonly results: readonly ProgramResult[];
  readonly totals: Totals;
  readonly idle: IdleAcceptances;
  readonly accepting: Accepting | undefined;
  readonly options: AcceptOptions & { readonly failOn: FailOn };
  /** Whether someone who reads the output is sure to know that changes can fail. */
  readonly isGate: boolean;
  /** Standard output is for a person. */
  readonly isText: boolean;
}

export async function endComparison(io: Io, request: EndRequest): Promise<ExitCode> {
  const { acceptances, totals, idle, accepting, options, results } = request;
  const exit = exitCode(results, totals, options.failOn);
  const isDecided = totals.incomparable === 0 && !totals.undecided && !hasErrors(results);
  const isPruning = accepting?.prunes === true && isDecided;
  if (idle.stale.length + idle.unreadable.length > 0) {
    const { showIdle } = await import("./show-idle.ts");
    const left = isPruning ? { ...idle, stale: [] } : idle;
    showIdle(io, left, acceptances.name, pruneCommand(request.sides, options));
  }
  if (accepting !== undefined) {
    if (!isDecided) {
      io.stderr.write("not everything could be compared, so nothing is accepted or removed\n");
      return exit;
    }
    await writeAcceptances(io, accepting, request);
    if (accepting.because !== undefined) return EXIT.fine;
  }
  if (exit === EXIT.findings && isDecided) sayHow(io, request);
  return exit;
}

async function writeAcceptances(
  io: Io,
  { root, because, prunes }: Accepting,
  { acceptances, results, totals, idle, isText }: EndRequest,
): Promise<void> {
  const { acceptChanges } = await import("./accept-changes.ts");
  const lines = await acceptChanges({
    acceptances,
    root,
    results,
    because,
    hasAccepted: totals.accepted > 0,
    stale: prunes ? idle.stale : undefined,
  });
  // A document on standard output stays one.
  const { write } = isText ? io.stdout : io.stderr;
  for (const line of lines) write(`${line}\n`);
}

/** The last line: what does not pass, and the command that makes it pass. */
function sayHow({ stderr }: Io, { sides, acceptances, totals, options, isGate }: EndRequest): void {
  const { failOn } = options;
  if (failOn === "none" || (!isGate && acceptances.file === undefined)) return;
  const count = totals.open[failOn];
  const command = acceptCommand(sides, options);
  const how = command === undefined ? "" : `; if this is meant, say why: ${command}`;
  stderr.write(`${counted(count, "change")} ${count === 1 ? "is" : "are"} not accepted${how}\n`);
}

function exitCode(
  results: readonly ProgramResult[],
  { open, undecided }: Totals,
  failOn: FailOn,
): ExitCode {
  if (results.some(({ result }) => isUnread(result))) return EXIT.couldNotRun;
  if (undecided) return EXIT.undecided;
  if (hasErrors(results)) return EXIT.findings;
  return failOn !== "none" && open[failOn] > 0 ? EXIT.findings : EXIT.fine;
}

function hasErrors(results: readonly ProgramResult[]): boolean {
  return results.some(({ result: { diagnostics } }) =>
    [...diagnostics.old, ...diagnostics.new].some(isError),
  );
}
