/** Random pairs of programs that are equal by construction: no false "changed". */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { diff } from "../../src/review/diff.ts";
import { makeProgram } from "../harness/random-generate.ts";
import { printedSource } from "../harness/random-print.ts";
import { restated } from "../harness/random-rewrite.ts";
import { tapes } from "../harness/random-tape.ts";

test("a reworded program has the same meaning", async () => {
  await fc.assert(
    fc.asyncProperty(tapes(1500), async (tape) => {
      const program = makeProgram(tape);
      const { diff: found } = await diff(
        printedSource(program),
        printedSource(restated(tape, program)),
      );
      expect(found?.sets.flatMap(({ changes }) => changes)).toEqual([]);
      expect(found?.isCompared).toBe(true);
    }),
    { seed: 1, numRuns: 40, endOnFailure: true },
  );
});
