import { expect, test } from "vitest";

import { exitCodeFor } from "../../src/cli/check-outcome.ts";
import { report, type Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { fileMissing, fileNotUtf8 } from "../../src/diagnostics/files.ts";
import { equalsDefault } from "../../src/diagnostics/lints.ts";
import { undecided } from "../../src/diagnostics/proofs.ts";
import { duplicateRule } from "../../src/diagnostics/rules.ts";

const somewhere = { source: { name: "cpu.rules", text: "" }, start: 0, end: 0 };
const limit = report(undecided, undefined, { what: "an assertion", limit: "too many nodes" });
const mistake = report(duplicateRule, somewhere, {
  bits: "`RDPID`",
  why: "in one block",
});
const warning = report(equalsDefault, somewhere, { bits: "`RDPID`", isWholeStatement: true });
const missing = report(fileMissing, undefined, { name: "absent.rules", isUsed: false });
const missingUsed = report(fileMissing, somewhere, { name: "absent.rules", isUsed: true });
const notText = report(fileNotUtf8, undefined, { name: "cpu.rules", offset: 0 });

const cases: readonly { what: string; found: readonly Diagnostic[]; exitCode: number }[] = [
  { what: "nothing", found: [], exitCode: 0 },
  { what: "a warning", found: [warning], exitCode: 0 },
  { what: "a mistake", found: [mistake, warning], exitCode: 1 },
  { what: "a file that is no text", found: [notText], exitCode: 1 },
  { what: "a used file that is missing", found: [missingUsed], exitCode: 1 },
  { what: "a named file that is missing", found: [mistake, missing], exitCode: 2 },
  { what: "a limit", found: [limit, warning], exitCode: 3 },
  { what: "a limit and a mistake", found: [limit, mistake], exitCode: 1 },
];

test.each(cases)("$what ends in exit code $exitCode", ({ found, exitCode }) => {
  expect(exitCodeFor(found)).toBe(exitCode);
});
