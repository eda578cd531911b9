/** Each set is computed by one function, so sets may not read each other in a circle. */

import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { setCycle } from "../diagnostics/rules.ts";
import type { CapabilitySet } from "./model.ts";
import { setsMaybeReadBy, setsReadBy } from "./sets-read.ts";

export function checkSetCycles(sets: readonly CapabilitySet[]): readonly Diagnostic[] {
  if (!hasCircle(sets, setsMaybeReadBy)) return [];
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

/** The sets may stand in a chain of thousands, so the walk keeps its own stack. */
function hasCircle(
  sets: readonly CapabilitySet[],
  readsOf: (set: CapabilitySet) => Iterable<CapabilitySet>,
): boolean {
  const open = new Set<CapabilitySet>();
  const done = new Set<CapabilitySet>();
  const stack = [...sets];
  for (let set = stack.at(-1); set !== undefined; set = stack.at(-1)) {
    if (done.has(set) || open.has(set)) {
      stack.pop();
      open.delete(set);
      done.add(set);
      continue;
    }
    open.add(set);
    for (const other of readsOf(set)) {
      if (open.has(other)) return true;
      if (!done.has(other)) stack.push(other);
    }
  }
  return false;
}
