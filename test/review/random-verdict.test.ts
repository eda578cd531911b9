/**
 * Random pairs of programs that may assume something else and have values of enumerations that the other lacks. An evaluator
 * that knows only the language's definition says which bits change, which way, and in cases of which side.
 */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { isEqual, totalsOf } from "../../src/review/describe/totals.ts";
import { diff, type DescribedChange, type DiffResult } from "../../src/review/diff.ts";
import type { Exclusion } from "../../src/review/compare/change.ts";
import { NO_VALUE } from "../../src/meaning/lower-together.ts";
import type { Assignment } from "../../src/model/model.ts";
import { caseOf } from "../harness/random-cases.ts";
import { caseFrom } from "../harness/random-compiled.ts";
import { explained } from "../harness/random-explained.ts";
import { Oracle, type Case } from "../harness/random-oracle.ts";
import { printedSource, printExpression, printProgram } from "../harness/random-print.ts";
import {
  assumedBy,
  bitsOf,
  enumsOf,
  lastSet,
  nameOfBit,
  type Program,
} from "../harness/random-program.ts";
import { randomRuns, randomSeed } from "../harness/random-runs.ts";
import { tapes } from "../harness/random-tape.ts";
import { makePair, type Pair } from "../harness/random-variant-pair.ts";
import { allows, unionOf, variablesOf } from "../harness/random-variants.ts";

const seed = randomSeed();

/** All cases of so many variables are looked at. */
const MOST_VARIABLES = 9;

/** A case in which a bit changes. */
interface ChangingCase {
  readonly given: Case;
  readonly oracle: Oracle;
  readonly after: boolean;
  readonly isAllowedByBoth: boolean;
}

/** The cases that a side allows and in which the bit changes. */
function changingCases(
  { old, fresh }: Pair,
  bit: number,
  cases: readonly Case[],
): readonly ChangingCase[] {
  return cases.flatMap((given): ChangingCase[] => {
    const oracle = new Oracle(given);
    const after = oracle.valueOf(lastSet(fresh.program), bit);
    if (oracle.valueOf(lastSet(old.program), bit) === after) return [];
    const allowed = [old, fresh].filter((side) => allows(side, given, oracle));
    if (allowed.length === 0) return [];
    return [{ given, oracle, after, isAllowedByBoth: allowed.length === 2 }];
  });
}

function directionOf(changing: readonly ChangingCase[]): string | undefined {
  const isGained = changing.some(({ after }) => after);
  if (changing.every(({ after }) => after)) return isGained ? "gained" : undefined;
  return isGained ? "both" : "lost";
}

/** True if a side excludes the case for that reason. */
function isExcludedBy(pair: Pair, reason: Exclusion, { given, oracle }: ChangingCase): boolean {
  const { program, hasMore } = pair[reason.side === "old" ? "old" : "fresh"];
  const { layout } = lastSet(program);
  if (reason.kind === "value") {
    const values = enumsOf(pair.base).find(({ name }) => name === reason.enumeration)?.values ?? [];
    expect([reason.values, hasMore]).toEqual([["more"], false]);
    return given.values.get(reason.enumeration) === values.length;
  }
  const claims = assumedBy(program).filter(
    (claim) => printExpression(claim, program.layouts[0] ?? layout) === reason.text,
  );
  expect(claims).not.toEqual([]);
  return claims.some((claim) => !oracle.holds(claim, { set: undefined, bit: undefined, layout }));
}

/** Every changing case is left out for one of the reasons, and no reason can be left out. */
function expectExclusions(
  pair: Pair,
  reasons: readonly Exclusion[],
  changing: readonly ChangingCase[],
): void {
  expect(reasons.length > 0).toBe(changing.every(({ isAllowedByBoth }) => !isAllowedByBoth));
  if (reasons.length === 0) return;
  const excluding = changing.map((each) =>
    reasons.filter((reason) => isExcludedBy(pair, reason, each)),
  );
  expect(excluding.every((each) => each.length > 0)).toBe(true);
  for (const reason of reasons) {
    expect(excluding.some((each) => each.length === 1 && each[0] === reason)).toBe(true);
  }
}

/**
 * The case with values numbered as in the rules. A value that a side lacks becomes the additional,
 * last one.
 */
function caseIn(base: Program, assignment: Assignment): Case {
  const values = [...assignment.values].map(
    ([{ name, values: all }, position]): [string, number] => {
      const known = enumsOf(base).find((each) => each.name === name)?.values ?? [];
      const value = position === NO_VALUE ? "more" : (all[position] ?? "");
      return [name, known.includes(value) ? known.indexOf(value) : known.length];
    },
  );
  return { ...caseFrom(assignment), values: new Map(values) };
}

function expectWitness(pair: Pair, bit: number, { witness, onlyWhere }: DescribedChange): void {
  const shown = { old: caseIn(pair.base, witness.old), fresh: caseIn(pair.base, witness.new) };
  for (const given of [shown.old, shown.fresh]) {
    const oracle = new Oracle(given);
    expect(oracle.valueOf(lastSet(pair.old.program), bit)).toBe(witness.before);
    expect(oracle.valueOf(lastSet(pair.fresh.program), bit)).toBe(witness.after);
    const isAllowed = [pair.old, pair.fresh].map((side) => allows(side, given, oracle));
    expect(isAllowed).toContain(true);
    if (onlyWhere.length === 0) expect(isAllowed).toEqual([true, true]);
  }
  expect(witness.before).not.toBe(witness.after);
}

function isSaidToBeEqual(result: DiffResult): boolean {
  const program = { name: "p", oldName: undefined, file: "p.rules", change: "changed" } as const;
  return isEqual(
    totalsOf([{ ...program, accepted: undefined, movedTo: undefined, forGuest: [], result }]),
  );
}

test("changed bits, directions and sides agree with brute force", async () => {
  const counts = { equal: 0, inside: 0, outside: 0, still: 0 };
  await fc.assert(
    fc.asyncProperty(tapes(1500), async (tape) => {
      const pair = makePair(tape);
      const sides = [pair.old.program, pair.fresh.program];
      const result = await diff(printedSource(pair.old.program), printedSource(pair.fresh.program));
      const { diff: found, diagnostics } = result;
      // A rule may name a bit that another layout lacks, which is an error; assumptions may contradict each other.
      if ([...diagnostics.old, ...diagnostics.new].length > 0 || found === undefined) return;
      await explained(sides.map((side) => printProgram(side)).join("--- changed to:\n"), () => {
        const set = lastSet(pair.fresh.program);
        const others = found.sets.filter(({ name }) => name !== set.name);
        expect(others.flatMap(({ changes }) => changes)).toEqual([]);
        const told = found.sets.find(({ name }) => name === set.name);
        const changes = new Map(told?.changes.map((change) => [change.index, change]));
        const isNamed = (bit: number): boolean => nameOfBit(set.layout, bit) !== undefined;
        const bits = bitsOf(set.layout).filter((bit) => isNamed(bit) || changes.has(bit));
        expect(told?.bitCount).toBe(bits.length);
        expect(isSaidToBeEqual(result)).toBe(
          changes.size === 0 && found.promises.every(({ isFinding }) => !isFinding),
        );
        if (changes.size === 0) counts.equal++;

        const union = unionOf(sides);
        for (const bit of bitsOf(set.layout)) {
          if (!bits.includes(bit) && !tape.once(16)) continue;
          const change = changes.get(bit);
          const variables = variablesOf(union, sides, bit);
          const isWhole = variables.length <= MOST_VARIABLES;
          const cases = Array.from({ length: isWhole ? 2 ** variables.length : 64 }, (_, row) =>
            caseOf(union.program, union.supports, (variable) => {
              const column = variables.indexOf(variable);
              return isWhole ? column !== -1 && ((row >>> column) & 1) === 1 : tape.once(2);
            }),
          );
          const changing = changingCases(pair, bit, cases);
          if (change !== undefined) expectWitness(pair, bit, change);
          if (!isWhole) {
            if (changing.length > 0) expect(change, `bit ${bit}`).toBeDefined();
            continue;
          }
          expect(change?.direction, `bit ${bit}`).toBe(directionOf(changing));
          if (change === undefined) {
            counts.still++;
            continue;
          }
          expectExclusions(pair, change.onlyWhere, changing);
          counts[change.onlyWhere.length === 0 ? "inside" : "outside"]++;
        }
        return Promise.resolve();
      });
    }),
    { seed, numRuns: randomRuns(40), endOnFailure: true, interruptAfterTimeLimit: 50_000 },
  );
  expect(Math.min(counts.equal, counts.inside, counts.outside, counts.still)).toBeGreaterThan(3);
});
