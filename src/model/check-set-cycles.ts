/**
 * Reports sets that read each other in a cycle: one function computes each set, so one must come
 * first.
 */

import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { setCycle } from "../diagnostics/rules.ts";
import type { CapabilitySet } from "./model.ts";
import { setsMaybeReadBy, setsReadBy } from "./sets-read.ts";
import { NEW, walk, type Cycle, type Mark } from "./walk.ts";

export function checkSetCycles(sets: readonly CapabilitySet[]): readonly Diagnostic[] {
  if (circlesIn(sets, setsMaybeReadBy).length === 0) return [];
  return circlesIn(sets, setsReadBy).map(describeCircle);
}

type SetCircle = Cycle<CapabilitySet, CapabilitySet>;

function circlesIn(
  sets: readonly CapabilitySet[],
  readsOf: (set: CapabilitySet) => Iterable<CapabilitySet>,
): readonly SetCircle[] {
  const marks = new Map<CapabilitySet, Mark>();
  return walk(sets, {
    linksOf: (set) => [...readsOf(set)],
    markOf: (set) => marks.get(set) ?? NEW,
    mark: (set, mark) => marks.set(set, mark),
    isSame: (one, other) => one === other,
  }).cycles;
}

function describeCircle(steps: SetCircle): Diagnostic {
  const [first] = steps;
  const path = [...steps, ...steps.slice(0, 1)].map(({ from }) => from.name).join(" → ");
  return report(setCycle, first?.from.span, { path });
}
