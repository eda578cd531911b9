/** Random programs with tests that pass. */

import { givenItems, testText } from "../../src/coverage/test-text.ts";
import { interpret } from "../../src/interpreter/interpret.ts";
import { bitLabel } from "../../src/model/layout.ts";
import { orderOfAll } from "../../src/model/order-bits.ts";
import { makeCases } from "../harness/random-cases.ts";
import { analyzeText, assignmentOf } from "../harness/random-compiled.ts";
import { printProgram } from "../harness/random-print.ts";
import type { Program } from "../harness/random-program.ts";
import type { Tape } from "../harness/random-tape.ts";

/** The program with four tests of random cases that expect three random bits each. */
export function withTests(program: Program, tape: Tape): string {
  const text = printProgram(program);
  const { model } = analyzeText(text);
  const { cases } = makeCases(program, tape, { mostColumns: 0, randomCases: 4 });
  const tests = cases.slice(-4).map((each) => {
    const given = assignmentOf(model, each);
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
