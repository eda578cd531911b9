/** Which tests of the old program the new one still has, and which of its own fail. */

import { isError } from "../analyze.ts";
import { Bdd } from "../bdd/bdd.ts";
import { bitLabel } from "../model/layout.ts";
import { lowerModel, vocabularyOf } from "../meaning/lower.ts";
import type { SlotOrder } from "../meaning/slot-order.ts";
import type { Model, RuleTest } from "../model/model.ts";
import { sliceModel } from "../model/slice.ts";
import type { ReplayCase } from "../replay/replay.ts";
import { caseOf, runTests, type TestOutcome } from "../rule-tests/run-tests.ts";
import type { BothSides } from "./both-sides.ts";
import { placeOf } from "./claim-text.ts";
import { decidePromise } from "./decide-promise.ts";
import type { PromiseChange } from "./promise-change.ts";

/**
 * @param order of variables, in which the programs could be compared.
 * @param isRulesChanged whether a test that both have may end otherwise.
 */
export function compareTests(
  models: BothSides<Model>,
  order: SlotOrder,
  isRulesChanged: boolean,
): readonly PromiseChange[] {
  const old = contentsOf(models.old);
  const fresh = contentsOf(models.new);
  const contents = new Set(
    Array.from(fresh.values(), ({ given, expected }) => textOf(given, expected)),
  );
  const withdrawn = [...old].flatMap(([key, before]): PromiseChange[] => {
    const after = fresh.get(key);
    if (after === undefined) {
      // Under another title it is the same test.
      const isThere = contents.has(textOf(before.given, before.expected));
      return isThere ? [] : [describe(before.test, "withdrawn", "old", [])];
    }
    const missing = [...before.expected].filter((each) => !after.expected.has(each));
    if (before.given !== after.given) {
      return [describe(after.test, "weakened", "new", ["it is given another case"])];
    }
    if (missing.length === 0) return [];
    return [describe(after.test, "weakened", "new", [`it no longer expects ${missing.join(" ")}`])];
  });
  const oldContents = new Set(
    Array.from(old.values(), ({ given, expected }) => textOf(given, expected)),
  );
  const made = [...fresh].filter(
    ([key, { given, expected }]) => !old.has(key) && !oldContents.has(textOf(given, expected)),
  );
  return [
    ...failingTests(models, order, isRulesChanged, old),
    ...withdrawn,
    ...made.map(([, { test }]) => describe(test, "made", "new", [])),
  ];
}

/** The cases of the new program's tests that are said to be broken, which generated code must confirm. */
export function casesOfBroken(
  changes: readonly PromiseChange[],
  model: Model,
): readonly ReplayCase[] {
  const broken = changes.filter(({ kind, change }) => kind === "test" && change === "broken");
  return model.tests
    .filter(({ title, span }) => {
      const { file, line } = placeOf(span);
      return broken.some((each) => each.text === title && each.file === file && each.line === line);
    })
    .map((test) => ({ assignment: caseOf(model, test), about: test.expectations }));
}

interface TestContent {
  readonly test: RuleTest;
  readonly given: string;
  /** `vcpu.XSAVE`, `!vcpu.AVX` */
  readonly expected: ReadonlySet<string>;
}

/** By title; of several with one title each by its place among them, too. */
function contentsOf({ tests }: Model): ReadonlyMap<string, TestContent> {
  const contents = new Map<string, TestContent>();
  for (const test of tests) {
    let key = test.title;
    while (contents.has(key)) key += " again";
    contents.set(key, { test, given: givenText(test), expected: new Set(expectedOf(test)) });
  }
  return contents;
}

function givenText({ given: { bits, present, flags, values } }: RuleTest): string {
  return JSON.stringify([
    [...bits].map(([{ name, layout }, on]) => [
      name,
      [...on].map((bit) => bitLabel(layout, bit)).sort(),
    ]),
    [...present].map(([{ name }, entries]) => [name, [...entries].sort((a, b) => a - b)]),
    [...flags].map(({ name }) => name).sort(),
    [...values].map(([{ name, values: all }, value]) => `${name} ${all[value] ?? ""}`).sort(),
  ]);
}

function expectedOf({ expectations }: RuleTest): readonly string[] {
  return expectations.map(
    ({ set, bit, value }) => `${value ? "" : "!"}${set.name}.${bitLabel(set.layout, bit)}`,
  );
}

function textOf(given: string, expected: ReadonlySet<string>): string {
  return JSON.stringify([given, [...expected].sort()]);
}

function failingTests(
  models: BothSides<Model>,
  order: SlotOrder,
  isRulesChanged: boolean,
  old: ReadonlyMap<string, TestContent>,
): readonly PromiseChange[] {
  const wanted = models.new.tests.filter((test) => {
    const before = old.get(test.title);
    return (
      isRulesChanged ||
      before === undefined ||
      textOf(before.given, before.expected) !== textOf(givenText(test), new Set(expectedOf(test)))
    );
  });
  const judge = (tests: readonly RuleTest[]): readonly PromiseChange[] =>
    brokenTests(models, order, tests);
  // Together they share what they depend on; where a limit is reached, each is asked for itself.
  return decidePromise(
    undefined,
    () => judge(wanted),
    () =>
      wanted.flatMap((test) =>
        decidePromise(
          undefined,
          () => judge([test]),
          (notes) => [describe(test, "undecided", "new", notes)],
        ),
      ),
  );
}

function brokenTests(
  models: BothSides<Model>,
  order: SlotOrder,
  wanted: readonly RuleTest[],
): readonly PromiseChange[] {
  const failures = runAlone(models.new, wanted, order);
  const failedBefore = new Set(
    runAlone(
      models.old,
      models.old.tests.filter(({ title }) =>
        failures.some((each) => each.title === title && each.diagnostics.some(isError)),
      ),
      order,
    ).flatMap(({ title, diagnostics }) => (diagnostics.some(isError) ? [title] : [])),
  );
  return wanted.flatMap((test, at): PromiseChange[] => {
    const errors = (failures[at]?.diagnostics ?? []).filter(isError);
    if (errors.length === 0 || failedBefore.has(test.title)) return [];
    return [
      describe(
        test,
        "broken",
        "new",
        errors.map(({ message }) => message),
      ),
    ];
  });
}

/** A test is about its own program, whose enumerations do not have the values that only the other one's have. */
function runAlone(
  model: Model,
  tests: readonly RuleTest[],
  order: SlotOrder,
): readonly TestOutcome[] {
  if (tests.length === 0) return [];
  const expected = tests.flatMap(({ expectations }) => expectations);
  const part = { ...model, order: expected.length === 0 ? [] : sliceModel(model, expected) };
  return runTests(model, lowerModel(new Bdd(), part, vocabularyOf(part, order)), tests);
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
