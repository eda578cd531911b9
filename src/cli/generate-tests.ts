/** Prints the tests that would make the coverage of a rule file complete. */

import { generateTests } from "../coverage/suite-quality.ts";
import { exitCodeFor, outcomeJson } from "./check-outcome.ts";
import type { ExitCode } from "./exit.ts";
import type { Io } from "./io.ts";
import { printDiagnostics, printJson } from "./print.ts";
import { counted } from "../base/words.ts";
import { openRuleFiles } from "./read-rule-file.ts";
import type { JsonOption } from "./verb.ts";

/**
 * Tests go to standard output, so that they can be appended to a file. All other output goes to
 * standard error.
 */
export async function printMissingTests(
  files: readonly string[],
  { json }: JsonOption,
  io: Io,
): Promise<ExitCode> {
  const result = await generateTests(await openRuleFiles(files, io));
  const { diagnostics, tests } = result;
  if (json) printJson(io, { ...outcomeJson(result), ...(tests && { tests }) });
  else {
    printDiagnostics(io, diagnostics);
    if (tests !== undefined) {
      io.stdout.write(tests.text);
      const count = tests.count === 0 ? "no test is missing" : counted(tests.count, "test");
      io.stderr.write(`${count}${tests.count === 0 ? ": coverage is complete" : ""}\n`);
    }
  }
  return exitCodeFor(diagnostics);
}
