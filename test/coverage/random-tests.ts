/** Random programs, some of which assume something, with tests that pass. */

import { givenItems, testText } from "../../src/coverage/test-text.ts";
import { interpret } from "../../src/interpreter/interpret.ts";
import { bitLabel } from "../../src/model/layout.ts";
import type { Assignment, Model } from "../../src/model/model.ts";
import { makeAssumption } from "../harness/random-assumption.ts";
import { orderOfAll } from "../../src/model/order-bits.ts";
import { makeCases } from "../harness/random-cases.ts";
import { analyzeText, assignmentOf } from "../harness/random-compiled.ts";
import { makeProgram } from "../harness/random-generate.ts";
import { printProgram } from "../harness/random-print.ts";
import type { Program } from "../harness/random-program.ts";
import type { Tape } from "../harness/random-tape.ts";

/** No rules of it apply at once, whatever it assumes. */
export function assumingProgram(tape: Tape): Program {
  const program = makeProgram(tape, { overlaps: "nowhere" });
  return tape.once(2) ? { ...program, assumptions: [makeAssumption(tape, program)] } : program;
}

export function isAllowed(model: Model, given: Assignment): boolean {
  const { holds } = interpret(model, given);
  return model.assumptions.every(({ claim }) => holds(claim));
}

/** An enumeration that is not given has its first value. */
export function withEveryEnum({ enums }: Model, given: Assignment): Assignment {
  return { ...given, values: new Map(enums.map((each) => [each, given.values.get(each) ?? 0])) };
}

/** The program with tests of up to four random cases, which it allows. They expect three random bits each. */
export function withTests(program: Program, tape: Tape): string {
  const text = printProgram(program);
  const { model } = analyzeText(text);
  const { cases } = makeCases(program, tape, { mostColumns: 0, randomCases: 8 });
  const allowed = cases
    .map((each) => assignmentOf(model, each))
    .filter((given) => isAllowed(model, given));
  const tests = allowed.slice(-4).map((given) => {
    const { valueOf } = interpret(model, given);
    const ruled = orderOfAll(model).filter(({ set, bit }) => set.bits[bit]?.base.origin === "bit");
    const expected = tape.list(3, 3, () => tape.pick(ruled.length > 0 ? ruled : orderOfAll(model)));
    const expectations = expected.map(({ set, bit }) => {
      const name = bitLabel(set.layout, bit);
      return `${set.name}: ${valueOf(set, bit) ? "" : "!"}${name}`;
    });
    return testText("random", givenItems(model, given, new Set()), expectations);
  });
  return text + tests.join("");
}
