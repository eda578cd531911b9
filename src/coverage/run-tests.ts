/** Prepares the tests of a program so that they can be run again on changed rules. */

import { interpret, type Interpretation } from "../interpreter/interpret.ts";
import type { Assignment, Enumeration, Model } from "../model/model.ts";
import type { BitNetwork, BitPlace } from "./bit-network.ts";

export interface RunTest {
  readonly given: Assignment;
  /** The bits that the test expects. */
  readonly expected: ReadonlySet<BitPlace>;
  /** The expected bits and all bits on which they depend. */
  readonly needed: ReadonlySet<BitPlace>;
  /**
   * The cases of the test. There are several if it leaves enumerations open, which must not affect
   * its result.
   */
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

/** If there are more completions, open enumerations get their first values. */
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
