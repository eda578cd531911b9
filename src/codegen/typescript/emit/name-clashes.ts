/** Finds names that a module would export twice: nothing is renamed silently, so that no caller gets another thing. */

import type { Span } from "../../../base/span.ts";
import { report, type Diagnostic } from "../../../diagnostics/diagnostic.ts";
import { generatedNamesClash } from "../../../diagnostics/rules.ts";
import { wordOf, type Layout } from "../../../model/layout.ts";
import type { SetPlan } from "../../plan/plan.ts";
import { FIXED_NAMES } from "./identifiers.ts";
import { moduleNames, type LayoutNames } from "./module-names.ts";

interface ExportedName {
  readonly name: string;
  /** The declaration in words, such as ``capability set `vcpu` ``. */
  readonly of: string;
  readonly span: Span;
}

/** Reports each name with two meanings, including the names that every module has. */
export function nameClashes(plans: readonly SetPlan[]): readonly Diagnostic[] {
  const { sets, layouts } = moduleNames(plans);
  const ofSets = Array.from(sets, ([set, { init, initRows, inputs }]) =>
    [init, initRows, inputs].map((name) => ({
      name,
      of: `capability set \`${set.name}\``,
      span: set.span,
    })),
  ).flat();
  const ofLayouts = Array.from(layouts, ([layout, { namespace }]) =>
    namespace === undefined
      ? []
      : [{ name: namespace, of: `layout \`${layout.name}\``, span: layout.span }],
  ).flat();
  const ofBits = Array.from(layouts, ([layout, names]) => ({
    bits: bitNames(layout, names),
    isNamespace: names.namespace !== undefined,
  }));
  const inModule = ofBits.flatMap(({ bits, isNamespace }) => (isNamespace ? [] : bits));
  return [
    ...clashesAmong([...ofSets, ...ofLayouts, ...inModule], FIXED_NAMES),
    ...ofBits.flatMap(({ bits, isNamespace }) => (isNamespace ? clashesAmong(bits) : [])),
  ];
}

function bitNames(layout: Layout, { bits }: LayoutNames): readonly ExportedName[] {
  return Array.from(bits, ([bit, name]) => {
    const word = layout.words[wordOf(bit.index)]?.name ?? layout.name;
    return { name, of: `bit \`${word}.${bit.name}\``, span: bit.span };
  });
}

function clashesAmong(
  names: readonly ExportedName[],
  fixed: ReadonlySet<string> = new Set(),
): readonly Diagnostic[] {
  const first = new Map<string, ExportedName>();
  const reported = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const each of names) {
    const other = first.get(each.name);
    if (other === undefined) first.set(each.name, each);
    const isClash = other !== undefined || fixed.has(each.name);
    // Two sets clash in three names each; only one is reported.
    const both = `${each.of} ${other?.of ?? ""}`;
    if (!isClash || reported.has(both)) continue;
    reported.add(both);
    diagnostics.push(describe(each, other));
  }
  return diagnostics;
}

function describe(each: ExportedName, other: ExportedName | undefined): Diagnostic {
  const { name, of, span } = each;
  const related = other === undefined ? [] : [{ span: other.span, label: other.of }];
  return report(generatedNamesClash, span, { name, of, other: other?.of }, { related });
}
