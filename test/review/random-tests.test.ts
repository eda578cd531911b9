/** Changes of random rule tests, held against an evaluator that knows only the language's definition. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { openProgram } from "../../src/program/program.ts";
import { diff } from "../../src/review/diff.ts";
import { givenItems, testText } from "../../src/coverage/test-text.ts";
import { bitLabel } from "../../src/model/layout.ts";
import type { Model } from "../../src/model/model.ts";
import { sourceOf } from "../harness/compile-text.ts";
import { caseOf } from "../harness/random-cases.ts";
import { assignmentOf } from "../harness/random-compiled.ts";
import { explained } from "../harness/random-explained.ts";
import { Oracle, type Case } from "../harness/random-oracle.ts";
import { printProgram } from "../harness/random-print.ts";
import { enumsOf, type Program, type ProgramSet } from "../harness/random-program.ts";
import { randomRuns, randomSeed } from "../harness/random-runs.ts";
import { tapes, type Tape } from "../harness/random-tape.ts";
import { makePair } from "../harness/random-variant-pair.ts";
import { allows, unionOf, type Variant } from "../harness/random-variants.ts";

const seed = randomSeed();

interface Expectation {
  readonly set: string;
  readonly bit: number;
  readonly isOn: boolean;
}

interface RandomTest {
  readonly title: string;
  readonly given: Case;
  readonly expected: readonly Expectation[];
}

function makeTest(tape: Tape, base: Program, given: Case, title: string): RandomTest {
  const oracle = new Oracle(given);
  const expected = tape.list(1, 3, (): Expectation => {
    const set = tape.pick(base.sets);
    const bit = tape.below(set.layout.words.length * 32);
    const isWrong = tape.once(8);
    return { set: set.name, bit, isOn: oracle.valueOf(set, bit) !== isWrong };
  });
  // Removes duplicates, which could contradict each other.
  const distinct = new Map(expected.map((each) => [`${each.set} ${each.bit}`, each]));
  return { title, given, expected: [...distinct.values()] };
}

/** Tests of another side: some are dropped, expect less or the opposite, are given another case, or have another title. */
function makeOtherTests(tape: Tape, tests: readonly RandomTest[]): readonly RandomTest[] {
  const [{ given: other }] = tests as readonly [RandomTest, ...RandomTest[]]; // at least one
  return tests.flatMap((each): readonly RandomTest[] => {
    switch (tape.below(8)) {
      case 1:
        return [];
      case 2:
        return [{ ...each, expected: each.expected.slice(0, 1) }];
      case 3:
        return [{ ...each, given: other }];
      case 4:
        return [{ ...each, title: `${each.title} again` }];
      case 5:
        return [each, { ...each, title: `${each.title} too`, expected: each.expected.slice(-1) }];
      case 6:
        return [{ ...each, expected: each.expected.map((one) => ({ ...one, isOn: !one.isOn })) }];
      default:
        return [each];
    }
  });
}

/** A test as one side writes it; the other side may use other enumerations. */
interface WrittenTest extends RandomTest {
  readonly givenText: string;
  readonly expectedTexts: ReadonlySet<string>;
}

function written(base: Program, model: Model, each: RandomTest): WrittenTest {
  const values = new Map(
    model.enums.map(({ name, values: all }) => {
      const known = enumsOf(base).find((other) => other.name === name)?.values ?? [];
      return [name, all.indexOf(known[each.given.values.get(name) ?? 0] ?? "")];
    }),
  );
  const items = givenItems(model, assignmentOf(model, { ...each.given, values }), new Set());
  const expectedTexts = each.expected.flatMap(({ set: name, bit, isOn }) => {
    const set = model.sets.find((other) => other.name === name);
    return set === undefined ? [] : [`${name}: ${isOn ? "" : "!"}${inFull(set.layout, bit)}`];
  });
  // Values are numbered in one order, since the sides may number them differently.
  return {
    ...each,
    givenText: [...items].sort().join("; "),
    expectedTexts: new Set(expectedTexts),
  };
}

/** A list of that name would go before the bit. */
function inFull(layout: Model["sets"][number]["layout"], bit: number): string {
  const label = bitLabel(layout, bit);
  const word = layout.words[bit >>> 5]?.name ?? "";
  return label.includes(".") || label.includes("[") ? label : `${word}.${label}`;
}

function printTest({ title, givenText, expectedTexts }: WrittenTest): string {
  return testText(title, givenText === "" ? [] : givenText.split("; "), [...expectedTexts]);
}

/** Its case is excluded, or a bit is something else. */
function fails({ program, ...side }: Variant, { given, expected }: RandomTest): boolean {
  const oracle = new Oracle(given);
  if (!allows({ program, ...side }, given, oracle)) return true;
  return expected.some(({ set: name, bit, isOn }) => {
    const set = program.sets.find((each): each is ProgramSet => each.name === name);
    return set !== undefined && oracle.valueOf(set, bit) !== isOn;
  });
}

function contentOf({ givenText, expectedTexts }: WrittenTest): string {
  return [givenText, ...[...expectedTexts].sort()].join(" expects ");
}

test("tests are made, weakened, withdrawn and broken", async () => {
  const counts = { made: 0, weakened: 0, withdrawn: 0, broken: 0 };
  await fc.assert(
    fc.asyncProperty(tapes(6000), async (tape) => {
      const pair = makePair(tape);
      const union = unionOf([pair.old.program, pair.fresh.program]);
      const asked = {
        program: { ...union.program, enums: pair.base.enums, inputs: pair.base.inputs },
        supports: union.supports,
      };
      const rarity = 2 + tape.below(3);
      const tests = tape.list(1, 3, (place) => {
        const given = caseOf(asked.program, asked.supports, () => tape.once(rarity));
        return makeTest(tape, pair.base, given, `test ${place}`);
      });
      const writtenOn = (variant: Variant, all: readonly RandomTest[]): WrittenSide => {
        const text = printProgram(variant.program);
        const { entry, readFile } = sourceOf(text);
        const { model } = openProgram({ entry, readFile });
        const these = all.map((each) => written(pair.base, model, each));
        return { tests: these, text: text + these.map(printTest).join("") };
      };
      const old = writtenOn(pair.old, tests);
      const fresh = writtenOn(pair.fresh, makeOtherTests(tape, tests));
      const { diff: found, diagnostics } = await diff(sourceOf(old.text), sourceOf(fresh.text));
      // A rule may name a bit that another layout lacks, which is an error; assumptions may contradict each other.
      if ([...diagnostics.old, ...diagnostics.new].length > 0 || found === undefined) return;
      await explained(`${old.text}--- changed to:\n${fresh.text}`, () => {
        const told = found.promises
          .filter(({ kind }) => kind === "test")
          .map(({ change, text }) => `${change} ${text}`);
        const expected = expectedChanges(old.tests, fresh.tests, (each, side) =>
          fails(side === "old" ? pair.old : pair.fresh, each),
        );
        expect([...told].sort()).toEqual([...expected].sort());
        for (const each of expected) counts[each.split(" ", 1)[0] as keyof typeof counts]++; // as it is made
        return Promise.resolve();
      });
    }),
    { seed, numRuns: randomRuns(50), endOnFailure: true, interruptAfterTimeLimit: 50_000 },
  );
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(1);
});

interface WrittenSide {
  readonly tests: readonly WrittenTest[];
  readonly text: string;
}

function expectedChanges(
  old: readonly WrittenTest[],
  fresh: readonly WrittenTest[],
  isFailing: (each: WrittenTest, side: "old" | "new") => boolean,
): readonly string[] {
  const contents = { old: new Set(old.map(contentOf)), new: new Set(fresh.map(contentOf)) };
  const before = new Map(old.map((each) => [each.title, each]));
  const after = new Map(fresh.map((each) => [each.title, each]));
  return [
    ...old.flatMap((each) => {
      const now = after.get(each.title);
      if (now === undefined) {
        return contents.new.has(contentOf(each)) ? [] : [`withdrawn ${each.title}`];
      }
      const expectsAll = [...each.expectedTexts].every((text) => now.expectedTexts.has(text));
      return each.givenText === now.givenText && expectsAll ? [] : [`weakened ${each.title}`];
    }),
    ...fresh.flatMap((each) => {
      const was = before.get(each.title);
      const isMade = was === undefined && !contents.old.has(contentOf(each));
      const failedBefore = was !== undefined && isFailing(was, "old");
      const isBroken = isFailing(each, "new") && !failedBefore;
      return [
        ...(isMade ? [`made ${each.title}`] : []),
        ...(isBroken ? [`broken ${each.title}`] : []),
      ];
    }),
  ];
}
