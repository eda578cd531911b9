/**
 * Names files relative to the root, where code hosts look for annotated files, whatever the current
 * directory of the comparison is.
 */

import type { DescribedChange } from "../diff.ts";
import type { Span } from "../../base/span.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { StatedRule } from "../../evaluate/evaluate-sets.ts";
import { BUNDLED_PREFIX } from "../../names/bundled.ts";
import type { Review } from "./review.ts";
import type { ProgramResult } from "../programs/program-result.ts";

/** @param nameInRoot gives a file its name from the root on. */
export function namedInRoot(review: Review, nameInRoot: (file: string) => string): Review {
  return { ...review, programs: review.programs.map((each) => renamed(each, nameInRoot)) };
}

function renamed(program: ProgramResult, nameInRoot: (file: string) => string): ProgramResult {
  const nameOf = (file: string): string =>
    file.startsWith(BUNDLED_PREFIX) ? file : nameInRoot(file);
  const ofRules = (rules: readonly StatedRule[]): readonly StatedRule[] =>
    rules.map((rule) => ({ ...rule, file: nameOf(rule.file) }));
  const ofChange = (change: DescribedChange): DescribedChange => ({
    ...change,
    before: ofRules(change.before),
    after: ofRules(change.after),
    onlyWhere: change.onlyWhere.map((each) =>
      each.kind === "assumption" ? { ...each, file: nameOf(each.file) } : each,
    ),
  });
  const ofSpan = (span: Span): Span => ({
    ...span,
    source: { ...span.source, name: nameOf(span.source.name) },
  });
  const ofDiagnostic = (diagnostic: Diagnostic): Diagnostic => ({
    ...diagnostic,
    ...(diagnostic.span === undefined ? {} : { span: ofSpan(diagnostic.span) }),
  });
  const { diagnostics, diff } = program.result;
  const sets = diff?.sets.map((set) => ({ ...set, changes: set.changes.map(ofChange) }));
  return {
    ...program,
    movedTo: program.movedTo && nameOf(program.movedTo),
    result: {
      ...program.result,
      diagnostics: {
        old: diagnostics.old.map(ofDiagnostic),
        new: diagnostics.new.map(ofDiagnostic),
      },
      diff: diff && {
        ...diff,
        sets: sets ?? [],
        declarations: diff.declarations.map((each) =>
          each.file === undefined ? each : { ...each, file: nameOf(each.file) },
        ),
        promises: diff.promises.map((each) => ({ ...each, file: nameOf(each.file) })),
      },
    },
  };
}
