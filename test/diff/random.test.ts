/**
 * Random pairs of programs, half of them equal by construction: no false "equal", no false "changed". What
 * changes is held against an evaluator that knows only the language's definition.
 */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { diff, type DescribedChange } from "../../src/comparison.ts";
import type { Assignment } from "../../src/model/model.ts";
import { makeCases } from "../harness/random-cases.ts";
import { makeProgram } from "../harness/random-generate.ts";
import { Oracle, type Case } from "../harness/random-oracle.ts";
import { printedSource } from "../harness/random-print.ts";
import { bitsOf, entryOf, lastSet, type Program } from "../harness/random-program.ts";
import { altered, restated } from "../harness/random-rewrite.ts";
import { tapes } from "../harness/random-tape.ts";

test("a program that says the same in other words means the same", async () => {
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

test("what is said to change does, and what changes is said", async () => {
  const counts = { changed: 0, equal: 0 };
  await fc.assert(
    fc.asyncProperty(tapes(1500), async (tape) => {
      const old = makeProgram(tape);
      const fresh = altered(tape, old);
      const { diff: found, diagnostics } = await diff(printedSource(old), printedSource(fresh));
      // A rule may name a bit that another layout lacks, which is an error.
      if ([...diagnostics.old, ...diagnostics.new].length > 0) return;
      const set = lastSet(fresh);
      const changes = new Map(
        found?.sets
          .find(({ name }) => name === set.name)
          ?.changes.map((change): [number, DescribedChange] => [change.index, change]),
      );
      const { cases } = makeCases(fresh, tape, { mostColumns: 8, randomCases: 32 });
      for (const given of cases) {
        const [before, after] = [new Oracle(given), new Oracle(given)];
        for (const bit of bitsOf(set.layout)) {
          const was = before.valueOf(lastSet(old), bit);
          const is = after.valueOf(set, bit);
          if (was === is) continue;
          expect(changes.get(bit)?.direction, `bit ${bit}`).toMatch(
            is ? /gained|both/ : /lost|both/,
          );
        }
      }
      for (const [bit, { witness }] of changes) {
        const given = caseFrom(fresh, witness.new);
        expect(new Oracle(given).valueOf(lastSet(old), bit)).toBe(witness.before);
        expect(new Oracle(given).valueOf(set, bit)).toBe(witness.after);
        expect(witness.before).not.toBe(witness.after);
      }
      if (changes.size > 0) counts.changed++;
      else counts.equal++;
    }),
    { seed: 2, numRuns: 60, endOnFailure: true },
  );
  expect(Math.min(counts.changed, counts.equal)).toBeGreaterThan(5);
});

/** The bits of absent entries are off. */
function caseFrom({ inputs }: Program, { bits, present, flags, values }: Assignment): Case {
  const on = new Map([...bits].map(([{ name }, each]) => [name, each]));
  const entries = new Map(
    [...present].map(([input, positions]) => [input.name, { input, positions }]),
  );
  return {
    bits: on,
    present: new Map(
      inputs.map((input) => {
        const known = entries.get(input.name);
        const there = input.layout.words.flatMap((word, place) => {
          const entry = entryOf(word);
          const position = known?.input.layout.words[place]?.address?.entry ?? -1;
          const hasBit = [...(on.get(input.name) ?? [])].some(
            (bit) => known?.input.layout.words[bit >>> 5]?.address?.entry === position,
          );
          const isThere = known?.positions.has(position) === true || (position !== -1 && hasBit);
          return entry !== undefined && isThere ? [entry] : [];
        });
        return [input.name, new Set(there)];
      }),
    ),
    flags: new Set([...flags].map(({ name }) => name)),
    values: new Map([...values].map(([{ name }, value]) => [name, value])),
  };
}
