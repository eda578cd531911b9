/** Asks the compiler about rule files that stand in a test. */

import { openProgram } from "../../src/program/program.ts";
import { type Diagnostic, isError } from "../../src/diagnostics/diagnostic.ts";
import { withoutRepetitions } from "../../src/cli/check-outcome.ts";
import { check, test, type TestResult } from "../../src/compile.ts";
import type { CheckResult } from "../../src/program/check-result.ts";
import type { RuleSource } from "../../src/program/source.ts";
import type { EvaluatedBit } from "../../src/evaluate/evaluate-sets.ts";
import type { ProgramInputs } from "../../src/evaluate/program-inputs.ts";
import type { Explanation } from "../../src/explain/explain-bit.ts";
import { interpret } from "../../src/interpreter/interpret.ts";
import { bitLabel, bitOf, wordOf, type BitIndex, type Layout } from "../../src/model/layout.ts";
import type { Assignment, CapabilitySet, Flag, Input, Model } from "../../src/model/model.ts";
import { readFromMemory } from "../../src/names/read-file.ts";
import { planSet } from "../../src/codegen/plan/plan-set.ts";
import type { SetPlan } from "../../src/codegen/plan/plan.ts";
import { evaluate, type EvaluateOptions } from "../../src/evaluate/evaluate.ts";
import { explain } from "../../src/explain/explain.ts";

/** The text of `example.rules`, or texts of files by name, of which the last is the one that the user named. */
export type RuleText = string | Readonly<Record<string, string>>;

/** One case. Inputs that are not given are off. */
export interface Case {
  /** The bits of each input that are on, by the labels that diagnostics use, with spaces between. */
  readonly bits?: Readonly<Record<string, string>>;
  /** The leaves of each input that are absent; all others are there. */
  readonly absent?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly values?: Readonly<Record<string, string>>;
}

export function sourceOf(rules: RuleText, roots?: readonly string[]): RuleSource {
  const files = typeof rules === "string" ? { "example.rules": rules } : rules;
  return { entry: roots ?? Object.keys(files).slice(-1), readFile: readFromMemory(files) };
}

export async function checkText(rules: RuleText, roots?: readonly string[]): Promise<CheckResult> {
  return check(sourceOf(rules, roots));
}

/** Runs the tests that the rules contain. */
export async function testText(rules: RuleText): Promise<TestResult> {
  return test(sourceOf(rules));
}

/** All diagnostics of `check` and `test`, without duplicates. */
export async function allDiagnostics(rules: RuleText): Promise<readonly Diagnostic[]> {
  const results = [await checkText(rules), await testText(rules)];
  return withoutRepetitions(results.flatMap(({ diagnostics }) => diagnostics));
}

/** The codes of all diagnostics, in order of their places. */
export async function codesOf(
  rules: RuleText,
  roots?: readonly string[],
): Promise<readonly string[]> {
  return (await checkText(rules, roots)).diagnostics.map(({ code }) => code);
}

/** The one diagnostic that there must be. */
export async function onlyDiagnostic(
  rules: RuleText,
  roots?: readonly string[],
): Promise<Diagnostic> {
  const { diagnostics } = await checkText(rules, roots);
  return only(diagnostics, ({ code, message }) => `${code} ${message}`);
}

function only<T>(found: readonly T[], describe: (each: T) => string): T {
  const [first, ...others] = found;
  if (first === undefined) throw new Error("expected one, found none");
  if (others.length > 0) throw new Error(`expected one, found: ${found.map(describe).join("; ")}`);
  return first;
}

/** The text that a diagnostic or a related place points at. */
export function textAt({ span }: Pick<Diagnostic, "span">): string {
  return span === undefined ? "" : span.source.text.slice(span.start, span.end);
}

/**
 * Every bit of one set in one case.
 * @param options `replay` holds the generated code against the interpreter, which takes longer.
 */
export async function evaluateText(
  rules: RuleText,
  set: string,
  given: Case,
  options: EvaluateOptions = {},
): Promise<readonly EvaluatedBit[]> {
  const answer = await evaluate(sourceOf(rules), inputsOf(rules, given), options);
  refuse(answer.diagnostics, answer.problems);
  const found = answer.sets.find(({ name }) => name === set);
  if (found === undefined) throw new Error(`there is no set ${set}`);
  return found.bits;
}

/** The labels of the bits of one set that are on in one case. */
export async function bitsOn(
  rules: RuleText,
  set: string,
  given: Case,
): Promise<readonly string[]> {
  const bits = await evaluateText(rules, set, given);
  return bits.filter(({ isOn }) => isOn).map(({ name }) => name);
}

export async function explainText(rules: RuleText, bit: string, given: Case): Promise<Explanation> {
  const answer = await explain(sourceOf(rules), inputsOf(rules, given), bit);
  refuse(answer.diagnostics, answer.problems);
  if (answer.explanation === undefined) throw new Error("there is no explanation");
  return answer.explanation;
}

function refuse(diagnostics: readonly Diagnostic[], problems: readonly string[]): void {
  const all = [...diagnostics.filter(isError).map(({ message }) => message), ...problems];
  if (all.length > 0) throw new Error(all.join("; "));
}

/**
 * The value of `set.BIT` in every case of some bits of inputs (`host.XSAVE`) and flags, all else
 * being off: one `0` or `1` a case, in the order of a truth table, the last of them changing fastest.
 */
export function truthTable(rules: RuleText, bit: string, variables: readonly string[]): string {
  const model = modelOf(rules);
  const [set, index] = bitNamed(model.sets, bit);
  const cases = Array.from({ length: 2 ** variables.length }, (_, number) =>
    variables.filter((_name, place) => ((number >> (variables.length - 1 - place)) & 1) === 1),
  );
  return cases
    .map((on) => (interpret(model, assignmentOf(model, on)).valueOf(set, index) ? "1" : "0"))
    .join("");
}

function assignmentOf(model: Model, on: readonly string[]): Assignment {
  const bits = new Map<Input, Set<BitIndex>>();
  const flags = new Set<Flag>();
  for (const name of on) {
    const flag = model.flags.find((each) => each.name === name);
    if (flag !== undefined) flags.add(flag);
    else {
      const [input, bit] = bitNamed(model.inputs, name);
      bits.set(input, (bits.get(input) ?? new Set()).add(bit));
    }
  }
  return { bits, present: new Map(), flags, values: new Map(model.enums.map((each) => [each, 0])) };
}

/** The plan of one set. */
export function planText(rules: RuleText, set: string): SetPlan {
  const model = modelOf(rules);
  return planSet(
    model,
    only(
      model.sets.filter(({ name }) => name === set),
      ({ name }) => name,
    ),
  );
}

/** @throws if the rules have an error. */
export function modelOf(rules: RuleText): Model {
  const { entry, readFile } = sourceOf(rules);
  const { model, findings } = openProgram({ entry, readFile });
  refuse(
    findings.map(({ diagnostic }) => diagnostic),
    [],
  );
  return model;
}

function bitNamed<Bitmap extends Input | CapabilitySet>(
  bitmaps: readonly Bitmap[],
  name: string,
): readonly [Bitmap, BitIndex] {
  const found = bitmaps.find((each) => name.startsWith(`${each.name}.`));
  if (found === undefined) throw new Error(`nothing has the bit ${name}`);
  return [found, bitIndex(found.layout, name.slice(found.name.length + 1))];
}

function bitIndex(layout: Layout, label: string): BitIndex {
  const indices = Array.from({ length: layout.words.length * 32 }, (_, bit) => bit);
  const index = indices.find((bit) => bitLabel(layout, bit) === label);
  if (index === undefined) throw new Error(`${layout.name} has no bit ${label}`);
  return index;
}

function inputsOf(rules: RuleText, { bits, absent, flags, values }: Case): ProgramInputs {
  const bitmaps = modelOf(rules).inputs.map(({ name, layout }) => {
    const words = new Uint32Array(layout.words.length);
    for (const label of wordsIn(bits?.[name])) {
      const bit = bitIndex(layout, label);
      words[wordOf(bit)] = (words[wordOf(bit)] ?? 0) | (1 << bitOf(bit));
    }
    const leaves = wordsIn(absent?.[name]);
    const present = layout.entries.map((_, entry) =>
      layout.words.some((word) => word.address?.entry === entry && leaves.includes(word.name))
        ? 0
        : 1,
    );
    return [name, { words, present }] as const;
  });
  return { bitmaps: Object.fromEntries(bitmaps), flags: flags ?? [], values: values ?? {} };
}

function wordsIn(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(" ").filter((word) => word !== "");
}
