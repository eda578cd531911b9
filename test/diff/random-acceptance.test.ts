/**
 * What is accepted of one change, held against another change of the same program: a case of a bit passes if
 * and only if the evaluator that knows only the language's definition finds the same change in both.
 */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { AcceptedChange } from "../../src/acceptance/accepted-change.ts";
import { diff, type DescribedChange, type DiffOptions } from "../../src/comparison.ts";
import { caseOf, Supports, type VariableName } from "../harness/random-cases.ts";
import { aboutInputs } from "../harness/random-assumption.ts";
import { makeExpression } from "../harness/random-expression.ts";
import { makeProgram } from "../harness/random-generate.ts";
import { Oracle, type Case } from "../harness/random-oracle.ts";
import { printedSource } from "../harness/random-print.ts";
import {
  assumedBy,
  enumsOf,
  lastSet,
  type Expression,
  type Program,
} from "../harness/random-program.ts";
import { altered, restated } from "../harness/random-rewrite.ts";
import { tapes, type Tape } from "../harness/random-tape.ts";

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

/** With an assumption of its own, and one value more of each enumeration, at times. */
function varied(tape: Tape, program: Program): Variant {
  const { inputs, flags, enums } = program;
  const { layout } = lastSet(program);
  const named = { inputs, flags, enums: enumsOf(program), layout, isDefault: false };
  const claim = (): Expression => makeExpression(tape, aboutInputs(named), 1);
  const hasMore = tape.once(2);
  const more = (values: readonly string[]): readonly string[] =>
    tape.once(2) ? ["more", ...values] : [...values, "more"];
  return {
    hasMore,
    program: {
      ...program,
      assumptions: tape.once(3) ? [claim()] : [],
      enums: hasMore ? enums.map(({ name, values }) => ({ name, values: more(values) })) : enums,
    },
  };
}

interface Variant {
  readonly program: Program;
  /** Whether enumerations have one value more than those that rules name. */
  readonly hasMore: boolean;
}

/** All that any of the programs speaks of. */
function all(programs: readonly Program[]): {
  readonly program: Program;
  readonly supports: Supports;
} {
  const [first] = programs;
  if (first === undefined) throw new Error("there are programs");
  const program = {
    ...first,
    enums: first.enums.map(({ name, values }) => ({
      name,
      values: values.includes("more") ? inOrder(values) : [...values, "more"],
    })),
    sets: programs.flatMap(({ sets }) => sets),
  };
  const assumptions = programs.flatMap(assumedBy);
  return { program, supports: new Supports(program, assumptions) };
}

/** As rules number the values. */
function inOrder(values: readonly string[]): readonly string[] {
  return [...values.filter((value) => value !== "more"), "more"];
}

/** Every value of every enumeration, and whatever a bit depends on in any of the programs. */
function variablesOf(
  { program, supports }: ReturnType<typeof all>,
  programs: readonly Program[],
  bit: number,
): readonly VariableName[] {
  const digits = enumsOf(program).flatMap(({ name, values }) =>
    Array.from(
      { length: Math.ceil(Math.log2(values.length)) },
      (_, digit) => `enum ${name} ${digit}`,
    ),
  );
  const place = { set: undefined, layout: lastSet(program).layout, bit };
  return [
    ...new Set([
      ...digits,
      ...programs.flatMap((each) => [...supports.ofBit(lastSet(each), bit)]),
      ...programs.flatMap(assumedBy).flatMap((each) => [...supports.ofExpression(each, place)]),
    ]),
  ];
}

/** Whether the case is one that the program allows: it has its values, and assumes nothing else. */
function allows({ program, hasMore }: Variant, given: Case, oracle: Oracle): boolean {
  const { layout } = lastSet(program);
  const isKnown = enumsOf(program).every(({ name, values }) => {
    const count = values.filter((value) => value !== "more").length;
    return hasMore || (given.values.get(name) ?? 0) < count;
  });
  return (
    isKnown &&
    assumedBy(program).every((each) =>
      oracle.holds(each, { set: undefined, bit: undefined, layout }),
    )
  );
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
        const union = all(programs);
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
          // Of too many cases only some are looked at.
          if (isWhole) expect([...open].sort(), `bit ${bit}`).toEqual([...failing].sort());
          else for (const direction of failing) expect(open).toContain(direction);
          if (open.size > 0) counts.failing++;
          else counts.passing++;
        }
      }),
      { seed: 3, numRuns: 120, endOnFailure: true },
    );
    expect(Math.min(counts.passing, counts.failing)).toBeGreaterThan(50);
  },
);
