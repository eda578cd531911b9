/** Resolves lists of bits: the targets of rules, the members of sets. */

import { nearestKeyword } from "../base/nearest-name.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { unknownName, wrongKind } from "../diagnostics/names.ts";
import { declarationCycle } from "../diagnostics/rules.ts";
import type { Identifier, Path, SetDeclaration } from "../../grammar/syntax-tree.ts";
import { kindWords } from "./declarations.ts";
import { findBit } from "./find-bit.ts";
import type { BitIndex, Layout } from "./layout.ts";
import type { BitList } from "./model.ts";
import { lookUp, type Scope } from "./scope.ts";

/**
 * The bits that a list names, directly or through sets, without duplicates. Unresolvable names are
 * reported.
 */
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

/** Keywords that parse as a rule's first target when misspelt, as in `clas hidden = none`. */
const rulelikeKeywords = ["default", "unnamed", "class", "override"];

/** The bits of a rule. If its first name is a misspelt keyword, only that is reported. */
export function resolveRuleTargets(
  scope: Scope,
  layout: Layout,
  paths: readonly Path[],
): ReadonlySet<BitIndex> {
  const [name, ...others] = paths[0]?.parts ?? [];
  if (name === undefined || others.length > 0) return resolveTargets(scope, layout, paths);
  const { text, span } = name;
  const keyword = nearestKeyword(text, rulelikeKeywords);
  if (keyword === undefined || !isUnknown(scope, layout, name)) {
    return resolveTargets(scope, layout, paths);
  }
  const expected = `bit of \`${layout.name}\``;
  const nearest = (): string => keyword;
  scope.diagnostics.push(report(unknownName, span, { name: text, expected, nearest }));
  return new Set();
}

/** True if the name is unknown and has not been reported yet. */
function isUnknown(scope: Scope, layout: Layout, name: Identifier): boolean {
  if (scope.brokenNames.has(name.text) || lookUp(scope, name.text) !== undefined) return false;
  const found = findBit(layout, { parts: [name], index: undefined, span: name.span });
  return "problem" in found && found.problem.code === unknownName.code;
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

/** The `set`s that a list names directly. */
export function listsAmong(
  scope: Scope,
  layout: Layout,
  paths: readonly Path[],
): readonly BitList[] {
  return paths.flatMap(({ parts: [name, ...others], index }) => {
    if (name === undefined || others.length > 0 || index !== undefined) return [];
    const declared = lookUp(scope, name.text);
    // A `set` that contains itself is reported by `resolveTargets`.
    return declared?.kind === "set" && !scope.expanding.includes(declared.declaration)
      ? [resolveList(scope, layout, declared.declaration)]
      : [];
  });
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
    const { span } = name;
    return {
      name: name.text,
      layout,
      bits: new Set(),
      lists: [],
      span,
      declared: declaration.span,
    };
  }
  const inner = { ...scope, expanding: [...scope.expanding, declaration] };
  const bits = resolveTargets(inner, layout, declaration.members);
  const list: BitList = {
    name: name.text,
    layout,
    bits,
    lists: listsAmong(inner, layout, declaration.members),
    span: name.span,
    declared: declaration.span,
  };
  scope.set?.lists.set(declaration, list);
  return list;
}
