/** Silences lints where a statement allows them, and reports an `allow` that silences nothing. */

import type { Span } from "../base/span.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { idleAllowance, isLint, noLint } from "../diagnostics/lints.ts";
import { lintSkipped } from "../diagnostics/proofs.ts";
import type { Allowance, Statement } from "../../grammar/syntax-tree.ts";
import type { LoadedFile } from "../names/load.ts";

/** An `allow`, and the statement that it belongs to. */
interface PlacedAllowance {
  readonly allowance: Allowance;
  readonly statement: Span;
}

/**
 * Removes allowed lints from the diagnostics, and adds mistakes in `allow`s.
 * @param notAskedFor lints that did not run, so that an `allow` of them may be needed.
 */
export function applyAllowances(
  files: readonly LoadedFile[],
  found: readonly Diagnostic[],
  notAskedFor: ReadonlySet<string>,
): readonly Diagnostic[] {
  const placed = files
    .filter(({ isRoot }) => isRoot)
    .flatMap(({ tree }) => allowancesIn(tree.statements));
  if (placed.length === 0) return found;
  const used = new Set<Allowance>();
  const left = found.filter((diagnostic) => {
    const allowing = placed.filter((each) => isAbout(each, diagnostic));
    for (const { allowance } of allowing) used.add(allowance);
    return allowing.length === 0;
  });
  // If there are errors, or a limit was reached, some lints did not run.
  const isComplete = found.every(
    ({ code, severity }) => severity === "warning" && code !== lintSkipped.code,
  );
  const problems = placed.flatMap(({ allowance }) => {
    const { code, span } = allowance;
    if (!isLint(code.text)) return [report(noLint, code.span, { code: code.text })];
    const isIdle = isComplete && !used.has(allowance) && !notAskedFor.has(code.text);
    return isIdle ? [report(idleAllowance, span, { code: code.text })] : [];
  });
  return [...left, ...problems];
}

function allowancesIn(statements: readonly Statement[]): readonly PlacedAllowance[] {
  return statements.flatMap((statement) => {
    if (statement.kind === "caps" || statement.kind === "when") {
      return allowancesIn(statement.statements);
    }
    const allows = "allows" in statement ? (statement.allows ?? []) : [];
    return allows.map((allowance) => ({ allowance, statement: statement.span }));
  });
}

function isAbout({ allowance, statement }: PlacedAllowance, { code, span }: Diagnostic): boolean {
  return (
    isLint(code) &&
    allowance.code.text === code &&
    span?.source.name === statement.source.name &&
    statement.start <= span.start &&
    span.end <= statement.end
  );
}
