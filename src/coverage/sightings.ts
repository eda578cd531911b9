/** Finds the bits that one test observes. */

import { FALSE, type Variable } from "../bdd/bdd.ts";
import { definitely } from "../base/unreachable.ts";
import { interpret } from "../interpreter/interpret.ts";
import { restrictTo, valueOfVariable } from "../meaning/assignment-values.ts";
import type { Meaning } from "../meaning/lower.ts";
import { findWitness } from "../meaning/witness.ts";
import type { Assignment, Enumeration, Model, SetBit } from "../model/model.ts";
import type { BitPlace } from "./bit-network.ts";
import type { CoveredProgram } from "./covered-program.ts";

export interface Sighting {
  /**
   * The bits that the test observes, with their values: the expected bits, and the bits whose
   * change would change an expected one.
   */
  readonly seen: ReadonlyMap<BitPlace, boolean>;
  /** The values of the program's variables in the test's case. */
  readonly isTrue: (variable: Variable) => boolean;
}

/** A case that a test gives, and the bits that the test expects. */
export interface TestCase {
  readonly given: Assignment;
  readonly expected: readonly SetBit[];
}

export function sightingOf(
  { model, meaning, network }: CoveredProgram,
  { given, expected }: TestCase,
): Sighting {
  const assignment = complete(model, meaning, given);
  const expectedPlaces = new Set(expected.map(network.placeOf));
  const needed = network.neededFor(expectedPlaces);
  const isNeeded = new Set(needed);
  const interpretation = interpret(model, assignment, { order: needed.map(network.bitAt) });
  const valueOf = (place: BitPlace): boolean => {
    const { set, bit } = network.bitAt(place);
    return interpretation.valueOf(set, bit);
  };
  const isSeen = (place: BitPlace): boolean => {
    if (expectedPlaces.has(place)) return true;
    const affected = network.affectedBy([place]).filter((each) => isNeeded.has(each));
    const { valueOf: invertedValueOf } = interpret(model, assignment, {
      order: affected.map(network.bitAt),
      others: interpretation,
      inverted: network.bitAt(place),
    });
    return affected.some((each) => {
      const { set, bit } = network.bitAt(each);
      return expectedPlaces.has(each) && invertedValueOf(set, bit) !== valueOf(each);
    });
  };
  return {
    seen: new Map(needed.filter(isSeen).map((place) => [place, valueOf(place)])),
    isTrue: rememberedValues(meaning, assignment),
  };
}

/**
 * Enumerations that a test leaves open get their first value if the assumptions allow it, as when
 * the test is run.
 */
function complete(model: Model, meaning: Meaning, given: Assignment): Assignment {
  const withValues = (valueOf: (each: Enumeration) => number): Assignment => ({
    ...given,
    values: new Map(model.enums.map((each) => [each, given.values.get(each) ?? valueOf(each)])),
  });
  const first = withValues(() => 0);
  if (restrictTo(meaning, meaning.assumption, first) !== FALSE) return first;
  const rest = restrictTo(meaning, meaning.assumption, given);
  const allowed = definitely(findWitness(meaning, model, rest), "a test of a case that cannot be");
  return withValues((each) => allowed.values.get(each) ?? 0);
}

function rememberedValues(meaning: Meaning, assignment: Assignment): Sighting["isTrue"] {
  const known = new Map<Variable, boolean>();
  return (variable) => {
    let value = known.get(variable);
    if (value === undefined) {
      value = valueOfVariable(meaning, assignment, variable) === true;
      known.set(variable, value);
    }
    return value;
  };
}
