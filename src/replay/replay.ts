/** Runs generated code on one case and holds every bit of it against the interpreter. */

import { definitely, invariant } from "../base/unreachable.ts";
import { flagProperty, moduleNames } from "../emit/identifiers.ts";
import { interpret, isPresent } from "../interpreter/interpret.ts";
import { bitCount, bitLabel, bitOf, wordOf } from "../model/layout.ts";
import type { Assignment, Bitmap, CapabilitySet, Input, Model } from "../model/model.ts";
import { planSet } from "../plan/plan-set.ts";
import { bitmapLength, layoutsOf, presenceBit, type SetPlan } from "../plan/plan.ts";
import { runStatements } from "./run-statements.ts";

/** An emitted module of all sets of a program, ready to run. */
export interface RunnableModule {
  /** Each after those whose results it reads. */
  readonly inits: readonly RunnableInit[];
}

interface RunnableInit {
  readonly plan: SetPlan;
  readonly init: (...values: readonly unknown[]) => unknown;
}

/**
 * Emits all sets of a program, as the functions' statements stand in a module, and loads them.
 * @throws LimitExceeded when the rules of one word are too large for diagrams.
 */
export async function loadRunnable(model: Model): Promise<RunnableModule> {
  const plans = model.sets.map((set) => planSet(model, set));
  return runnableModule(plans, await runStatements(plans));
}

/** @param exports of a module that was emitted from the plans. */
export function runnableModule(
  plans: readonly SetPlan[],
  exports: ReadonlyMap<string, unknown>,
): RunnableModule {
  const names = moduleNames(plans, layoutsOf(plans));
  const inits = inOrderOfUse(plans).map((plan): RunnableInit => {
    const init = exports.get(definitely(names.sets.get(plan.set), "a set without a name").init);
    invariant(typeof init === "function", "an emitted module lacks a function");
    return { plan, init: (...values): unknown => Reflect.apply(init, undefined, values) };
  });
  return { inits };
}

/** Each set after those that it reads, which never is a circle. */
function inOrderOfUse(plans: readonly SetPlan[]): readonly SetPlan[] {
  const ordered = new Set<SetPlan>();
  const visit = (plan: SetPlan): void => {
    for (const each of plans)
      if (plan.bitmaps.includes(each.set) && !ordered.has(each)) visit(each);
    ordered.add(plan);
  };
  for (const plan of plans) if (!ordered.has(plan)) visit(plan);
  return [...ordered];
}

/** The first bit on which generated code and interpreter disagree, in words; undefined if there is none. */
export function replay(
  model: Model,
  { inits }: RunnableModule,
  assignment: Assignment,
): string | undefined {
  const arrays = new Map<Bitmap, Uint32Array>();
  for (const input of model.inputs) arrays.set(input, inputArray(assignment, input));
  const interpretation = interpret(model, assignment);

  for (const { plan, init } of inits) {
    const { set } = plan;
    const out = new Uint32Array(set.layout.words.length);
    const inputs = plan.bitmaps.map((each) =>
      definitely(arrays.get(each), "a set is read too early"),
    );
    init(out, ...inputs, flagValues(plan, assignment));
    arrays.set(set, out);
    for (let bit = 0; bit < bitCount(set.layout); bit++) {
      const emitted = (((out[wordOf(bit)] ?? 0) >>> bitOf(bit)) & 1) === 1;
      if (emitted !== interpretation.valueOf(set, bit)) return disagreement(set, bit, emitted);
    }
  }
  return undefined;
}

function disagreement(set: CapabilitySet, bit: number, emitted: boolean): string {
  const [code, rules] = emitted ? ["on", "off"] : ["off", "on"];
  return `${set.name}.${bitLabel(set.layout, bit)} is ${code} in the code, ${rules} by the rules`;
}

function flagValues(plan: SetPlan, assignment: Assignment): Readonly<Record<string, unknown>> {
  return Object.fromEntries([
    ...plan.flags.map((flag): [string, unknown] => [
      flagProperty(flag.name),
      assignment.flags.has(flag),
    ]),
    ...plan.enumerations.map((each): [string, unknown] => [
      flagProperty(each.name),
      each.values[assignment.values.get(each) ?? 0],
    ]),
  ]);
}

/** The words of an input, then its presence bits. */
function inputArray(assignment: Assignment, input: Input): Uint32Array {
  const array = new Uint32Array(bitmapLength(input));
  const turnOn = (bit: number): void => {
    array[wordOf(bit)] = (array[wordOf(bit)] ?? 0) | (1 << bitOf(bit));
  };
  for (const bit of assignment.bits.get(input) ?? []) turnOn(bit);
  input.layout.entries.forEach((_, entry) => {
    if (isPresent(assignment, input, entry)) turnOn(presenceBit(input, entry));
  });
  return array;
}
