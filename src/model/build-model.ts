/** Builds the model of a program from its loaded files. */

import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { wrongKind } from "../diagnostics/names.ts";
import { shadowedBit, unusedDeclaration } from "../diagnostics/lints.ts";
import type { ClassDeclaration, SetDeclaration, Statement } from "../../grammar/syntax-tree.ts";
import type { LoadedFile } from "../names/load.ts";
import { buildAssertion } from "./build-assertions.ts";
import { buildTest } from "./build-test.ts";
import { checkSetCycles } from "./check-set-cycles.ts";
import { collectSets, type SetDraft } from "./collect-sets.ts";
import { collectDeclarations, declaredSpan, kindWords, type Namespace } from "./declarations.ts";
import { govern } from "./govern.ts";
import { bitmapReads } from "./expressions.ts";
import { bitsNamed, wordOf } from "./layout.ts";
import type { Assertion, Model } from "./model.ts";
import { orderBits } from "./order-bits.ts";
import { resolveExpression } from "./resolve-expression.ts";
import type { Scope } from "./scope.ts";

export interface BuiltModel {
  /** Complete only if no diagnostic is an error. */
  readonly model: Model;
  readonly diagnostics: readonly Diagnostic[];
}

export function buildModel(files: readonly LoadedFile[]): BuiltModel {
  const namespace = collectDeclarations(files);
  const drafts = collectSets(files, namespace);
  const scope: Scope = {
    namespace,
    set: undefined,
    thisLayout: undefined,
    brokenNames: namespace.brokenNames,
    diagnostics: namespace.diagnostics,
    used: new Set(),
    expanding: [],
  };
  for (const draft of drafts) govern(draft, scopeIn(scope, draft));
  const model = {
    layouts: [...namespace.layouts.values()],
    ...inputsOf(namespace),
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
  // What is wrong elsewhere may be what uses a name.
  const hasErrors = namespace.diagnostics.length > 0 || scope.brokenNames.size > 0;
  const unused = hasErrors ? [] : unusedNames(files, scope);
  const lints = [...unused, ...shadowedBits(files, namespace, drafts)];
  return {
    model: { ...model, order },
    diagnostics: unique([
      ...namespace.diagnostics,
      ...(diagnostics.length > 0 ? diagnostics : checkSetCycles(model.sets)),
      ...lints,
    ]),
  };
}

function scopeIn(scope: Scope, draft: SetDraft): Scope {
  return { ...scope, set: draft.scope, thisLayout: draft.scope.set.layout };
}

function inputsOf(namespace: Namespace): Pick<Model, "inputs" | "flags" | "enums"> {
  const declared = [...namespace.names.values()];
  return {
    inputs: declared.filter((each) => each.kind === "input"),
    flags: declared.filter((each) => each.kind === "flag"),
    enums: declared.filter((each) => each.kind === "enum"),
  };
}

/** Facts about inputs: what a capability set has follows from the rules. */
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

/** An assertion at the top of a file that is one set is that set's own. */
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
    .map((statement) => buildAssertion(scopeIn(scope, draft), statement));
}

/** Of the files that the user named: what a used file offers may well be unused. */
function unusedNames(files: readonly LoadedFile[], scope: Scope): readonly Diagnostic[] {
  return files
    .filter(({ isRoot }) => isRoot)
    .flatMap(({ tree }) =>
      tree.statements.flatMap((each): readonly Statement[] =>
        each.kind === "caps" ? each.statements : [each],
      ),
    )
    .filter(isClassOrSet)
    .filter((declaration) => !scope.used.has(declaration))
    .map(({ kind, name }) => report(unusedDeclaration, name.span, { kind, name: name.text }));
}

function isClassOrSet(statement: Statement): statement is ClassDeclaration | SetDeclaration {
  return statement.kind === "class" || statement.kind === "set";
}

/** Names that the user's files declare and that some layout has as a bit. */
function shadowedBits(
  files: readonly LoadedFile[],
  namespace: Namespace,
  drafts: readonly SetDraft[],
): readonly Diagnostic[] {
  const roots = new Set(files.filter(({ isRoot }) => isRoot).map(({ name }) => name));
  const locals = drafts.flatMap(({ scope: { set, locals: names } }) =>
    [...names].map(([name, declared]) => ({ name, declared, layouts: [set.layout] })),
  );
  const all = [...namespace.layouts.values()];
  const shared = [...namespace.names].map(([name, declared]) => ({ name, declared, layouts: all }));
  return [...shared, ...locals].flatMap(({ name, declared, layouts }) => {
    const span = declaredSpan(declared);
    if (!roots.has(span.source.name) || declared.kind === "caps") return [];
    return layouts.flatMap((layout) => {
      const [bit] = bitsNamed(layout, name);
      if (bit === undefined) return [];
      const word = layout.words[wordOf(bit.index)]?.name ?? "";
      const kind = kindWords(declared).replace(/^an? /, "");
      return [report(shadowedBit, span, { name, kind, bit: `${word}.${name}` })];
    });
  });
}

/** A class that several sets apply is resolved for each, and would report its mistakes as often. */
function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byKey = new Map(
    diagnostics.map((each) => [
      `${each.code} ${each.span?.source.name ?? ""} ${each.span?.start ?? 0} ${each.message}`,
      each,
    ]),
  );
  return [...byKey.values()];
}
