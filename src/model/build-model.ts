/** Builds the model of a program from its loaded files. */

import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { wrongKind } from "../diagnostics/names.ts";
import type { LoadedFile } from "../names/load.ts";
import { buildAssertion } from "./build-assertions.ts";
import { buildTest } from "./build-test.ts";
import { checkSetCycles } from "./check-set-cycles.ts";
import { collectSets, type SetDraft } from "./collect-sets.ts";
import { collectDeclarations, kindWords, type Namespace } from "./declarations.ts";
import { governSets } from "./govern.ts";
import { bitmapReads } from "./expressions.ts";
import { shadowedBits, unusedNames } from "./lint-names.ts";
import type { Assertion, Model } from "./model.ts";
import { orderBits } from "./order-bits.ts";
import { resolveExpression } from "./resolve-expression.ts";
import { scopeIn, type Scope } from "./scope.ts";

export interface BuiltModel {
  /** Complete only if no diagnostic is an error. */
  readonly model: Model;
  /** Errors. */
  readonly diagnostics: readonly Diagnostic[];
  /** Warnings about the names that the user's files declare. */
  readonly lints: readonly Diagnostic[];
}

export function buildModel(files: readonly LoadedFile[]): BuiltModel {
  const namespace = collectDeclarations(files);
  const drafts = collectSets(files, namespace);
  const scope: Scope = {
    namespace,
    set: undefined,
    thisLayout: undefined,
    setScopes: new Map(drafts.map((draft) => [draft.scope.set, draft.scope])),
    isClaim: false,
    brokenNames: namespace.brokenNames,
    diagnostics: namespace.diagnostics,
    used: new Set(),
    expanding: [],
  };
  governSets(drafts, scope);
  const model = {
    layouts: [...namespace.layouts.values()],
    sets: drafts.map((draft) => draft.scope.set),
    assumptions: files.flatMap((file) => buildAssumptions(scope, file)),
    assertions: [
      ...topAssertions(scope, files),
      ...drafts.flatMap((each) => ownAssertions(scope, each)),
    ],
    tests: files.flatMap(({ tree }) =>
      tree.statements.flatMap((each) => (each.kind === "test" ? [buildTest(scope, each)] : [])),
    ),
  };
  const { order, diagnostics } = orderBits(model.sets);
  // The text with the error may be the one place that uses a name.
  const hasErrors = namespace.diagnostics.length > 0 || scope.brokenNames.size > 0;
  const unused = hasErrors ? [] : unusedNames(files, scope);
  return {
    // Enumerations of inputs are included only if something compares them, which is known only now.
    model: { ...model, ...inputsOf(namespace), order },
    diagnostics: unique([
      ...namespace.diagnostics,
      ...(diagnostics.length > 0 ? diagnostics : checkSetCycles(model.sets)),
    ]),
    lints: unique([...unused, ...shadowedBits(files, namespace, drafts)]),
  };
}

function inputsOf(namespace: Namespace): Pick<Model, "inputs" | "flags" | "enums"> {
  const declared = [...namespace.names.values()];
  const inputs = declared.filter((each) => each.kind === "input");
  const ofInputs = inputs.flatMap(({ enums }) => enums);
  return {
    inputs,
    flags: declared.filter((each) => each.kind === "flag"),
    enums: [
      ...declared.filter((each) => each.kind === "enum"),
      ...ofInputs.filter((each) => namespace.comparedEnums.has(each)),
    ],
  };
}

/** Assumptions may name inputs only: rules define the bits of capability sets. */
function buildAssumptions(scope: Scope, file: LoadedFile): Model["assumptions"] {
  return file.tree.statements.flatMap((statement) => {
    if (statement.kind !== "assume") return [];
    const claim = resolveExpression(scope, statement.claim);
    const set = bitmapReads(claim).namedBits.find(({ bitmap }) => bitmap.kind === "caps")?.bitmap;
    if (set !== undefined) {
      const names = { name: set.name, actual: kindWords(set), expected: "an input" };
      scope.diagnostics.push(report(wrongKind, statement.claim.span, names));
    }
    return [{ claim, span: statement.span }];
  });
}

/** Skips files that are implicit sets: their top-level assertions belong to the set. */
function topAssertions(scope: Scope, files: readonly LoadedFile[]): readonly Assertion[] {
  return files
    .filter(({ isImplicitSet }) => !isImplicitSet)
    .flatMap(({ tree }) => tree.statements)
    .filter((statement) => statement.kind === "assert")
    .map((statement) => buildAssertion(scope, statement));
}

function ownAssertions(scope: Scope, draft: SetDraft): readonly Assertion[] {
  return draft.blocks
    .flatMap(({ statements }) => statements)
    .filter((statement) => statement.kind === "assert")
    .map((statement) => buildAssertion(scopeIn(scope, draft.scope), statement));
}

/**
 * Removes duplicates: a class is resolved once for each set that applies it, and reports its
 * mistakes each time.
 */
function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byKey = new Map(
    diagnostics.map((each) => [
      `${each.code} ${each.span?.source.name ?? ""} ${each.span?.start ?? 0} ${each.message}`,
      each,
    ]),
  );
  return [...byKey.values()];
}
