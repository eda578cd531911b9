/** Runs tests of one of two programs that are compared. */

import { Bdd } from "../../bdd/bdd.ts";
import { lowerModel, vocabularyOf, type Meaning } from "../../meaning/lower.ts";
import type { Model, RuleTest } from "../../model/model.ts";
import { sliceModel } from "../../model/slice.ts";
import { runTests, type TestOutcome } from "../../rule-tests/run-tests.ts";

/** A program, and what it means over the variables of both. */
export interface TestedSide {
  readonly model: Model;
  /** The meaning with the program's own assumptions. */
  readonly meaning: Meaning;
  /** The enumerations of both programs have the same values. */
  readonly hasSameValues: boolean;
}

/**
 * Runs the tests of a program in its own meaning. If only the other program's enumerations have
 * some values, the part of the program that the tests need is lowered again without these values.
 */
export function runOwnTests(
  { model, meaning, hasSameValues }: TestedSide,
  tests: readonly RuleTest[],
): readonly TestOutcome[] {
  if (tests.length === 0) return [];
  if (hasSameValues) return runTests(model, meaning, tests);
  const expected = tests.flatMap(({ expectations }) => expectations);
  const part = { ...model, order: sliceModel(model, expected) };
  const { order } = meaning.variables;
  return runTests(model, lowerModel(new Bdd(), part, vocabularyOf(part, order)), tests);
}
