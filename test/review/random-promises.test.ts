/**
 * Compares the changes of random assertions and assumptions with an enumeration of all cases of the
 * variables that they read.
 */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { addToList } from "../../src/base/add-to-list.ts";
import { diff } from "../../src/review/diff.ts";
import {
  bitsOfClaim,
  canBe,
  claimTextOf,
  FreeOracle,
  inProgram,
  makeClaim,
  makeOtherClaims,
  printClaim,
  type World,
  type Claim,
  type ClaimBit,
} from "../harness/random-claims.ts";
import { Supports } from "../harness/random-cases.ts";
import { operandsOf } from "../harness/random-expression.ts";
import { sourceOf } from "../harness/compile-text.ts";
import { explained } from "../harness/random-explained.ts";
import { Oracle, type Case } from "../harness/random-oracle.ts";
import { printExpression, printProgram } from "../harness/random-print.ts";
import {
  assumedBy,
  lastSet,
  type Expression,
  type Program,
  type ProgramLayout,
} from "../harness/random-program.ts";
import { randomRuns, randomSeed } from "../harness/random-runs.ts";
import { tapes } from "../harness/random-tape.ts";
import { makePair } from "../harness/random-variant-pair.ts";
import { allows, unionOf, type Variant } from "../harness/random-variants.ts";

const seed = randomSeed();

/** True if some case exists; undefined if there are too many cases. */
type Possible = boolean | undefined;

function any(answers: readonly Possible[]): Possible {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function every(answers: readonly Possible[]): Possible {
  return not(any(answers.map(not)));
}

function not(answer: Possible): Possible {
  return answer === undefined ? undefined : !answer;
}

/** One side; its cases have the enumeration values of both. */
interface Side {
  readonly variant: Variant;
  readonly world: World;
}

function sideOf(variant: Variant, joint: Program, claims: readonly Claim[]): Side {
  const { enums, inputs } = joint;
  const program = { ...variant.program, enums, inputs };
  const expressions = [...claims.map(({ expression }) => expression), ...assumedBy(joint)];
  return { variant, world: { program, supports: new Supports(program, expressions) } };
}

/** True if an assertion fails in a case that the side allows. */
function canFail({ variant, world }: Side, stated: Claim): Possible {
  const claim = inProgram(stated, variant.program);
  return any(
    bitsOfClaim(claim).map((bit) =>
      canBe(world, [{ claim, bit, isFree: false }], (given) => {
        const oracle = new Oracle(given);
        return allows(variant, given, oracle) && !holdsAt(oracle, claim, bit);
      }),
    ),
  );
}

function holdsAt(oracle: Oracle, { set, expression }: Claim, bit: ClaimBit): boolean {
  return oracle.holds(expression, { set, bit, layout: set.layout });
}

/** A claim about one bit. */
interface Instance {
  readonly claim: Claim;
  readonly bit: ClaimBit;
}

/**
 * True if the claims together imply another one for all values of sets, in all cases that the side
 * allows.
 */
function isImplied(
  { variant, world }: Side,
  premises: readonly Instance[],
  conclusion: Instance,
): Possible {
  const reads = [...premises, conclusion].map((each) => ({ ...each, isFree: true }));
  return not(
    canBe(world, reads, (given: Case, isTrue) => {
      const oracle = new FreeOracle(given, isTrue);
      return (
        allows(variant, given, oracle) &&
        premises.every(({ claim, bit }) => holdsAt(oracle, claim, bit)) &&
        !holdsAt(oracle, conclusion.claim, conclusion.bit)
      );
    }),
  );
}

/** All claims about the bit, and about the bits of sets that this claim names. */
function premisesFor({ claim, bit }: Instance, claims: readonly Claim[]): readonly Instance[] {
  const { layout } = claim.set;
  const places = new Set([
    ...(bit === undefined ? [] : [placeOf(layout, bit)]),
    ...namedPlaces(claim.expression, layout),
  ]);
  return claims.flatMap((other) =>
    bitsOfClaim(other)
      .filter((each) => each === undefined || places.has(placeOf(other.set.layout, each)))
      .map((each): Instance => ({ claim: other, bit: each })),
  );
}

function namedPlaces(expression: Expression, own: ProgramLayout): readonly string[] {
  if (expression.kind === "own") return [placeOf(own, expression.bit)];
  if (expression.kind !== "bit") {
    return operandsOf(expression).flatMap((each) => namedPlaces(each, own));
  }
  const { bitmap, bit } = expression;
  return bitmap.kind === "caps" ? [placeOf(bitmap.layout, bit)] : [];
}

function placeOf({ name }: ProgramLayout, bit: number): string {
  return `${name} ${bit}`;
}

function keyOf(claim: Claim): string {
  return `${claim.set.name} ${claimTextOf(claim)}`;
}

/** True if a claim is implied by another one and is not trivially true. */
function isWeaker(side: Side, old: Claim, fresh: Claim): Possible {
  const bits = bitsOfClaim(old);
  if (bits.length !== bitsOfClaim(fresh).length) return false;
  if (bits.length > 1 && old.set.layout !== fresh.set.layout) return false;
  const at = (claim: Claim, bit: ClaimBit): Instance => ({ claim, bit });
  const isNothing = every(bits.map((bit) => isImplied(side, [], at(fresh, bit))));
  const follows = every(bits.map((bit) => isImplied(side, [at(old, bit)], at(fresh, bit))));
  return every([not(isNothing), follows]);
}

interface Promises {
  readonly old: readonly Claim[];
  readonly fresh: readonly Claim[];
}

/** `broken new host -> guest`, with whether it is to be told; undefined where that is not known. */
type Expected = readonly [told: string, isExpected: Possible];

function expectedOfAssertions(sides: Sides, { old, fresh }: Promises): readonly Expected[] {
  const known = { old: new Set(old.map(keyOf)), fresh: new Set(fresh.map(keyOf)) };
  const gone = old.filter((claim) => !known.fresh.has(keyOf(claim)));
  const added = fresh.filter((claim) => !known.old.has(keyOf(claim)));
  return [
    ...fresh.map((claim): Expected => {
      const failedBefore = known.old.has(keyOf(claim)) ? canFail(sides.old, claim) : false;
      return [
        `broken new ${claimTextOf(claim)}`,
        every([canFail(sides.fresh, claim), not(failedBefore)]),
      ];
    }),
    ...gone.flatMap((claim): readonly Expected[] => {
      const isGone = not(
        every(
          bitsOfClaim(claim).map((bit) =>
            isImplied(sides.fresh, premisesFor({ claim, bit }, fresh), { claim, bit }),
          ),
        ),
      );
      const isWeakened = any(added.map((each) => isWeaker(sides.fresh, claim, each)));
      return [
        [`weakened old ${claimTextOf(claim)}`, every([isGone, isWeakened])],
        [`withdrawn old ${claimTextOf(claim)}`, every([isGone, not(isWeakened)])],
      ];
    }),
    ...added.map((claim): Expected => [`made new ${claimTextOf(claim)}`, true]),
  ];
}

/** Assumptions that do not follow from those of the other side. */
function expectedOfAssumptions(one: Side, other: Side, told: string): readonly Expected[] {
  const { program } = one.variant;
  const set = lastSet(program);
  const others = assumedBy(other.variant.program);
  return assumedBy(program).map((expression): Expected => {
    const claim = { set, expression };
    const isNews = canBe(other.world, [{ claim, bit: undefined, isFree: false }], (given) => {
      const oracle = new Oracle(given);
      return (
        others.every((each) => holdsAt(oracle, { set, expression: each }, undefined)) &&
        !holdsAt(oracle, claim, undefined)
      );
    });
    return [`${told} ${printExpression(expression, program.layouts[0] ?? set.layout)}`, isNews];
  });
}

interface Sides {
  readonly old: Side;
  readonly fresh: Side;
}

test("changes of assertions and assumptions agree with brute force", async () => {
  const counts = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(tapes(2000), async (tape) => {
      const pair = makePair(tape);
      const { program: joint } = unionOf([pair.old.program, pair.fresh.program]);
      const old = tape.list(1, 3, () => makeClaim(tape, pair.base));
      const fresh = makeOtherClaims(tape, pair.base, old);
      const assumptions = [...assumedBy(pair.old.program), ...assumedBy(pair.fresh.program)];
      const all = { ...joint, assumptions };
      const sides = {
        old: sideOf(pair.old, all, [...old, ...fresh]),
        fresh: sideOf(pair.fresh, all, [...old, ...fresh]),
      };
      const texts = {
        old: printProgram(pair.old.program) + old.map(printClaim).join(""),
        fresh: printProgram(pair.fresh.program) + fresh.map(printClaim).join(""),
      };
      const { diff: found, diagnostics } = await diff(sourceOf(texts.old), sourceOf(texts.fresh));
      // A rule may name a bit that another layout lacks, which is an error; assumptions may contradict each other.
      if ([...diagnostics.old, ...diagnostics.new].length > 0 || found === undefined) return;
      await explained(`${texts.old}--- changed to:\n${texts.fresh}`, () => {
        const told = new Set(
          found.promises.map(({ change, side, text }) => `${change} ${side} ${text}`),
        );
        const expected = new Map<string, Possible[]>();
        const judged = [
          ...expectedOfAssertions(sides, { old, fresh }),
          ...expectedOfAssumptions(sides.fresh, sides.old, "made new"),
          ...expectedOfAssumptions(sides.old, sides.fresh, "withdrawn old"),
        ];
        for (const [text, isExpected] of judged) addToList(expected, text, isExpected);
        expect([...told].filter((text) => !expected.has(text))).toEqual([]);
        for (const [text, answers] of expected) {
          const isExpected = any(answers);
          if (isExpected === undefined) continue;
          expect([text, told.has(text)]).toEqual([text, isExpected]);
          const kind = `${isExpected} ${text.split(" ", 1).join("")}`;
          counts.set(kind, (counts.get(kind) ?? 0) + 1);
        }
        return Promise.resolve();
      });
    }),
    { seed, numRuns: randomRuns(24), endOnFailure: true, interruptAfterTimeLimit: 50_000 },
  );
  for (const change of ["broken", "withdrawn", "weakened", "made"]) {
    expect([change, counts.get(`true ${change}`)]).not.toEqual([change, undefined]);
    if (change !== "made") {
      expect([change, counts.get(`false ${change}`)]).not.toEqual([change, undefined]);
    }
  }
});
