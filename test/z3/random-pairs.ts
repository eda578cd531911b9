/** Random pairs of programs that may differ in rules, in assumptions, and in how layouts and enums are declared. */

import type { RuleSource } from "../../src/compile.ts";
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

/** One of them may have an error: a rule may name a bit that another layout lacks. */
export function makePair(tape: Tape): ProgramPair {
  const old = makeAssertion(tape, makeProgram(tape)).program;
  const fresh = declaredOtherwise(tape, withOtherAssumption(tape, rewritten(tape, old)));
  return { old: printedSource(old), fresh: printedSource(fresh) };
}

function rewritten(tape: Tape, program: Program): Program {
  if (tape.once(4)) return restated(tape, program);
  if (!tape.once(4)) return altered(tape, program);
  const claim = makeAssumption(tape, program);
  const outside = alteredOutside(tape, program, claim);
  return { ...outside, assumptions: [...program.assumptions, claim] };
}

/** One that the old program does not have, at times. */
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
