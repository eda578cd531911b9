/**
 * Executes the steps of planned words in random programs and compares the results with the rules.
 */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { loadRunnable } from "../../../src/replay/replay.ts";
import { makeCases } from "../../harness/random-cases.ts";
import {
  analyzeText,
  assignmentOf,
  emittedBits,
  interpretedBits,
} from "../../harness/random-compiled.ts";
import { makeProgram } from "../../harness/random-generate.ts";
import { printProgram } from "../../harness/random-print.ts";
import { tapes } from "../../harness/random-tape.ts";

test("planned words and the interpreter agree on every bit", async () => {
  await fc.assert(
    fc.asyncProperty(tapes(2000), async (tape) => {
      const program = makeProgram(tape);
      const compiled = analyzeText(printProgram(program));
      const runnable = await loadRunnable(compiled.model);
      for (const given of makeCases(program, tape, { mostColumns: 6, randomCases: 16 }).cases) {
        const right = interpretedBits(compiled, assignmentOf(compiled.model, given));
        expect(emittedBits(compiled, runnable, given)).toEqual(right);
      }
    }),
    { seed: 7, numRuns: 6 },
  );
});
