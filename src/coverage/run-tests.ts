/** The tests of a program, run once, so that they can be run again on changed rules. */

import { interpret, type Interpretation } from "../interpreter/interpret.ts";
import type { Assignment, Enumeration, Model } from "../model/model.ts";
import type { BitNetwork, BitPlace } from "./bit-network.ts";

export interface RunTest {
  readonly given: Assignment;
  /** The bits of which it expects something. */
  readonly expected: ReadonlySet<BitPlace>;
  /** These and all on which they depend. */
  readonly needed: ReadonlySet<BitPlace>;
  /** One, or more where it leaves enumerations open: they must make no difference to it. */
  readonly cases: readonly RunCase[];
}

interface RunCase {
  readonly assignment: Assignment;
  readonly interpretation: Interpretation;
}

export function runTests(model: Model, network: BitNetwork): readonly RunTest[] {
  return model.tests.map(({ given, expectations }) => {
    const expected = new Set(expectations.map(network.placeOf));
    const needed = network.neededFor(expected);
    const order = needed.map(network.bitAt);
    const cases = completions(model, given).map((assignment) => ({
      assignment,
      interpretation: interpret(model, assignment, { order }),
    }));
    return { given, expected, needed: new Set(needed), cases };
  });
}

/** Beyond so many, open enumerations have their first values. */
const MOST_COMPLETIONS = 64;

function completions({ enums }: Model, given: Assignment): readonly Assignment[] {
  const open = enums.filter((each) => !given.values.has(each));
  const count = open.reduce((product, { values }) => product * values.length, 1);
  const choices = open.reduce<readonly ReadonlyMap<Enumeration, number>[]>(
    (all, enumeration) =>
      all.flatMap((choice) =>
        enumeration.values
          .slice(0, count > MOST_COMPLETIONS ? 1 : undefined)
          .map((_, value) => new Map([...choice, [enumeration, value]])),
      ),
    [given.values],
  );
  return choices.map((values) => ({ ...given, values }));
}
