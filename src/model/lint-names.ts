/** Warns of names that are never used, and of names that hide a bit. */

import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { shadowedBit, unusedDeclaration } from "../diagnostics/lints.ts";
import type { ClassDeclaration, SetDeclaration, Statement } from "../../grammar/syntax-tree.ts";
import type { LoadedFile } from "../names/load.ts";
import type { SetDraft } from "./collect-sets.ts";
import { declaredSpan, kindWords, type Namespace } from "./declarations.ts";
import { bitsNamed, wordOf } from "./layout.ts";
import type { Scope } from "./scope.ts";

/** Looks at root files only: other files may declare names for several programs. */
export function unusedNames(files: readonly LoadedFile[], scope: Scope): readonly Diagnostic[] {
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

/** Reports names of the user's files that are also the name of a bit. */
export function shadowedBits(
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
