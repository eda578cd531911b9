/**
 * Random rule files, each read in four ways that must agree on every output bit: by the interpreter,
 * by the decision diagrams, by the generated code, and by an evaluator of their own that knows only
 * the language's definition (harness/random-oracle.ts).
 */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { definitely } from "../src/base/unreachable.ts";
import { emitProved } from "../src/codegen/proved.ts";
import { typescript } from "../src/codegen/typescript/target.ts";
import { SLOT_ORDERS } from "../src/meaning/slot-order.ts";
import { bitCount } from "../src/model/layout.ts";
import type { Model, SetBit } from "../src/model/model.ts";
import { planSet } from "../src/codegen/plan/plan-set.ts";
import { loadRunnable, replayCases, type RunnableModule } from "../src/replay/replay.ts";
import {
  isCounterexample,
  lightestCounterexample,
  makeAssertion,
  weightOf,
} from "./harness/random-assertion.ts";
import { makeCases } from "./harness/random-cases.ts";
import {
  analyzeText,
  assignmentOf,
  diagramBits,
  inOrder,
  emittedBits,
  findCounterexample,
  interpretedBits,
  type Bits,
  type CompiledProgram,
} from "./harness/random-compiled.ts";
import { explained } from "./harness/random-explained.ts";
import { makeProgram } from "./harness/random-generate.ts";
import { oracleBits, type Case } from "./harness/random-oracle.ts";
import { printProgram, shuffleBy } from "./harness/random-print.ts";
import { randomRuns, randomSeed } from "./harness/random-runs.ts";
import { tapes } from "./harness/random-tape.ts";
import { loadEmitted } from "./harness/run-module.ts";

/** Another seed may be given in the environment, as fast-check prints it with a failure. */
const seed = randomSeed();

test("interpreter, diagrams and brute force agree on every bit", async () => {
  const counts = { exhaustive: 0, sampled: 0 };
  await fc.assert(
    fc.asyncProperty(tapes(1500), async (tape) => {
      const program = makeProgram(tape);
      const text = printProgram(program);
      await explained(text, () => {
        const compiled = analyzeText(text);
        const reordered = SLOT_ORDERS.slice(1).map((order) => inOrder(compiled.model, order));
        const table = makeCases(program, tape, { mostColumns: 10, randomCases: 32 });
        counts.exhaustive += table.exhaustive;
        counts.sampled += table.sampled;
        for (const given of table.cases) {
          const assignment = assignmentOf(compiled.model, given);
          const right = oracleBits(program, given);
          expectSame("interpreter", given, interpretedBits(compiled, assignment), right);
          expectSame("diagrams", given, diagramBits(compiled, assignment), right);
          for (const other of reordered) {
            expectSame("diagrams in another order", given, diagramBits(other, assignment), right);
          }
        }
        return Promise.resolve();
      });
    }),
    { seed, numRuns: randomRuns(25), interruptAfterTimeLimit: 50_000 },
  );
  // Most bits are tried in all cases that there are.
  expect(counts.exhaustive).toBeGreaterThan(counts.sampled);
});

test("generated code and brute force agree on every bit", async () => {
  await fc.assert(
    fc.asyncProperty(tapes(2000), async (tape) => {
      const program = makeProgram(tape);
      const text = printProgram(program);
      await explained(text, async () => {
        const compiled = analyzeText(text);
        const runnables = [await emittedModule(compiled), await loadRunnable(compiled.model)];
        const table = makeCases(program, tape, { mostColumns: 10, randomCases: 32 });
        for (const given of table.cases) {
          const right = oracleBits(program, given);
          for (const runnable of runnables) {
            expectSame("generated code", given, emittedBits(compiled, runnable, given), right);
          }
        }
      });
    }),
    { seed, numRuns: randomRuns(15), interruptAfterTimeLimit: 50_000 },
  );
});

test("a case about some bits is replayed from their words alone", async () => {
  await fc.assert(
    fc.asyncProperty(tapes(2000), async (tape) => {
      const program = makeProgram(tape);
      const text = printProgram(program);
      await explained(text, async () => {
        const { model } = analyzeText(text);
        const { cases } = makeCases(program, tape, { mostColumns: 4, randomCases: 8 });
        const asked = cases.map((given) => ({
          given,
          set: tape.pick(program.sets),
          bit: tape.below(64),
        }));
        const replays = await replayCases(
          model,
          asked.map(({ given, set, bit }) => ({
            assignment: assignmentOf(model, given),
            about: [placeIn(model, set.name, bit)],
          })),
        );
        asked.forEach(({ given, set, bit }, position) => {
          const place = placeIn(model, set.name, bit);
          const { disagreement, interpretation } = replays[position] ?? {};
          expect(disagreement).toBeUndefined();
          const right = oracleBits(program, given).get(set.name)?.[place.bit];
          expect(interpretation?.valueOf(place.set, place.bit)).toBe(right);
        });
      });
    }),
    { seed, numRuns: randomRuns(40), interruptAfterTimeLimit: 50_000 },
  );
});

test("the steps of a word do not depend on other planned words", async () => {
  await fc.assert(
    fc.asyncProperty(tapes(2000), async (tape) => {
      const text = printProgram(makeProgram(tape));
      await explained(text, () => {
        const { model } = analyzeText(text);
        for (const set of model.sets) {
          const whole = planSet(model, set).steps;
          for (const { index } of set.layout.words) {
            const alone = planSet(model, set, new Set([index])).steps;
            expect(alone).toEqual(whole.filter(({ word }) => word === index));
          }
        }
        return Promise.resolve();
      });
    }),
    { seed, numRuns: randomRuns(40), interruptAfterTimeLimit: 50_000 },
  );
});

test("a counterexample is one, and no other has fewer set bits", async () => {
  const counts = { failing: 0, holding: 0 };
  await fc.assert(
    fc.asyncProperty(tapes(800), async (tape) => {
      const assertion = makeAssertion(tape, makeProgram(tape));
      await explained(assertion.text, () => {
        const found = findCounterexample(assertion.text);
        if (found === "nothing can be") return Promise.resolve();
        const lightest = lightestCounterexample(assertion, 7);
        if (found === undefined) {
          counts.holding++;
          expect(lightest).toBe(Infinity);
        } else {
          counts.failing++;
          expect(isCounterexample(assertion, found)).toBe(true);
          expect(weightOf(assertion, found)).toBeLessThanOrEqual(lightest);
        }
        return Promise.resolve();
      });
    }),
    { seed, numRuns: randomRuns(60), interruptAfterTimeLimit: 50_000 },
  );
  expect(Math.min(counts.failing, counts.holding)).toBeGreaterThan(5);
});

test("the order of a file does not change its meaning", async () => {
  await fc.assert(
    fc.asyncProperty(tapes(1500), async (tape) => {
      const program = makeProgram(tape);
      const shuffle = shuffleBy(tape);
      const text = printProgram(program, { declarations: shuffle, rules: shuffle });
      await explained(text, () => {
        const compiled = analyzeText(text);
        for (const given of makeCases(program, tape, { mostColumns: 5, randomCases: 32 }).cases) {
          const actual = interpretedBits(compiled, assignmentOf(compiled.model, given));
          expectSame("another order", given, actual, oracleBits(program, given));
        }
        return Promise.resolve();
      });
    }),
    { seed, numRuns: randomRuns(40), interruptAfterTimeLimit: 50_000 },
  );
});

/** The bit of that number, or as far as it is beyond the set's bits from the first one on. */
function placeIn({ sets }: Model, name: string, bit: number): SetBit {
  const set = definitely(
    sets.find((each) => each.name === name),
    "a set of the program",
  );
  return { set, bit: bit % bitCount(set.layout) };
}

/** The module as a build prints it. */
async function emittedModule({ model, meaning }: CompiledProgram): Promise<RunnableModule> {
  const { code, plans, diagnostics } = await emitProved(typescript, model, meaning, model.sets, [
    "p.rules",
  ]);
  expect(diagnostics).toEqual([]);
  return loadEmitted(plans, code);
}

function expectSame(
  who: string,
  given: Case,
  actual: ReadonlyMap<string, Bits>,
  right: ReadonlyMap<string, Bits>,
): void {
  for (const [set, bits] of right) {
    const wrong = bits.findIndex((value, bit) => actual.get(set)?.[bit] !== value);
    if (wrong === -1) continue;
    const value = String(actual.get(set)?.[wrong]);
    throw new Error(`${who}: bit ${wrong} of ${set} is ${value} in this case: ${describe(given)}`);
  }
}

function describe({ bits, present, flags, values }: Case): string {
  const parts = [
    ...[...bits].map(([name, on]) => `${name}: ${[...on].join(" ")}`),
    ...[...present].map(([name, entries]) => `${name} has ${[...entries].join(" ")}`),
    ...flags,
    ...[...values].map(([name, value]) => `${name} = ${value}`),
  ];
  return parts.join("; ");
}
