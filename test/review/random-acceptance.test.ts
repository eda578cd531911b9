/**
 * Applies the acceptances of one change to another change of the same program. A case of a bit must
 * pass exactly if the brute-force evaluator finds the same change in both.
 */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { AcceptedChange } from "../../src/review/accept/accepted-change.ts";
import { diff, type DescribedChange, type DiffOptions } from "../../src/review/diff.ts";
import { caseOf } from "../harness/random-cases.ts";
import { makeProgram } from "../harness/random-generate.ts";
import { Oracle, type Case } from "../harness/random-oracle.ts";
import { printedSource } from "../harness/random-print.ts";
import { lastSet, type Program } from "../harness/random-program.ts";
import { altered, restated } from "../harness/random-rewrite.ts";
import { randomRuns, randomSeed } from "../harness/random-runs.ts";
import { tapes } from "../harness/random-tape.ts";
import { allows, unionOf, variablesOf, varied, type Variant } from "../harness/random-variants.ts";

type Direction = "gained" | "lost";

/** All cases of so many variables are looked at. */
const MOST_VARIABLES = 9;

interface Comparison {
  readonly changes: ReadonlyMap<number, DescribedChange>;
  readonly open: readonly AcceptedChange[];
}

async function compare(
  old: Program,
  fresh: Program,
  options: DiffOptions,
): Promise<Comparison | undefined> {
  const { diff: found, diagnostics } = await diff(printedSource(old), printedSource(fresh), {
    ...options,
    asksOpen: true,
  });
  // A rule may name a bit that another layout lacks, which is an error; assumptions may contradict each other.
  if ([...diagnostics.old, ...diagnostics.new].length > 0 || found === undefined) return undefined;
  expect(found.acceptance?.inexpressible).toEqual([]);
  const set = found.sets.find(({ name }) => name === lastSet(fresh).name);
  return {
    changes: new Map(set?.changes.map((change) => [change.index, change])),
    open: (found.acceptance?.open ?? []).map((each) => ({ ...each, because: "it is meant" })),
  };
}

/** How a bit changes from the old program to each of the others; undefined where it does not, or neither side allows the case. */
function changesIn(
  old: Variant,
  others: readonly Variant[],
  bit: number,
  given: Case,
): readonly (Direction | undefined)[] {
  const oracle = new Oracle(given);
  const valueIn = ({ program }: Variant): boolean => oracle.valueOf(lastSet(program), bit);
  const before = valueIn(old);
  return others.map((other) => {
    if (!allows(old, given, oracle) && !allows(other, given, oracle)) return undefined;
    const after = valueIn(other);
    if (after === before) return undefined;
    return after ? "gained" : "lost";
  });
}

test(
  "a change passes if and only if each case of it was accepted",
  { timeout: 180_000 },
  async () => {
    const counts = { passing: 0, failing: 0 };
    await fc.assert(
      fc.asyncProperty(tapes(2000), async (tape) => {
        const base = makeProgram(tape);
        const meant = altered(tape, base);
        const other = tape.pick([
          meant,
          restated(tape, meant),
          altered(tape, meant),
          altered(tape, base),
        ]);
        const [old, fresh, third] = [varied(tape, base), varied(tape, meant), varied(tape, other)];
        const first = await compare(old.program, fresh.program, {});
        const second =
          first && (await compare(old.program, third.program, { accepted: first.open }));
        if (first === undefined || second === undefined) return;

        const programs = [old.program, fresh.program, third.program];
        const union = unionOf(programs);
        for (const [bit, change] of second.changes) {
          const open = new Set(
            change.accepted?.open ??
              (change.direction === "both" ? ["gained", "lost"] : [change.direction]),
          );
          const variables = variablesOf(union, programs, bit);
          const isWhole = variables.length <= MOST_VARIABLES;
          const cases = Array.from({ length: isWhole ? 2 ** variables.length : 64 }, (_, row) =>
            caseOf(union.program, union.supports, (variable) => {
              const column = variables.indexOf(variable);
              return isWhole ? column !== -1 && ((row >>> column) & 1) === 1 : tape.once(2);
            }),
          );
          const failing = new Set<Direction>();
          for (const given of cases) {
            const [meantDirection, direction] = changesIn(old, [fresh, third], bit, given);
            if (direction !== undefined && direction !== meantDirection) failing.add(direction);
          }
          // If there are too many cases, only some are examined.
          if (isWhole) expect([...open].sort(), `bit ${bit}`).toEqual([...failing].sort());
          else for (const direction of failing) expect(open).toContain(direction);
          if (open.size > 0) counts.failing++;
          else counts.passing++;
        }
      }),
      { seed: randomSeed(3), numRuns: randomRuns(40), endOnFailure: true },
    );
    expect(Math.min(counts.passing, counts.failing)).toBeGreaterThan(3);
  },
);
