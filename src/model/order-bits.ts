/** Orders all bits of all capability sets so that each comes after those on whose final values it depends. */

import { definitely } from "../base/unreachable.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { cycle } from "../diagnostics/rules.ts";
import {
  rememberDependencies,
  rememberOriginDependencies,
  type Dependency,
} from "./dependencies.ts";
import { changedBits, originOf } from "./inheritance.ts";
import { allBits, bitLabel } from "./layout.ts";
import type { CapabilitySet, Model, SetBit } from "./model.ts";
import { walkBits, type BitCycle, type BitWalk } from "./walk-bits.ts";

export interface BitOrder {
  readonly order: readonly SetBit[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Computes a model's `order`: all bits except those inherited unchanged. */
export function orderBits(sets: readonly CapabilitySet[]): BitOrder {
  const dependenciesOf = rememberOriginDependencies();
  const renamed = new Set<Dependency>();
  const { order, cycles } = walkBits(sets.flatMap(originsIn), (place) =>
    dependenciesOf(place).map((each) => {
      const set = originOf(each);
      if (set === each.set) return each;
      const atOrigin = { ...each, set };
      renamed.add(atOrigin);
      return atOrigin;
    }),
  );
  const isAsWritten = cycles.every((steps) => !steps.some(({ through }) => renamed.has(through)));
  return { order, diagnostics: (isAsWritten ? cycles : orderAll(sets).cycles).map(describeCycle) };
}

function originsIn(set: CapabilitySet): readonly SetBit[] {
  return Array.from(changedBits(set), ([bit]) => ({ set, bit }));
}

const known = new WeakMap<Model, readonly SetBit[]>();

/** All bits of all sets, each after those on whose final values it depends. */
export function orderOfAll(model: Model): readonly SetBit[] {
  if (model.sets.every(({ inheritance }) => inheritance === undefined)) return model.order;
  let order = known.get(model);
  if (order === undefined) known.set(model, (order = orderAll(model.sets).order));
  return order;
}

function orderAll(sets: readonly CapabilitySet[]): BitWalk {
  return walkBits(sets.flatMap(bitsOf), rememberDependencies());
}

/** The bits of one set, each after those of the same set on which it depends. */
export function orderWithin(set: CapabilitySet): readonly SetBit[] {
  const dependenciesOf = rememberDependencies();
  const within = (place: SetBit): readonly Dependency[] =>
    dependenciesOf(place).filter((each) => each.set === set);
  return walkBits(bitsOf(set), within).order;
}

function bitsOf(set: CapabilitySet): readonly SetBit[] {
  return allBits(set.layout).map((bit) => ({ set, bit }));
}

/** `AVX → AVX2 → AVX`, with the rule of each step. */
function describeCycle(steps: BitCycle): Diagnostic {
  const first = definitely(steps[0], "a circle without a step");
  const isOneSet = steps.every(({ from }) => from.set === first.from.set);
  const label = ({ set, bit }: SetBit): string =>
    isOneSet ? bitLabel(set.layout, bit) : `${set.name}.${bitLabel(set.layout, bit)}`;
  const path = [...steps.map(({ from }) => from), first.from].map(label).join(" → ");
  const related = steps.slice(1).map(({ from, through }) => ({
    span: through.rule.span,
    label: `\`${label(from)}\` depends on \`${label(through)}\` here`,
  }));
  return report(cycle, first.through.rule.span, { path }, { related });
}
