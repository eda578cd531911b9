/** Random assertions about random programs, and by brute force the cases in which they fail. */

import { caseOf, Supports, type VariableName } from "./random-cases.ts";
import { makeExpression } from "./random-expression.ts";
import { Oracle, type Case } from "./random-oracle.ts";
import { printExpression, printProgram } from "./random-print.ts";
import {
  assumedBy,
  bitsOf,
  enumsOf,
  type Expression,
  type Program,
  type ProgramSet,
} from "./random-program.ts";
import type { Tape } from "./random-tape.ts";

/** A program of which one capability set asserts something for every bit. */
export interface Assertion {
  readonly program: Program;
  readonly set: ProgramSet;
  readonly claim: Expression;
  readonly text: string;
}

export function makeAssertion(tape: Tape, of: Program): Assertion {
  const { inputs, flags, lists, classes, sets } = of;
  const enums = enumsOf(of);
  const set = tape.pick(sets);
  const { layout } = set;
  const sameLayout = [...inputs, ...sets].filter((bitmap) => bitmap.layout === layout);
  const anything = { layout, inputs, flags, enums, isDefault: false };
  const assumption = makeExpression(
    tape,
    { ...anything, bits: undefined, ownBelow: 0, bitmaps: inputs, lists: [], classes: [] },
    2,
  );
  const make = (): Expression =>
    makeExpression(
      tape,
      {
        ...anything,
        bits: bitsOf(layout),
        ownBelow: Infinity,
        bitmaps: sameLayout,
        lists,
        classes,
        asked: sets,
      },
      3,
    );
  const claim = tape.once(2) ? make() : alwaysTrue(make(), make());
  const program = { ...of, assumptions: tape.once(2) ? [assumption] : [] };
  const block = `caps ${set.name} {\n  assert ${printExpression(claim, layout)}\n}\n`;
  return { program, set, claim, text: printProgram(program) + block };
}

/** `a & b -> a | b`: what random expressions rarely are. */
function alwaysTrue(left: Expression, right: Expression): Expression {
  return {
    kind: "binary",
    operator: "->",
    left: { kind: "binary", operator: "&", left, right },
    right: { kind: "binary", operator: "|", left, right },
  };
}

export function isCounterexample({ program, set, claim }: Assertion, given: Case): boolean {
  const oracle = new Oracle(given);
  const { layout } = set;
  const holds = (expression: Expression, bit: number | undefined): boolean =>
    oracle.holds(expression, { set, bit, layout });
  return (
    assumedBy(program).every((each) => holds(each, undefined)) &&
    bitsOf(layout).some((bit) => !holds(claim, bit))
  );
}

/** How many bits and flags are on, and entries there of which the program asks. */
export function weightOf(assertion: Assertion, { bits, present, flags }: Case): number {
  const supports = supportsOf(assertion);
  const on = [...bits.values()].map(({ size }) => size);
  const there = assertion.program.inputs.map(
    (input) =>
      [...(present.get(input.name) ?? [])].filter((entry) => supports.isAsked(input, entry)).length,
  );
  return [...on, ...there].reduce((sum, each) => sum + each, flags.size);
}

/**
 * The lightest counterexample of all cases of those bits for which the claim depends on at most so
 * many variables; infinite if there is none.
 */
export function lightestCounterexample(assertion: Assertion, mostVariables: number): number {
  const { program, set, claim } = assertion;
  const supports = supportsOf(assertion);
  let lightest = Infinity;
  for (const bit of bitsOf(set.layout)) {
    const place = { set, bit, layout: set.layout };
    const support = new Set<VariableName>(
      [claim, ...assumedBy(program)].flatMap((each) => [...supports.ofExpression(each, place)]),
    );
    if (support.size > mostVariables) continue;
    const variables = [...support];
    for (let row = 0; row < 2 ** variables.length; row++) {
      const on = new Set(variables.filter((_, column) => ((row >>> column) & 1) === 1));
      const given = caseOf(program, supports, (variable) => on.has(variable));
      const weight = weightOf(assertion, given);
      if (weight < lightest && isCounterexample(assertion, given)) lightest = weight;
    }
  }
  return lightest;
}

const known = new WeakMap<Assertion, Supports>();

function supportsOf(assertion: Assertion): Supports {
  const { program, claim } = assertion;
  const supports = known.get(assertion) ?? new Supports(program, [claim, ...assumedBy(program)]);
  known.set(assertion, supports);
  return supports;
}
