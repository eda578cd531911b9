/**
 * Orders all bits of all capability sets so that each comes after those on whose final values it
 * depends, or finds a cycle.
 *
 * The walk keeps its own stack, since a chain of `requires` may be as long as the rules are many.
 */

import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { cycle } from "../diagnostics/rules.ts";
import { rememberDependencies, type Dependency } from "./dependencies.ts";
import { bitCount, bitLabel } from "./layout.ts";
import type { CapabilitySet, SetBit } from "./model.ts";

export interface BitOrder {
  readonly order: readonly SetBit[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A bit whose dependencies are being visited. */
interface OpenBit extends SetBit {
  readonly dependencies: readonly Dependency[];
  next: number;
}

/** In the walk's state by set and bit: not yet visited, on the stack, ordered. */
const OPEN = 1;
const DONE = 2;

export function orderBits(sets: readonly CapabilitySet[]): BitOrder {
  const order: SetBit[] = [];
  const diagnostics: Diagnostic[] = [];
  const states = new Map(sets.map((set) => [set, new Uint8Array(bitCount(set.layout))]));
  const stateOf = ({ set, bit }: SetBit): number => states.get(set)?.[bit] ?? DONE;
  const mark = ({ set, bit }: SetBit, state: number): void => {
    const ofSet = states.get(set);
    if (ofSet !== undefined) ofSet[bit] = state;
  };

  const dependenciesOf = rememberDependencies();
  const visit = (start: SetBit): void => {
    const stack: OpenBit[] = [];
    const open = (each: SetBit): void => {
      mark(each, OPEN);
      stack.push({
        set: each.set,
        bit: each.bit,
        dependencies: dependenciesOf(each),
        next: 0,
      });
    };
    open(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const dependency = top.dependencies[top.next++];
      if (dependency === undefined) {
        mark(top, DONE);
        order.push({ set: top.set, bit: top.bit });
        stack.pop();
      } else if (stateOf(dependency) === OPEN) {
        diagnostics.push(describeCycle(stack, dependency));
      } else if (stateOf(dependency) !== DONE) {
        open(dependency);
      }
    }
  };
  for (const set of sets) {
    for (let bit = 0; bit < bitCount(set.layout); bit++) {
      if (stateOf({ set, bit }) !== DONE) visit({ set, bit });
    }
  }
  return { order, diagnostics };
}

/** `AVX → AVX2 → AVX`, with the rule of each step. */
function describeCycle(stack: readonly OpenBit[], last: Dependency): Diagnostic {
  const from = stack.findIndex(({ set, bit }) => set === last.set && bit === last.bit);
  const members = stack.slice(from);
  const isOneSet = members.every(({ set }) => set === last.set);
  const label = ({ set, bit }: SetBit): string =>
    isOneSet ? bitLabel(set.layout, bit) : `${set.name}.${bitLabel(set.layout, bit)}`;
  const steps = members.map((member) => ({
    from: member,
    through: member.dependencies[member.next - 1] ?? last,
  }));
  const path = [...members, last].map(label).join(" → ");
  const related = steps.slice(1).map(({ from: bit, through }) => ({
    span: through.rule.span,
    label: `\`${label(bit)}\` depends on \`${label(through)}\` here`,
  }));
  return report(cycle, steps[0]?.through.rule.span, { path }, { related });
}
