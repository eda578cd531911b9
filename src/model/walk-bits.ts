/**
 * Walks from bits to those on which they depend.
 *
 * The walk keeps its own stack, since a chain of `requires` may be as long as the rules are many.
 */

import type { Dependency } from "./dependencies.ts";
import { bitCount } from "./layout.ts";
import type { CapabilitySet, SetBit } from "./model.ts";

export interface BitWalk {
  /** All that can be reached from where the walk starts, each after what it leads to. */
  readonly order: readonly SetBit[];
  readonly cycles: readonly Cycle[];
}

/** Bits each of which depends on the next one, the last one on the first. */
export type Cycle = readonly Step[];

interface Step {
  readonly from: SetBit;
  readonly through: Dependency;
}

/** A bit whose dependencies are being visited. */
interface OpenBit extends SetBit {
  readonly dependencies: readonly Dependency[];
  next: number;
}

/** In the walk's state by set and bit: not yet visited, on the stack, ordered. */
const OPEN = 1;
const DONE = 2;

export function walkBits(
  starts: readonly SetBit[],
  dependenciesOf: (bit: SetBit) => readonly Dependency[],
): BitWalk {
  const order: SetBit[] = [];
  const cycles: Cycle[] = [];
  const states = new Map<CapabilitySet, Uint8Array>();
  const statesOf = (set: CapabilitySet): Uint8Array => {
    let ofSet = states.get(set);
    if (ofSet === undefined) states.set(set, (ofSet = new Uint8Array(bitCount(set.layout))));
    return ofSet;
  };
  const stateOf = ({ set, bit }: SetBit): number => statesOf(set)[bit] ?? DONE;

  const visit = (start: SetBit): void => {
    const stack: OpenBit[] = [];
    const open = ({ set, bit }: SetBit): void => {
      statesOf(set)[bit] = OPEN;
      stack.push({ set, bit, dependencies: dependenciesOf({ set, bit }), next: 0 });
    };
    open(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const dependency = top.dependencies[top.next++];
      if (dependency === undefined) {
        statesOf(top.set)[top.bit] = DONE;
        order.push({ set: top.set, bit: top.bit });
        stack.pop();
      } else if (stateOf(dependency) === OPEN) {
        cycles.push(cycleTo(stack, dependency));
      } else if (stateOf(dependency) !== DONE) {
        open(dependency);
      }
    }
  };
  for (const start of starts) if (stateOf(start) !== DONE) visit(start);
  return { order, cycles };
}

function cycleTo(stack: readonly OpenBit[], last: Dependency): Cycle {
  const from = stack.findIndex(({ set, bit }) => set === last.set && bit === last.bit);
  return stack.slice(from).map(({ set, bit, dependencies, next }) => ({
    from: { set, bit },
    through: dependencies[next - 1] ?? last,
  }));
}
