/** Compiles a random program, and asks each of the compiler's readings of it for the same bits. */

import { openProgram } from "../../src/program/program.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { Bdd } from "../../src/bdd/bdd.ts";
import { definitely } from "../../src/base/unreachable.ts";
import { contradictoryAssumptions } from "../../src/diagnostics/proofs.ts";
import { interpret } from "../../src/interpreter/interpret.ts";
import { valueOfVariable } from "../../src/meaning/assignment-values.ts";
import { lowerModel, vocabularyOf, type Meaning } from "../../src/meaning/lower.ts";
import type { SlotOrder } from "../../src/meaning/slot-order.ts";
import { bitCount, type CpuidEntryKey } from "../../src/model/layout.ts";
import type { Assignment, Bitmap, CapabilitySet, Input, Model } from "../../src/model/model.ts";
import { readFromMemory } from "../../src/names/read-file.ts";
import { bitmapLength, presenceBit, type SetPlan } from "../../src/codegen/plan/plan.ts";
import type { RunnableModule } from "../../src/replay/replay.ts";
import type { Case } from "./random-oracle.ts";

export interface CompiledProgram {
  readonly model: Model;
  readonly meaning: Meaning;
}

/** @throws if the rules have an error. */
export function analyzeText(text: string): CompiledProgram {
  const { model, meaning, findings } = openProgram({
    entry: ["p.rules"],
    readFile: readFromMemory({ "p.rules": text }),
  });
  const errors = findings.map(({ diagnostic }) => diagnostic).filter(isError);
  if (meaning === undefined || errors.length > 0) {
    const lines = errors.map(({ code, message, notes }) => [code, message, ...notes].join("; "));
    throw new Error(lines.join("\n"));
  }
  return { model, meaning };
}

/** The same program's meaning with its variables in another order. */
export function inOrder(model: Model, order: SlotOrder): CompiledProgram {
  return { model, meaning: lowerModel(new Bdd(), model, vocabularyOf(model, order)) };
}

/** The counterexample of the one assertion of a text, as the case that it is; undefined if it holds. */
export function findCounterexample(text: string): Case | "nothing can be" | undefined {
  const { findings } = openProgram({
    entry: ["p.rules"],
    readFile: readFromMemory({ "p.rules": text }),
  });
  const [error, ...others] = findings.filter(({ diagnostic }) => isError(diagnostic));
  if (error === undefined) return undefined;
  if (error.diagnostic.code === contradictoryAssumptions.code) return "nothing can be";
  if (others.length > 0 || error.witness === undefined) throw new Error(error.diagnostic.message);
  return caseFrom(error.witness);
}

/** Values are at their positions in the model's enumerations. */
export function caseFrom({ bits, present, flags, values }: Assignment): Case {
  const inputs = new Set([...bits.keys(), ...present.keys()]);
  const entries = [...inputs].map((input): [string, ReadonlySet<string>] => {
    const ofBits = [...(bits.get(input) ?? [])].map(
      (bit) => input.layout.words[bit >>> 5]?.address?.entry,
    );
    const positions = new Set([...(present.get(input) ?? []), ...ofBits]);
    const there = input.layout.entries.filter((_, position) => positions.has(position));
    return [input.name, new Set(there.map(entryName))];
  });
  return {
    bits: new Map([...bits].map(([{ name }, on]) => [name, on])),
    present: new Map(entries),
    flags: new Set([...flags].map(({ name }) => name)),
    values: new Map([...values].map(([{ name }, value]) => [name, value])),
  };
}

function entryName({ function: leaf, index }: CpuidEntryKey): string {
  return `${leaf}.${index ?? "none"}`;
}

export function assignmentOf(model: Model, given: Case): Assignment {
  return {
    bits: new Map(model.inputs.map((input) => [input, given.bits.get(input.name) ?? new Set()])),
    present: new Map(model.inputs.map((input) => [input, presentEntries(input, given)])),
    flags: new Set(model.flags.filter(({ name }) => given.flags.has(name))),
    values: new Map(model.enums.map((each) => [each, given.values.get(each.name) ?? 0])),
  };
}

function presentEntries(input: Input, given: Case): ReadonlySet<number> {
  const there = given.present.get(input.name);
  return new Set(
    input.layout.entries.flatMap((entry, position) =>
      there?.has(entryName(entry)) === true ? [position] : [],
    ),
  );
}

/** Bits of one set, by index. */
export type Bits = readonly boolean[];

export function interpretedBits(
  { model }: CompiledProgram,
  assignment: Assignment,
): ReadonlyMap<string, Bits> {
  const { valueOf } = interpret(model, assignment);
  return bitsOfSets(model, valueOf);
}

export function diagramBits(
  { model, meaning }: CompiledProgram,
  assignment: Assignment,
): ReadonlyMap<string, Bits> {
  const known = new Map<number, boolean>();
  const isTrue = (variable: number): boolean => {
    const value = known.get(variable) ?? valueOfVariable(meaning, assignment, variable) ?? false;
    known.set(variable, value);
    return value;
  };
  return bitsOfSets(model, (set, bit) => meaning.bdd.evaluate(meaning.valueOf(set, bit), isTrue));
}

function bitsOfSets(
  model: Model,
  valueOf: (set: CapabilitySet, bit: number) => boolean,
): ReadonlyMap<string, Bits> {
  return new Map(
    model.sets.map((set) => [
      set.name,
      Array.from({ length: bitCount(set.layout) }, (_, bit) => valueOf(set, bit)),
    ]),
  );
}

/** The bits that the generated functions write. */
export function emittedBits(
  { model }: CompiledProgram,
  { inits }: RunnableModule,
  given: Case,
): ReadonlyMap<string, Bits> {
  const arrays = new Map<Bitmap, Uint32Array>();
  for (const input of model.inputs) arrays.set(input, inputArray(input, given));
  const bits = new Map<string, Bits>();
  for (const { plan, init } of inits) {
    // The previous content of the array must not matter.
    const out = new Uint32Array(plan.set.layout.words.length).fill(0xa5a5_5a5a);
    const bitmaps = plan.bitmaps.map((each): [string, unknown] => [
      each.name,
      definitely(arrays.get(each), "read too early"),
    ]);
    init(out, Object.fromEntries([...bitmaps, ...conditionsOf(plan, given)]));
    arrays.set(plan.set, out);
    const length = bitCount(plan.set.layout);
    bits.set(
      plan.set.name,
      Array.from({ length }, (_, bit) => isOn(out, bit)),
    );
  }
  return bits;
}

function inputArray(input: Input, given: Case): Uint32Array {
  const array = new Uint32Array(bitmapLength(input));
  const turnOn = (bit: number): void => {
    array[bit >>> 5] = (array[bit >>> 5] ?? 0) | (1 << (bit & 31));
  };
  for (const bit of given.bits.get(input.name) ?? []) turnOn(bit);
  for (const entry of presentEntries(input, given)) turnOn(presenceBit(input, entry));
  return array;
}

function conditionsOf(
  { flags, enumerations }: SetPlan,
  given: Case,
): readonly (readonly [name: string, value: unknown])[] {
  return [
    ...flags.map(({ name }) => [name, given.flags.has(name)] as const),
    ...enumerations.map(({ name, values }) => [name, values[given.values.get(name) ?? 0]] as const),
  ];
}

function isOn(words: Uint32Array, bit: number): boolean {
  return (((words[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
}
