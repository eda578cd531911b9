/** Runs the `test` blocks of a program. */

import { FALSE, type Diagram } from "../bdd/bdd.ts";
import { addToList } from "../base/add-to-list.ts";
import type { Span } from "../base/span.ts";
import { definitely } from "../base/unreachable.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import {
  assumptionViolated,
  enumNotGiven,
  testExpectsNothing,
  testFails,
  type BitsAlike,
} from "../diagnostics/proofs.ts";
import { interpret, type Interpretation } from "../interpreter/interpret.ts";
import { restrictTo } from "../meaning/assignment-values.ts";
import type { Meaning } from "../meaning/lower.ts";
import { labelBits } from "../model/label-bits.ts";
import { bitLabel } from "../model/layout.ts";
import type {
  Assignment,
  Enumeration,
  Expectation,
  Model,
  Rule,
  RuleTest,
} from "../model/model.ts";
import { sliceModel } from "../model/slice.ts";

export interface TestOutcome {
  readonly title: string;
  /** Empty if the test passes. */
  readonly diagnostics: readonly Diagnostic[];
}

/** @param tests tests of the model. */
export function runTests(
  model: Model,
  meaning: Meaning,
  tests: readonly RuleTest[] = model.tests,
): readonly TestOutcome[] {
  return tests.map((each) => ({
    title: each.title,
    diagnostics: runTest(model, meaning, each),
  }));
}

function runTest(model: Model, meaning: Meaning, ruleTest: RuleTest): readonly Diagnostic[] {
  const { title, given, expectations, span } = ruleTest;
  if (expectations.length === 0) return [report(testExpectsNothing, span, { title })];
  if (restrictTo(meaning, meaning.assumption, given) === FALSE) {
    return [report(assumptionViolated, span, { title })];
  }
  const order = sliceModel(model, expectations);
  const interpretation = interpret(model, caseOf(model, ruleTest), { order });
  return expectationsByItem(expectations).flatMap((item) => {
    const undecided = new Map<Enumeration, Expectation[]>();
    const wrong: Expectation[] = [];
    for (const expectation of item) {
      const { set, bit, value } = expectation;
      const needed = undecidedEnum(meaning, expectation, given);
      if (needed !== undefined) addToList(undecided, needed, expectation);
      else if (interpretation.valueOf(set, bit) !== value) wrong.push(expectation);
    }
    return [
      ...[...undecided].map(([{ name }, dependent]) =>
        report(enumNotGiven, placeOf(dependent), { enumeration: name, bits: bitsOf(dependent) }),
      ),
      ...reportWrong(interpretation, title, wrong),
    ];
  });
}

/** Groups expectations by item, in the order of the text. */
function expectationsByItem(
  expectations: readonly Expectation[],
): readonly (readonly Expectation[])[] {
  const byItem = new Map<Span, Expectation[]>();
  for (const each of expectations) addToList(byItem, each.itemSpan, each);
  return [...byItem.values()];
}

/** Reports one diagnostic for all wrong bits of an item. */
function reportWrong(
  interpretation: Interpretation,
  title: string,
  wrong: readonly Expectation[],
): readonly Diagnostic[] {
  if (wrong.length === 0) return [];
  const groups = [false, true].map((isOn) => ({
    isOn,
    bits: wrong.filter(({ value }) => value !== isOn),
  }));
  const byRule = new Map<Rule, Expectation[]>();
  for (const each of wrong)
    addToList(byRule, interpretation.decidingRule(each.set, each.bit), each);
  const related = [...byRule].map(([{ span }, decided]) => ({
    span,
    label: `this rule decides ${byRule.size === 1 ? theBits(wrong) : bitsOf(decided).bits}`,
  }));
  const described = groups
    .filter(({ bits }) => bits.length > 0)
    .map(({ isOn, bits }) => ({ ...bitsOf(bits), isOn }));
  return [report(testFails, placeOf(wrong), { title, wrong: described }, { related })];
}

function theBits({ length }: readonly Expectation[]): string {
  return length === 1 ? "it" : "them";
}

/** The span of the element that names the bits, or of the item if several elements name them. */
function placeOf(expectations: readonly Expectation[]): Span | undefined {
  const [first, ...others] = expectations;
  const isOneElement = others.every(({ span }) => span === first?.span);
  return isOneElement ? first?.span : first?.itemSpan;
}

/** @param expectations expectations of one item, which all concern one set. */
function bitsOf(expectations: readonly Expectation[]): Omit<BitsAlike, "isOn"> {
  const [first] = expectations;
  const { set, bit } = definitely(first, "a list of bits without one");
  const bits =
    expectations.length === 1
      ? `\`${set.name}.${bitLabel(set.layout, bit)}\``
      : labelBits(
          set.layout,
          expectations.map((each) => each.bit),
        );
  return { set: set.name, bits, count: expectations.length };
}

/** An enumeration that the test does not give and on which the bit depends in its case. */
function undecidedEnum(
  meaning: Meaning,
  { set, bit }: Expectation,
  given: Assignment,
): Enumeration | undefined {
  const value = meaning.valueOf(set, bit);
  if (openEnum(meaning, value, given) === undefined) return undefined;
  return openEnum(meaning, restrictTo(meaning, value, given), given);
}

/** The first enumeration that a function reads and the case leaves open. */
function openEnum(
  { bdd, variables }: Meaning,
  diagram: Diagram,
  given: Assignment,
): Enumeration | undefined {
  const open = bdd.support(diagram).flatMap((variable) => {
    const atom = variables.meaning(variable);
    return atom.kind === "enum" && !given.values.has(atom.enumeration) ? [atom.enumeration] : [];
  });
  return open[0];
}

/** The case of a test. An enumeration that the test does not give has its first value. */
export function caseOf(model: Model, { given }: RuleTest): Assignment {
  const values = new Map(model.enums.map((each) => [each, given.values.get(each) ?? 0]));
  return { ...given, values };
}
