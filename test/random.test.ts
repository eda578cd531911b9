/**
 * Random rule files, each read in four ways that must agree on every output bit: by the interpreter,
 * by the decision diagrams, by the generated code, and by an evaluator of their own that knows only
 * the language's definition (harness/random-oracle.ts).
 */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { loadRunnable } from "../src/replay/replay.ts";
import { makeCases } from "./harness/random-cases.ts";
import {
  analyzeText,
  assignmentOf,
  diagramBits,
  emittedBits,
  interpretedBits,
  type Bits,
} from "./harness/random-compiled.ts";
import { makeProgram } from "./harness/random-generate.ts";
import { Oracle, type Case } from "./harness/random-oracle.ts";
import { printProgram } from "./harness/random-print.ts";
import { bitsOf, type Program } from "./harness/random-program.ts";
import { tapes } from "./harness/random-tape.ts";

/** Another seed may be given in the environment, as fast-check prints it with a failure. */
const seed = Number(process.env["RANDOM_SEED"] ?? 1);
const runs = (most: number): number => Number(process.env["RANDOM_RUNS"] ?? most);

test("interpreter, diagrams and brute force agree on every bit", async () => {
  const counts = { exhaustive: 0, sampled: 0 };
  await fc.assert(
    fc.asyncProperty(tapes(1500), async (tape) => {
      const program = makeProgram(tape);
      const text = printProgram(program);
      await explained(text, () => {
        const compiled = analyzeText(text);
        const table = makeCases(program, tape, { mostColumns: 10, randomCases: 32 });
        counts.exhaustive += table.exhaustive;
        counts.sampled += table.sampled;
        for (const given of table.cases) {
          const assignment = assignmentOf(compiled.model, given);
          const right = oracleBits(program, given);
          expectSame("interpreter", given, interpretedBits(compiled, assignment), right);
          expectSame("diagrams", given, diagramBits(compiled, assignment), right);
        }
        return Promise.resolve();
      });
    }),
    { seed, numRuns: runs(60), interruptAfterTimeLimit: 50_000 },
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
        const runnable = await loadRunnable(compiled.model, compiled.meaning);
        const table = makeCases(program, tape, { mostColumns: 10, randomCases: 32 });
        for (const given of table.cases) {
          const right = oracleBits(program, given);
          expectSame("generated code", given, emittedBits(compiled, runnable, given), right);
        }
      });
    }),
    { seed, numRuns: runs(25), interruptAfterTimeLimit: 50_000 },
  );
});

/** Adds the rule file to what is thrown. */
async function explained(text: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    throw new Error(`${String(error)}\n--- the rule file:\n${text}`, { cause: error });
  }
}

function oracleBits(program: Program, given: Case): ReadonlyMap<string, Bits> {
  const oracle = new Oracle(given);
  return new Map(
    program.sets.map((set) => [set.name, bitsOf(set.layout).map((bit) => oracle.valueOf(set, bit))]),
  );
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
