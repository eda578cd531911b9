/** Runs the `test` blocks of a program. */

import { FALSE, type Diagram } from "../bdd/bdd.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { assumptionViolated, enumNotGiven, testFails } from "../diagnostics/proofs.ts";
import { interpret } from "../interpreter/interpret.ts";
import { restrictTo } from "../meaning/assignment-values.ts";
import type { Meaning } from "../meaning/lower.ts";
import { bitLabel } from "../model/layout.ts";
import type { Assignment, Enumeration, Expectation, Model, RuleTest } from "../model/model.ts";

export interface TestOutcome {
  readonly title: string;
  /** None if the test passes. */
  readonly diagnostics: readonly Diagnostic[];
}

export function runTests(model: Model, meaning: Meaning): readonly TestOutcome[] {
  return model.tests.map((each) => ({
    title: each.title,
    diagnostics: runTest(model, meaning, each),
  }));
}

function runTest(model: Model, meaning: Meaning, ruleTest: RuleTest): readonly Diagnostic[] {
  const { title, given, span } = ruleTest;
  if (restrictTo(meaning, meaning.assumption, given) === FALSE) {
    return [report(assumptionViolated, span, { title })];
  }
  const interpretation = interpret(model, withEveryEnum(model, given));
  return ruleTest.expectations.flatMap((expectation) => {
    const { set, bit, value } = expectation;
    const needed = undecidedEnum(meaning, expectation, given);
    const names = { set: set.name, bit: bitLabel(set.layout, bit) };
    if (needed !== undefined) {
      return [report(enumNotGiven, expectation.span, { ...names, enumeration: needed.name })];
    }
    const actual = interpretation.valueOf(set, bit);
    if (actual === value) return [];
    const { span: ruleSpan } = interpretation.decidingRule(set, bit);
    return [
      report(
        testFails,
        expectation.span,
        { ...names, title, value: actual },
        {
          related: [{ span: ruleSpan, label: "this rule decides it" }],
        },
      ),
    ];
  });
}

/** An enumeration that is not given, and on which the bit depends when all that is given is known. */
function undecidedEnum(
  meaning: Meaning,
  { set, bit }: Expectation,
  given: Assignment,
): Enumeration | undefined {
  const rest: Diagram = restrictTo(meaning, meaning.valueOf(set, bit), given);
  return meaning.bdd
    .support(rest)
    .map(meaning.variables.meaning)
    .find((each) => each.kind === "enum")?.enumeration;
}

function withEveryEnum(model: Model, given: Assignment): Assignment {
  const values = new Map(model.enums.map((each) => [each, given.values.get(each) ?? 0]));
  return { ...given, values };
}
