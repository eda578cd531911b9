/**
 * Mutants of random programs against brute force: the interpreter alone, computing every bit of every
 * set under the changed rules.
 */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { judge } from "../../src/coverage/judge.ts";
import { listMutants, type Mutant } from "../../src/coverage/mutants.ts";
import { readProgram } from "../../src/coverage/covered-program.ts";
import { readingClaims } from "../../src/coverage/reading-claims.ts";
import { runTests } from "../../src/coverage/run-tests.ts";
import { smallestCase } from "../../src/coverage/smallest-case.ts";
import { interpret, type Interpretation } from "../../src/interpreter/interpret.ts";
import type { Assignment, Model, SetBit } from "../../src/model/model.ts";
import { orderOfAll } from "../../src/model/order-bits.ts";
import { makeCases } from "../harness/random-cases.ts";
import { analyzeText, assignmentOf } from "../harness/random-compiled.ts";
import { explained } from "../harness/random-explained.ts";
import { randomRuns, randomSeed } from "../harness/random-runs.ts";
import { tapes } from "../harness/random-tape.ts";
import { assumingProgram, isAllowed, withEveryEnum, withTests } from "./random-tests.ts";

const seed = randomSeed();

test("verdicts on random mutants agree with brute force", async () => {
  const counts = { noticed: 0, survived: 0, same: 0 };
  await fc.assert(
    fc.asyncProperty(tapes(2500), async (tape) => {
      const made = assumingProgram(tape);
      const text = withTests(made, tape);
      await explained(text, () => {
        const { model, meaning } = analyzeText(text);
        const program = readProgram(model, meaning, ["p.rules"]);
        const { network, isTypicalOf } = program;
        const tests = runTests(model, network);
        const judges = { program, tests, claims: readingClaims(model, network, isTypicalOf) };
        const cases = makeCases(made, tape, { mostColumns: 3, randomCases: 4 })
          .cases.map((each) => assignmentOf(model, each))
          .filter((given) => isAllowed(model, given))
          .map((given) => observed(model, given));
        const testCases = tests.map(({ expected, cases: [first] }) => ({
          expected: [...expected].map(network.bitAt),
          observed: first && observed(model, first.assignment),
        }));
        // The other mutants are of the same kinds.
        const { mutants } = listMutants(model, network, ["p.rules"]);
        for (const mutant of mutants.filter((_, index) => index % 4 === 0)) {
          const verdict = judge(judges, mutant);
          counts[verdict.kind]++;
          const isFailing = testCases.some(
            ({ expected, observed: each }) => each && differs(model, each, mutant, expected),
          );
          if (verdict.kind === "noticed" && !isFailing) {
            expect([mutant.change, canConflict(model, mutant)]).toEqual([mutant.change, true]);
            continue;
          }
          expect([mutant.change, isFailing]).toEqual([mutant.change, verdict.kind === "noticed"]);
          if (verdict.kind === "survived") {
            for (const { place, cases: changing } of verdict.changes) {
              const given = withEveryEnum(model, smallestCase(model, meaning, changing));
              expect(isAllowed(model, given)).toBe(true);
              const shows = differs(model, observed(model, given), mutant, [network.bitAt(place)]);
              expect([mutant.change, shows]).toEqual([mutant.change, true]);
            }
          }
          if (verdict.kind !== "same") continue;
          const isDifferent = cases.some((each) => differs(model, each, mutant, orderOfAll(model)));
          expect([mutant.change, isDifferent]).toEqual([mutant.change, false]);
        }
        return Promise.resolve();
      });
    }),
    { seed, numRuns: randomRuns(15), interruptAfterTimeLimit: 50_000 },
  );
  expect(Math.min(counts.noticed, counts.survived, counts.same)).toBeGreaterThan(20);
});

interface Observed {
  readonly assignment: Assignment;
  readonly interpretation: Interpretation;
}

function observed(model: Model, assignment: Assignment): Observed {
  return { assignment, interpretation: interpret(model, assignment) };
}

function differs(
  model: Model,
  { assignment, interpretation }: Observed,
  { rewrite }: Mutant,
  bits: readonly SetBit[],
): boolean {
  const order = orderOfAll(model);
  const changed = interpret(model, assignment, { order, governedBy: rewrite.governance });
  return bits.some(
    ({ set, bit }) => changed.valueOf(set, bit) !== interpretation.valueOf(set, bit),
  );
}

/** It changes a condition of a bit that has others. */
function canConflict(model: Model, { places, rewrite }: Mutant): boolean {
  const order = orderOfAll(model);
  return places.some((place) => {
    const target = order[place];
    const governance = target?.set.bits[target.bit];
    if (governance === undefined || governance.conditional.length < 2) return false;
    return rewrite
      .governance(governance)
      .conditional.some(
        ({ condition }) => !governance.conditional.some((each) => each.condition === condition),
      );
  });
}
