/** Random cases of which something is unknown, held against every completion that the assumptions allow. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { evaluateSets } from "../../src/evaluate/evaluate-sets.ts";
import { explainBit, type Explanation } from "../../src/explain/explain-bit.ts";
import { openProgram } from "../../src/program/program.ts";
import { openWithExpressions } from "../../src/expression/with-expressions.ts";
import { interpret } from "../../src/interpreter/interpret.ts";
import type { Assignment, Model, SetBit } from "../../src/model/model.ts";
import { orderOfAll } from "../../src/model/order-bits.ts";
import { sourceOf } from "../harness/compile-text.ts";
import { makeCases } from "../harness/random-cases.ts";
import { analyzeText, assignmentOf } from "../harness/random-compiled.ts";
import { explained } from "../harness/random-explained.ts";
import { makeProgram } from "../harness/random-generate.ts";
import { printProgram } from "../harness/random-print.ts";
import { randomRuns, randomSeed } from "../harness/random-runs.ts";
import { tapes } from "../harness/random-tape.ts";
import {
  completionsOf,
  hideSome,
  isFunctionOf,
  type Completion,
} from "../harness/random-unknown.ts";

const seed = randomSeed(7);

/** The same in all completions, or a function of what is named, none of which can be left out. */
function expectValue(
  { set, bit }: SetBit,
  { state, dependsOn }: { readonly state: string; readonly dependsOn: readonly string[] },
  completions: readonly Completion[],
): void {
  const isOn = ({ valueOf }: Completion["interpretation"]): boolean => valueOf(set, bit);
  const values = new Set(completions.map(({ interpretation }) => isOn(interpretation)));
  const [first] = values;
  const right = values.size > 1 ? "depends" : first === true ? "on" : "off";
  expect([set.name, bit, state]).toEqual([set.name, bit, right]);
  expect([set.name, bit, isFunctionOf(completions, dependsOn, isOn)]).toEqual([
    set.name,
    bit,
    true,
  ]);
  for (const left of dependsOn) {
    const others = dependsOn.filter((name) => name !== left);
    expect([left, isFunctionOf(completions, others, isOn)]).toEqual([left, false]);
  }
}

test("known bits and dependencies agree with brute force", async () => {
  const counts = { known: 0, depending: 0, bit: 0, has: 0, enum: 0 };
  await fc.assert(
    fc.asyncProperty(tapes(1500), async (tape) => {
      const program = makeProgram(tape);
      const text = printProgram(program);
      await explained(text, () => {
        const { model, meaning } = analyzeText(text);
        for (const each of makeCases(program, tape, { mostColumns: 0, randomCases: 2 }).cases) {
          const { known, unknowns } = hideSome(model, assignmentOf(model, each), tape);
          const completions = completionsOf(model, known, unknowns);
          const sets = evaluateSets(model, meaning, known);
          for (const [position, set] of model.sets.entries()) {
            for (const bit of sets[position]?.bits ?? []) {
              expectValue({ set, bit: bit.index }, bit, completions);
              counts[bit.isKnown ? "known" : "depending"]++;
              for (const { name, kind } of unknowns) {
                counts[kind] += bit.dependsOn.includes(name) ? 1 : 0;
              }
            }
          }
        }
        return Promise.resolve();
      });
    }),
    { seed, numRuns: randomRuns(25), endOnFailure: true, interruptAfterTimeLimit: 20_000 },
  );
  expect(counts.known).toBeGreaterThan(1000);
  expect(Math.min(counts.depending, counts.bit, counts.has, counts.enum)).toBeGreaterThan(3);
});

/** The condition, read in the program, holds where the bit is on, and names nothing on which the bit does not depend. */
function expectCondition(
  text: string,
  { set, bit }: SetBit,
  { onWhen, dependsOn }: Explanation,
  completions: readonly Completion[],
): void {
  if (onWhen === undefined) return;
  const { value } = openWithExpressions(openProgram(sourceOf(text)), {
    claims: [onWhen],
    assumptions: [],
  });
  const claim = value?.claims[0]?.claim;
  if (value === undefined || claim === undefined) throw new Error(`\`${onWhen}\` cannot be read`);
  for (const { interpretation, assignment } of completions) {
    const given = inModel(value.model, assignment);
    expect([onWhen, interpret(value.model, given).holds(claim)]).toEqual([
      onWhen,
      interpretation.valueOf(set, bit),
    ]);
  }
  const names = onWhen.match(/\w+(?:\.\w+)*(?:\[\d+\])?(?: has \w+)?(?= |\)|$)/g) ?? [];
  const values = new Set(value.model.enums.flatMap((each) => each.values));
  const unexpected = names.filter((name) => !dependsOn.includes(name) && !values.has(name));
  expect(unexpected.filter((name) => name !== "in")).toEqual([]);
}

/** The same case of the program that is read again. */
function inModel(model: Model, { bits, present, flags, values }: Assignment): Assignment {
  const named = <Each extends { readonly name: string }, Value>(
    all: readonly Each[],
    given: ReadonlyMap<Each, Value>,
  ): ReadonlyMap<Each, Value> => {
    const byName = new Map([...given].map(([{ name }, value]) => [name, value]));
    return new Map(
      all.flatMap((each): [Each, Value][] => {
        const value = byName.get(each.name);
        return value === undefined ? [] : [[each, value]];
      }),
    );
  };
  const on = new Set([...flags].map(({ name }) => name));
  return {
    bits: named(model.inputs, bits),
    present: named(model.inputs, present),
    flags: new Set(model.flags.filter(({ name }) => on.has(name))),
    values: named(model.enums, values),
  };
}

test("explanations of unknown bits agree with brute force", async () => {
  const counts = { depending: 0, flipped: 0 };
  await fc.assert(
    fc.asyncProperty(tapes(1500), async (tape) => {
      const program = makeProgram(tape);
      const text = printProgram(program);
      await explained(text, () => {
        const { model, meaning } = analyzeText(text);
        const named = orderOfAll(model).filter(({ set, bit }) =>
          set.layout.bits.some(({ index }) => index === bit),
        );
        for (const each of makeCases(program, tape, { mostColumns: 0, randomCases: 1 }).cases) {
          const { known, unknowns } = hideSome(model, assignmentOf(model, each), tape);
          const completions = completionsOf(model, known, unknowns);
          for (const target of tape.list(8, 8, () => tape.pick(named))) {
            const explanation = explainBit(model, meaning, known, target);
            expectValue(target, explanation, completions);
            expectCondition(text, target, explanation, completions);
            const { flip, isOn, isKnown } = explanation;
            if (!isKnown) counts.depending++;
            if (flip === undefined) continue;
            counts.flipped++;
            const { valueOf } = interpret(model, flip.assignment);
            expect(valueOf(target.set, target.bit)).toBe(!isOn);
          }
        }
        return Promise.resolve();
      });
    }),
    { seed, numRuns: randomRuns(25), endOnFailure: true, interruptAfterTimeLimit: 20_000 },
  );
  expect(Math.min(counts.depending, counts.flipped)).toBeGreaterThan(5);
});
