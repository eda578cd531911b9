/** Each set is computed by one function, so sets may not read each other in a circle. */

import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { setCycle } from "../diagnostics/rules.ts";
import { visitAtoms } from "./expressions.ts";
import { rulesOf, type CapabilitySet, type Expr } from "./model.ts";

export function checkSetCycles(sets: readonly CapabilitySet[]): readonly Diagnostic[] {
  const reads = new Map(sets.map((set) => [set, setsReadBy(set)]));
  const done = new Set<CapabilitySet>();
  const diagnostics: Diagnostic[] = [];
  const visit = (set: CapabilitySet, path: readonly CapabilitySet[]): void => {
    if (path.includes(set)) {
      const circle = [...path.slice(path.indexOf(set)), set].map(({ name }) => name);
      diagnostics.push(report(setCycle, set.span, { path: circle.join(" → ") }));
      return;
    }
    if (done.has(set)) return;
    for (const other of reads.get(set) ?? []) visit(other, [...path, set]);
    done.add(set);
  };
  for (const set of sets) visit(set, []);
  return diagnostics;
}

function setsReadBy(set: CapabilitySet): ReadonlySet<CapabilitySet> {
  const read = new Set<CapabilitySet>();
  const add = (atom: Expr): void => {
    if (atom.kind !== "bit" && atom.kind !== "this") return;
    const { bitmap } = atom;
    if (bitmap.kind === "caps" && bitmap !== set) read.add(bitmap);
  };
  for (const governance of new Set(set.bits)) {
    for (const { value, condition } of rulesOf(governance)) {
      visitAtoms(value, add);
      if (condition !== undefined) visitAtoms(condition, add);
    }
  }
  return read;
}
