/** Runs generated code on cases and compares every bit with the interpreter. */

import { invariant } from "../base/unreachable.ts";
import { interpret, isPresent, type Interpretation } from "../interpreter/interpret.ts";
import { bitLabel, bitOf, wordOf } from "../model/layout.ts";
import type { Assignment, Bitmap, CapabilitySet, Input, Model, SetBit } from "../model/model.ts";
import { orderOfAll } from "../model/order-bits.ts";
import { sliceModel } from "../model/slice.ts";
import { planSet } from "../codegen/plan/plan-set.ts";
import { bitmapLength, presenceBit, type SetPlan } from "../codegen/plan/plan.ts";
import { runStatements } from "./run-statements.ts";

/** A case to run. */
export interface ReplayCase {
  readonly assignment: Assignment;
  /** The bits to compare, together with all bits on which they depend. Default: every bit. */
  readonly about?: readonly SetBit[];
}

export interface Replay {
  /** The values that the rules give to the bits in question. */
  readonly interpretation: Interpretation;
  /**
   * The first bit on which generated code and interpreter disagree, in words; undefined if there is
   * none.
   */
  readonly disagreement: string | undefined;
}

/**
 * Runs cases through the interpreter and through generated code. Only the words that the cases need
 * are generated.
 * @throws LimitExceeded when the rules of one word are too large for diagrams.
 */
export async function replayCases(
  model: Model,
  cases: readonly ReplayCase[],
): Promise<readonly Replay[]> {
  const slices = cases.map(({ about }) =>
    about === undefined ? orderOfAll(model) : sliceModel(model, about),
  );
  // Cases about every bit share one slice.
  const runnable = await loadRunnable(model, [...new Set(slices)].flat());
  return cases.map(({ assignment }, position) =>
    replay(model, runnable, assignment, slices[position]),
  );
}

/** An emitted module of a program's sets, ready to run. */
export interface RunnableModule {
  /** Each function follows those whose results it reads. */
  readonly inits: readonly RunnableInit[];
}

interface RunnableInit {
  readonly plan: SetPlan;
  readonly init: (out: Uint32Array, inputs: Readonly<Record<string, unknown>>) => unknown;
}

/**
 * Emits the functions of a program's sets, with the same statements as in a module, and loads them.
 * @param bits the wanted bits and all their dependencies. Only the words of these are emitted, and
 *   other bits of those words may be wrong.
 * @throws LimitExceeded when the rules of one word are too large for diagrams.
 */
export async function loadRunnable(
  model: Model,
  bits: readonly SetBit[] = orderOfAll(model),
): Promise<RunnableModule> {
  const words = new Map<CapabilitySet, Set<number>>();
  for (const { set, bit } of bits) {
    const ofSet = words.get(set) ?? new Set();
    words.set(set, ofSet.add(wordOf(bit)));
  }
  const plans = Array.from(words, ([set, ofSet]) => planSet(model, set, ofSet));
  return runnableModule(await runStatements(plans));
}

/** @param functions the emitted `init` function of each plan. */
export function runnableModule(functions: ReadonlyMap<SetPlan, unknown>): RunnableModule {
  const inits = inOrderOfUse([...functions.keys()]).map((plan): RunnableInit => {
    const init = functions.get(plan);
    invariant(typeof init === "function", "an emitted module lacks a function");
    return { plan, init: (out, inputs): unknown => Reflect.apply(init, undefined, [out, inputs]) };
  });
  return { inits };
}

/** Sorts the sets so that each follows those that it reads. There are no cycles. */
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

function replay(
  model: Model,
  { inits }: RunnableModule,
  assignment: Assignment,
  bits: readonly SetBit[] = orderOfAll(model),
): Replay {
  const arrays = new Map<Bitmap, Uint32Array>();
  for (const input of model.inputs) arrays.set(input, inputArray(assignment, input));
  for (const { plan, init } of inits) {
    const out = new Uint32Array(plan.set.layout.words.length);
    const bitmaps = plan.bitmaps.map((each): [string, unknown] => [
      each.name,
      arrays.get(each) ?? new Uint32Array(bitmapLength(each)),
    ]);
    init(out, Object.fromEntries([...bitmaps, ...conditionValues(plan, assignment)]));
    arrays.set(plan.set, out);
  }
  const interpretation = interpret(model, assignment, { order: bits });
  const emitted = ({ set, bit }: SetBit): boolean =>
    (((arrays.get(set)?.[wordOf(bit)] ?? 0) >>> bitOf(bit)) & 1) === 1;
  const wrong = bits.find((each) => emitted(each) !== interpretation.valueOf(each.set, each.bit));
  return { interpretation, disagreement: wrong && disagreement(wrong, emitted(wrong)) };
}

function disagreement({ set, bit }: SetBit, emitted: boolean): string {
  const [code, rules] = emitted ? ["on", "off"] : ["off", "on"];
  return `${set.name}.${bitLabel(set.layout, bit)} is ${code} in the code, ${rules} by the rules`;
}

function conditionValues(
  { flags, enumerations }: SetPlan,
  assignment: Assignment,
): readonly (readonly [name: string, value: unknown])[] {
  return [
    ...flags.map((flag) => [flag.name, assignment.flags.has(flag)] as const),
    ...enumerations.map(
      (each) => [each.name, each.values[assignment.values.get(each) ?? 0]] as const,
    ),
  ];
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
