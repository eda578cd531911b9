/** Orders all bits of all capability sets so that each comes after those on whose final values it depends. */

import { remembered } from "../base/remembered.ts";
import { definitely } from "../base/unreachable.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { cycle } from "../diagnostics/rules.ts";
import {
  rememberDependencies,
  rememberOriginDependencies,
  type Dependency,
} from "./dependencies.ts";
import { ownReadsOf } from "./expressions.ts";
import { changedBits, originOf } from "./inheritance.ts";
import { allBits, bitLabel, type BitIndex } from "./layout.ts";
import {
  rulesOf,
  type BitGovernance,
  type CapabilitySet,
  type Model,
  type SetBit,
} from "./model.ts";
import { DONE, walk } from "./walk.ts";
import { walkBits, type BitCycle, type BitWalk } from "./walk-bits.ts";

export interface BitOrder {
  readonly order: readonly SetBit[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a model's `order` is: all bits but those that are inherited. */
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

/** The bits of one set, each after those of the same set that its rules name. */
export function orderWithin(set: CapabilitySet): readonly BitIndex[] {
  const namedBy = remembered((governance: BitGovernance) =>
    rulesOf(governance).flatMap((rule) => ownReadsOf(set, rule)),
  );
  const named = set.bits.map(namedBy);
  const isWaiting = (bit: BitIndex): boolean => (named[bit] ?? []).length > 0;
  const marks = new Uint8Array(named.length);
  const bits = allBits(set.layout);
  const { order } = walk(bits.filter(isWaiting), {
    linksOf: (bit) => (named[bit] ?? []).filter(isWaiting),
    markOf: (bit) => marks[bit] ?? DONE,
    mark: (bit, mark) => {
      marks[bit] = mark;
    },
    isSame: (one, other) => one === other,
  });
  return [...bits.filter((bit) => !isWaiting(bit)), ...order];
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
