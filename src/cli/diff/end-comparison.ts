/** Ends a comparison: writes acceptances, reports about them, and decides the exit code. */

import { type Diagnostic, isError } from "../../diagnostics/diagnostic.ts";
import { isAboutAsked } from "../../review/load-sides.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { counted } from "../../base/words.ts";
import { acceptCommand, pruneCommand } from "./accept-command.ts";
import type { AcceptOptions, Accepting } from "./accept-options.ts";
import type { Acceptances } from "../../review/programs/acceptances.ts";
import type { Sides } from "../../review/programs/side.ts";
import type { Review } from "../../review/describe/review.ts";
import { openChanges, type Totals } from "../../review/describe/totals.ts";
import type { ProgramResult } from "../../review/programs/program-result.ts";
import { isUnread } from "../../review/programs/uncompared.ts";

export type FailOn = keyof Totals["open"];

export interface EndRequest {
  readonly sides: Sides;
  readonly acceptances: Acceptances;
  readonly review: Review;
  readonly accepting: Accepting | undefined;
  readonly options: AcceptOptions & { readonly failOn: readonly FailOn[] };
  /** True if the user asked for a gate, so the output need not explain that changes can fail. */
  readonly isGate: boolean;
  /** True if standard output is text for a person. */
  readonly isText: boolean;
}

export async function endComparison(io: Io, request: EndRequest): Promise<ExitCode> {
  const { acceptances, review, accepting, options } = request;
  const { programs: results, totals, idle } = review;
  const exit = exitCode(results, totals, options.failOn);
  const isDecided =
    totals.incomparable === 0 && !totals.undecided && errorsOf(results).length === 0;
  const isPruning = accepting?.prunes === true && isDecided;
  if (idle.stale.length + idle.unreadable.length + idle.broader.length > 0) {
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
  { acceptances, review: { programs: results, totals, idle }, isText }: EndRequest,
): Promise<void> {
  const { acceptChanges } = await import("./accept-changes.ts");
  const lines = await acceptChanges({
    acceptances,
    root,
    results,
    because,
    totals,
    stale: prunes ? idle.stale : undefined,
  });
  // A document on standard output must not be mixed with other lines.
  const { write } = isText ? io.stdout : io.stderr;
  for (const line of lines) write(`${line}\n`);
}

/** Prints the last line: the changes that do not pass, and the command that accepts them. */
function sayHow({ stderr }: Io, { sides, acceptances, review, options, isGate }: EndRequest): void {
  const { totals } = review;
  const { failOn } = options;
  if (!isGate && acceptances.file === undefined) return;
  const isAny = failOn.includes("any");
  const promises = isAny || failOn.includes("promises") ? totals.open.promises : 0;
  if (promises > 0) {
    const isOne = promises === 1;
    stderr.write(
      `${counted(promises, "promise")} ${isOne ? "is" : "are"} not kept; if that is meant, fail on other changes only: --fail-on gained,lost\n`,
    );
  }
  if (totals.moved > 0) {
    stderr.write(
      `${counted(totals.moved, "file")} left the comparison, so no gate can judge ${totals.moved === 1 ? "it" : "them"}: move ${totals.moved === 1 ? "it" : "them"} back, or accept the removal\n`,
    );
  }
  const count =
    isAny || (failOn.includes("gained") && failOn.includes("lost"))
      ? openChanges(totals)
      : totals.open.gained * Number(failOn.includes("gained")) +
        totals.open.lost * Number(failOn.includes("lost"));
  if (count === 0) return;
  const command = acceptCommand(sides, options);
  const how = command === undefined ? "" : `; if this is meant, say why: ${command}`;
  stderr.write(`${counted(count, "change")} ${count === 1 ? "is" : "are"} not accepted${how}\n`);
}

function exitCode(
  results: readonly ProgramResult[],
  { open, moved, undecided }: Totals,
  failOn: readonly FailOn[],
): ExitCode {
  const errors = errorsOf(results);
  if (results.some(({ result }) => isUnread(result)) || errors.some(isAboutAsked)) {
    return EXIT.couldNotRun;
  }
  if (undecided) return EXIT.undecided;
  if (errors.length > 0) return EXIT.findings;
  // A gate cannot see changes in rules that have left the comparison, so that fails every gate.
  if (failOn.length > 0 && moved > 0) return EXIT.findings;
  return failOn.some((each) => open[each] > 0) ? EXIT.findings : EXIT.fine;
}

function errorsOf(results: readonly ProgramResult[]): readonly Diagnostic[] {
  return results.flatMap(({ result: { diagnostics } }) =>
    [...diagnostics.old, ...diagnostics.new].filter(isError),
  );
}
