/** Random pairs of programs that may differ in rules, in assumptions, in roles of sets, and in how layouts and enums are declared. */

import { SET_ROLES } from "../../grammar/syntax-tree.ts";
import { openProgram } from "../../src/program/program.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import type { RuleSource } from "../../src/program/source.ts";
import { makeAssumption } from "../harness/random-assumption.ts";
import { makeAssertion } from "../harness/random-assertion.ts";
import { makeProgram } from "../harness/random-generate.ts";
import { printedSource } from "../harness/random-print.ts";
import type { Program, ProgramEnum } from "../harness/random-program.ts";
import { altered, alteredOutside, restated } from "../harness/random-rewrite.ts";
import type { Tape } from "../harness/random-tape.ts";

export interface ProgramPair {
  readonly old: RuleSource;
  readonly fresh: RuleSource;
}

/** A rewritten program may have an error, such as a circle of bits; so many others are then tried. */
const MOST_ATTEMPTS = 8;

/**
 * A program may still have an error: its assumptions contradict each other, or every attempt had
 * errors.
 */
export function makePair(tape: Tape): ProgramPair {
  const program = makeAssertion(tape, makeProgram(tape)).program;
  const old = withRoles(tape, program);
  let fresh = old;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const other = declaredOtherwise(tape, withOtherAssumption(tape, rewritten(tape, program)));
    // Half of the sets keep their roles.
    fresh = tape.once(2) ? withRoles(tape, other) : withRolesOf(old, other);
    if (isWithoutErrors(printedSource(fresh))) break;
  }
  return { old: printedSource(old), fresh: printedSource(fresh) };
}

function isWithoutErrors({ entry, readFile }: RuleSource): boolean {
  return !openProgram({ entry, readFile }).mistakes.some(isError);
}

function withRoles(tape: Tape, program: Program): Program {
  return {
    ...program,
    sets: program.sets.map((set) => ({ ...set, role: tape.pick(SET_ROLES) })),
  };
}

function withRolesOf({ sets }: Program, program: Program): Program {
  const roles = new Map(sets.map(({ name, role }) => [name, role]));
  return {
    ...program,
    sets: program.sets.map((set) => {
      const role = roles.get(set.name);
      return role === undefined ? set : { ...set, role };
    }),
  };
}

function rewritten(tape: Tape, program: Program): Program {
  if (tape.once(4)) return restated(tape, program);
  if (!tape.once(4)) return altered(tape, program);
  const claim = makeAssumption(tape, program);
  const outside = alteredOutside(tape, program, claim);
  return { ...outside, assumptions: [...program.assumptions, claim] };
}

/** Sometimes adds an assumption that the old program lacks. */
function withOtherAssumption(tape: Tape, program: Program): Program {
  if (!tape.once(3)) return program;
  const { assumptions } = makeAssertion(tape, program).program;
  return { ...program, assumptions: [...program.assumptions, ...assumptions] };
}

/** Rules name words and values, which so keep their meaning. */
function declaredOtherwise(tape: Tape, program: Program): Program {
  const { layouts, enums, assumptions } = program;
  return {
    ...program,
    layouts: layouts.map((layout) => ({
      ...layout,
      words: tape.once(3) ? [...layout.words].reverse() : layout.words,
      enums: layout.enums.map((each) => withAnotherValue(tape, each)),
    })),
    enums: enums.map((each) => withAnotherValue(tape, each)),
    assumptions: tape.once(4) ? [] : assumptions,
  };
}

function withAnotherValue(tape: Tape, each: ProgramEnum): ProgramEnum {
  return tape.once(3) ? { ...each, values: [...each.values, "fresh"].reverse() } : each;
}
