/**
 * Coverage of random programs against brute force: the interpreter alone, flipping one atom of one
 * bit in one case after the other. Also checks that the generated tests complete the coverage.
 */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { definitely } from "../../src/base/unreachable.ts";
import type { Atom, Occurrence } from "../../src/coverage/atoms.ts";
import { measureCoverage, readSuite, type Suite } from "../../src/coverage/coverage.ts";
import type { NeverWhy } from "../../src/coverage/missing.ts";
import { readProgram } from "../../src/coverage/covered-program.ts";
import { rewriteAt } from "../../src/coverage/rewrite.ts";
import { interpret, type Interpretation } from "../../src/interpreter/interpret.ts";
import type { Assignment, BitGovernance, Model, SetBit } from "../../src/model/model.ts";
import { orderOfAll } from "../../src/model/order-bits.ts";
import { readFromMemory } from "../../src/names/read-file.ts";
import { coverage, generateTests } from "../../src/coverage/suite-quality.ts";
import { makeCases } from "../harness/random-cases.ts";
import { analyzeText, assignmentOf } from "../harness/random-compiled.ts";
import { explained } from "../harness/random-explained.ts";
import { randomRuns, randomSeed } from "../harness/random-runs.ts";
import { tapes, type Tape } from "../harness/random-tape.ts";
import { assumingProgram, isAllowed, withEveryEnum, withTests } from "./random-tests.ts";

const seed = randomSeed();
const FILES = ["p.rules"];

test("coverage of random programs agrees with brute force", async () => {
  const counts = { shown: 0, missing: 0, never: 0, assuming: 0, "not assuming": 0 };
  await fc.assert(
    fc.asyncProperty(tapes(2500), async (tape) => {
      const program = assumingProgram(tape);
      const text = await withMissingTests(withTests(program, tape), tape);
      await explained(text, () => {
        const { model, meaning } = analyzeText(text);
        const suite = readSuite(readProgram(model, meaning, FILES));
        const cases = model.tests.map(({ given }) => withEveryEnum(model, given));
        const looks = model.tests.map(({ expectations }, index) =>
          seenBits(model, definitely(cases[index], "a test"), expectations),
        );
        const possible = makeCases(program, tape, { mostColumns: 5, randomCases: 16 })
          .cases.map((each) => assignmentOf(model, each))
          .filter((given) => isAllowed(model, given));
        const assumes = model.assumptions.length > 0 ? "assuming" : "not assuming";
        for (const { atom, gap } of measureCoverage(suite).atoms) {
          const isShown = sidesIn(suite, atom, (occurrence) =>
            cases.filter((_, index) => looks[index]?.has(occurrence.place)),
          ).some(isPair);
          expect([atom.text, gap === undefined]).toEqual([atom.text, isShown]);
          counts[gap === undefined ? "shown" : gap.kind]++;
          counts[assumes]++;
          if (gap?.kind !== "never") continue;
          const sides = sidesIn(suite, atom, () => possible);
          expect([atom.text, sides.some(isPair)]).toEqual([atom.text, false]);
          const told = sides.flatMap((pool) => [...pool]).filter((side) => side !== "");
          expect([atom.text, gap.why, told.filter((side) => !ALLOWED[gap.why].test(side))]).toEqual(
            [atom.text, gap.why, []],
          );
        }
        return Promise.resolve();
      });
    }),
    { seed, numRuns: randomRuns(15), interruptAfterTimeLimit: 50_000 },
  );
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(20);
});

test("the missing tests can be read, pass, and complete the coverage", async () => {
  let written = 0;
  await fc.assert(
    fc.asyncProperty(tapes(2500), async (tape) => {
      const text = withTests(assumingProgram(tape), tape);
      const passing = analyzeText(text).model.tests.length;
      await explained(text, async () => {
        const { tests } = await generateTests(sourceOf(text));
        written += tests?.count ?? 0;
        const completed = await coverage(sourceOf(text + (tests?.text ?? "")));
        expect(completed).toMatchObject({
          ok: true,
          failed: 0,
          passed: passing + (tests?.count ?? -1),
        });
        const missing = completed.coverage?.atoms.filter(({ verdict }) => verdict === "missing");
        expect(missing).toEqual([]);
      });
    }),
    { seed, numRuns: randomRuns(40), interruptAfterTimeLimit: 50_000 },
  );
  expect(written).toBeGreaterThan(100);
});

function sourceOf(text: string): Parameters<typeof coverage>[0] {
  return { entry: FILES, readFile: readFromMemory({ "p.rules": text }) };
}

/** With two thirds of the tests that are missing. */
async function withMissingTests(text: string, tape: Tape): Promise<string> {
  const { tests } = await generateTests(sourceOf(text));
  const [, ...blocks] = (tests?.text ?? "").split(/^(?=test )/m);
  return text + blocks.filter(() => !tape.once(3)).join("");
}

/** The places of the bits that a test expects, or that change one of them when they change. */
function seenBits(
  model: Model,
  given: Assignment,
  expected: readonly SetBit[],
): ReadonlySet<number> {
  const right = interpret(model, given);
  const places = orderOfAll(model).flatMap((inverted, place) => {
    const other = interpret(model, given, { order: orderOfAll(model), inverted });
    const changes = ({ set, bit }: SetBit): boolean =>
      other.valueOf(set, bit) !== right.valueOf(set, bit);
    return expected.some(changes) ? [place] : [];
  });
  return new Set(places);
}

/** The allowed values of the atom and the bit in cases in which the atom decides. */
const ALLOWED: Readonly<Record<NeverWhy, RegExp>> = {
  "it never decides": /^$/,
  "it decides only while on": /^true /,
  "it decides only while off": /^false /,
  "it decides only where the bit is on": / true$/,
  "it decides only where the bit is off": / false$/,
  "it decides no bit both ways": /./,
};

/** For each bit, or for a list all at once, what the atom and the bit are in cases in which it decides. */
function sidesIn(
  { program: { model, network } }: Suite,
  atom: Atom,
  casesOf: (occurrence: Occurrence) => readonly Assignment[],
): readonly ReadonlySet<string>[] {
  const pooled = new Map<number, Set<string>>();
  for (const occurrence of atom.occurrences) {
    const pool = occurrence.expr.kind === "member" ? -1 : occurrence.place;
    const sides = pooled.get(pool) ?? new Set();
    pooled.set(pool, sides);
    for (const given of casesOf(occurrence)) {
      sides.add(sideIn(model, given, network.bitAt(occurrence.place), occurrence) ?? "");
    }
  }
  return [...pooled.values()];
}

/** Between two of the cases both the atom and the bit differ. */
function isPair(sides: ReadonlySet<string>): boolean {
  return (
    (sides.has("true true") && sides.has("false false")) ||
    (sides.has("true false") && sides.has("false true"))
  );
}

/** The values of the atom and the bit; undefined if flipping the atom does not flip the bit. */
function sideIn(
  model: Model,
  given: Assignment,
  target: SetBit,
  { expr }: Occurrence,
): string | undefined {
  const { set, bit } = target;
  const interpretation = interpret(model, given);
  const isOn = interpretation.holds(expr, { layout: set.layout, bit });
  const value = interpretation.valueOf(set, bit);
  const rewrite = rewriteAt(expr, ({ span }) => ({ kind: "constant", value: !isOn, span }));
  const flipped = interpret(model, given, {
    order: [target],
    others: interpretation,
    governedBy: (governance) =>
      changedFirst(interpretation, governance, rewrite.governance(governance)),
  });
  return flipped.valueOf(set, bit) === value ? undefined : `${isOn} ${value}`;
}

/** Where a changed condition holds, no rule whose condition is as before applies. */
function changedFirst(
  { holds }: Interpretation,
  before: BitGovernance,
  after: BitGovernance,
): BitGovernance {
  const stated = before.conditional.map(({ condition }) => condition);
  const changed = after.conditional.filter(({ condition }) => !stated.includes(condition));
  const isApplied = changed.some(({ condition }) => condition === undefined || holds(condition));
  return isApplied ? { ...after, conditional: changed } : after;
}
