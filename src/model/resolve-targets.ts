/** Resolves lists of bits: the targets of rules, the members of sets. */

import { report } from "../diagnostics/diagnostic.ts";
import { unknownName, wrongKind } from "../diagnostics/names.ts";
import { declarationCycle } from "../diagnostics/rules.ts";
import type { Path, SetDeclaration } from "../../grammar/syntax-tree.ts";
import { kindWords } from "./declarations.ts";
import { findBit } from "./find-bit.ts";
import type { BitIndex, Layout } from "./layout.ts";
import type { BitList } from "./model.ts";
import { lookUp, type Scope } from "./scope.ts";

/** The bits that a list names, directly or through sets, each once; what cannot be resolved is reported. */
export function resolveTargets(
  scope: Scope,
  layout: Layout,
  paths: readonly Path[],
): ReadonlySet<BitIndex> {
  const bits = new Set<BitIndex>();
  for (const path of paths) {
    for (const bit of resolvePath(scope, layout, path)) bits.add(bit);
  }
  return bits;
}

function resolvePath(scope: Scope, layout: Layout, path: Path): Iterable<BitIndex> {
  const [name] = path.parts;
  if (name !== undefined && path.parts.length === 1 && path.index === undefined) {
    const declared = lookUp(scope, name.text);
    if (declared?.kind === "set") return resolveList(scope, layout, declared.declaration).bits;
  }
  const found = findBit(layout, { parts: path.parts, index: path.index, span: path.span });
  if ("bit" in found) return [found.bit];
  if (name === undefined || scope.brokenNames.has(name.text)) return [];
  const declared = path.parts.length === 1 ? lookUp(scope, name.text) : undefined;
  scope.diagnostics.push(
    declared === undefined || found.problem.code !== unknownName.code
      ? found.problem
      : report(wrongKind, name.span, {
          name: name.text,
          actual: kindWords(declared),
          expected: "a bit or a set",
        }),
  );
  return [];
}

/** The bits of a `set`, as bits of `layout`. */
export function resolveList(scope: Scope, layout: Layout, declaration: SetDeclaration): BitList {
  scope.used.add(declaration);
  const known = scope.set?.lists.get(declaration);
  if (known?.layout === layout) return known;
  const { name } = declaration;
  if (scope.expanding.includes(declaration)) {
    const path = [...scope.expanding, declaration].map((each) => each.name.text).join(" → ");
    scope.diagnostics.push(report(declarationCycle, name.span, { kind: "set", path }));
    return { name: name.text, layout, bits: new Set(), span: name.span };
  }
  const inner = { ...scope, expanding: [...scope.expanding, declaration] };
  const bits = resolveTargets(inner, layout, declaration.members);
  const list: BitList = { name: name.text, layout, bits, span: name.span };
  scope.set?.lists.set(declaration, list);
  return list;
}
