/**
 * Finds the tests of the old program that the new one still has, and the new program's failing
 * tests.
 */

import { isError } from "../../diagnostics/diagnostic.ts";
import { definitely } from "../../base/unreachable.ts";
import { bitLabel, wordOf, type BitIndex, type Layout } from "../../model/layout.ts";
import type { Model, RuleTest } from "../../model/model.ts";
import { caseOf } from "../../rule-tests/run-tests.ts";
import { onBothSides, type BothSides } from "../compare/both-sides.ts";
import { placeOf } from "../compare/claim-text.ts";
import { decidePromise } from "./decide-promise.ts";
import type { BrokenPromise, PromiseChange, PromiseChanges } from "./promise-change.ts";
import { runOwnTests, type TestedSide } from "./run-own-tests.ts";

/** @param mayEndOtherwise of a test of the new program that the old one has as well. */
export function compareTests(
  sides: BothSides<TestedSide>,
  mayEndOtherwise: (test: RuleTest) => boolean,
): PromiseChanges {
  const { old, new: fresh } = onBothSides(sides, ({ model }) => contentsOf(model));
  const contents = new Set(Array.from(fresh.values(), ({ text }) => text));
  const withdrawn = [...old].flatMap(([key, before]): PromiseChange[] => {
    const after = fresh.get(key);
    if (after === undefined) {
      // Under another title it is the same test.
      return contents.has(before.text) ? [] : [describe(before.test, "withdrawn", "old", [])];
    }
    const missing = [...before.expected].filter((each) => !after.expected.has(each));
    if (before.given !== after.given) {
      return [describe(after.test, "weakened", "new", ["it is given another case"])];
    }
    if (missing.length === 0) return [];
    return [describe(after.test, "weakened", "new", [`it no longer expects ${missing.join(" ")}`])];
  });
  const oldContents = new Set(Array.from(old.values(), ({ text }) => text));
  const made = [...fresh].filter(([key, { text }]) => !old.has(key) && !oldContents.has(text));
  const wanted = [...fresh.values()].filter(
    ({ test, text }) => old.get(test.title)?.text !== text || mayEndOtherwise(test),
  );
  return {
    broken: failingTests(
      sides,
      wanted.map(({ test }) => test),
    ),
    others: [...withdrawn, ...made.map(([, { test }]) => describe(test, "made", "new", []))],
  };
}

interface TestContent {
  readonly test: RuleTest;
  readonly given: string;
  /** `vcpu.XSAVE`, `!vcpu.AVX` */
  readonly expected: ReadonlySet<string>;
  /** `given` and `expected` together. */
  readonly text: string;
}

/** The tests by title. Tests with the same title are numbered in their order. */
function contentsOf({ tests }: Model): ReadonlyMap<string, TestContent> {
  const contents = new Map<string, TestContent>();
  for (const test of tests) {
    let key = test.title;
    while (contents.has(key)) key += " again";
    const given = givenText(test);
    const expected = new Set(expectedOf(test));
    contents.set(key, {
      test,
      given,
      expected,
      text: JSON.stringify([given, [...expected].sort()]),
    });
  }
  return contents;
}

/** The same for the same case, in whatever order and with whatever layout it is given. */
function givenText({ given: { bits, present, flags, values } }: RuleTest): string {
  const parts = [
    ...[...bits].flatMap(([{ name, layout }, on]) =>
      Array.from(on, (bit) => `${name}.${bitLabel(layout, bit)}`),
    ),
    ...[...present].flatMap(([input, entries]) =>
      [...entries]
        .filter((entry) => !hasBitOf(input.layout, entry, bits.get(input)))
        .map((entry) => `${input.name} has ${entryName(input.layout, entry)}`),
    ),
    ...Array.from(flags, ({ name }) => name),
    ...Array.from(values, ([{ name, values: all }, value]) => `${name} = ${all[value] ?? ""}`),
  ];
  return JSON.stringify(parts.sort());
}

/** An entry of which a bit is on is there, be it given or not. */
function hasBitOf(layout: Layout, entry: number, on: ReadonlySet<BitIndex> = new Set()): boolean {
  return [...on].some((bit) => layout.words[wordOf(bit)]?.address?.entry === entry);
}

function entryName({ entries }: Layout, entry: number): string {
  const key = entries[entry];
  return `${key?.function ?? ""}.${key?.index ?? 0}`;
}

function expectedOf({ expectations }: RuleTest): readonly string[] {
  return expectations.map(
    ({ set, bit, value }) => `${value ? "" : "!"}${set.name}.${bitLabel(set.layout, bit)}`,
  );
}

function failingTests(
  sides: BothSides<TestedSide>,
  wanted: readonly RuleTest[],
): readonly BrokenPromise[] {
  const judge = (tests: readonly RuleTest[]): readonly BrokenPromise[] => brokenTests(sides, tests);
  const { hasSameValues, meaning } = sides.new;
  const table = hasSameValues ? meaning.bdd : undefined;
  // Together they share what they depend on; where a limit is reached, each is asked for itself.
  return decidePromise(
    table,
    () => judge(wanted),
    () =>
      wanted.flatMap((test) =>
        decidePromise(
          table,
          () => judge([test]),
          (notes) => [{ promise: describe(test, "undecided", "new", notes), witness: undefined }],
        ),
      ),
  );
}

function brokenTests(
  sides: BothSides<TestedSide>,
  wanted: readonly RuleTest[],
): readonly BrokenPromise[] {
  const failures = runOwnTests(sides.new, wanted);
  const failedBefore = new Set(
    runOwnTests(
      sides.old,
      sides.old.model.tests.filter(({ title }) =>
        failures.some((each) => each.title === title && each.diagnostics.some(isError)),
      ),
    ).flatMap(({ title, diagnostics }) => (diagnostics.some(isError) ? [title] : [])),
  );
  const { model } = sides.new;
  return wanted.flatMap((test, at): BrokenPromise[] => {
    const { diagnostics } = definitely(failures[at], "an outcome of every test");
    const errors = diagnostics.filter(isError);
    if (errors.length === 0 || failedBefore.has(test.title)) return [];
    const notes = errors.map(({ message }) => message);
    return [
      {
        promise: describe(test, "broken", "new", notes),
        witness: { assignment: caseOf(model, test), about: test.expectations },
      },
    ];
  });
}

function describe(
  { title, span }: RuleTest,
  change: PromiseChange["change"],
  side: PromiseChange["side"],
  notes: readonly string[],
): PromiseChange {
  const isFinding = change !== "made";
  return { kind: "test", change, text: title, side, ...placeOf(span), isFinding, notes };
}
