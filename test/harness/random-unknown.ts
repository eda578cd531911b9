/** Takes from random cases what they say of a few inputs, and tries every completion of what is left. */

import { interpret, type Interpretation } from "../../src/interpreter/interpret.ts";
import { askedPresences } from "../../src/meaning/lower.ts";
import type { PartialCase } from "../../src/meaning/partial-case.ts";
import { bitLabel, wordOf, type BitIndex } from "../../src/model/layout.ts";
import type { Assignment, Enumeration, Input, Model } from "../../src/model/model.ts";
import type { Tape } from "./random-tape.ts";

export type UnknownAtom = { readonly name: string; readonly values: number } & (
  | { readonly kind: "bit"; readonly input: Input; readonly bit: BitIndex }
  | { readonly kind: "has"; readonly input: Input; readonly entry: number }
  | { readonly kind: "enum"; readonly enumeration: Enumeration }
);

const MOST_UNKNOWN = 6;

/** Bits that have names, entries of which rules ask, and enumerations of inputs. */
export function hideSome(
  model: Model,
  assignment: Assignment,
  tape: Tape,
): { readonly known: PartialCase; readonly unknowns: readonly UnknownAtom[] } {
  const asked = askedPresences(model);
  const candidates = model.inputs.flatMap((input): readonly UnknownAtom[] => [
    ...input.enums
      .filter((each) => model.enums.includes(each))
      .map((enumeration) => ({
        ...{ kind: "enum" as const, enumeration },
        name: enumeration.name,
        values: enumeration.values.length,
      })),
    ...[...(asked.get(input) ?? [])].map((entry) => ({
      ...{ kind: "has" as const, input, entry },
      name: `${input.name} has ${leafOf(input, entry)}`,
      values: 2,
    })),
    ...input.layout.bits.map(({ index }) => ({
      ...{ kind: "bit" as const, input, bit: index },
      name: `${input.name}.${bitLabel(input.layout, index)}`,
      values: 2,
    })),
  ]);
  const unknowns = candidates
    .filter(({ kind }) => tape.below(kind === "bit" ? 4 : 2) === 0)
    .slice(0, MOST_UNKNOWN);
  const unknown = {
    bits: new Map<Input, Set<BitIndex>>(model.inputs.map((input) => [input, new Set()])),
    present: new Map<Input, Set<number>>(model.inputs.map((input) => [input, new Set()])),
    enums: new Set<Enumeration>(),
  };
  for (const each of unknowns) {
    if (each.kind === "bit") unknown.bits.get(each.input)?.add(each.bit);
    else if (each.kind === "has") unknown.present.get(each.input)?.add(each.entry);
    else unknown.enums.add(each.enumeration);
  }
  return { known: { assignment: withoutUnknown(model, assignment, unknown), unknown }, unknowns };
}

/**
 * The case with all unknown bits off, and with all bits off of entries that may be absent. Every
 * other entry is present.
 */
function withoutUnknown(
  model: Model,
  { bits, flags, values }: Assignment,
  unknown: PartialCase["unknown"],
): Assignment {
  const isOpen = (input: Input, entry: number | undefined): boolean =>
    entry !== undefined && unknown.present.get(input)?.has(entry) === true;
  return {
    bits: new Map(
      model.inputs.map((input) => [
        input,
        new Set(
          [...(bits.get(input) ?? [])].filter(
            (bit) =>
              unknown.bits.get(input)?.has(bit) !== true && !isOpen(input, entryOf(input, bit)),
          ),
        ),
      ]),
    ),
    present: new Map(
      model.inputs.map((input) => [
        input,
        new Set([...input.layout.entries.keys()].filter((entry) => !isOpen(input, entry))),
      ]),
    ),
    flags,
    values: new Map(
      [...values].map(([each, value]) => [each, unknown.enums.has(each) ? 0 : value]),
    ),
  };
}

export interface Completion {
  /** The value of each unknown variable, by name. */
  readonly values: ReadonlyMap<string, number>;
  readonly assignment: Assignment;
  readonly interpretation: Interpretation;
}

/** The completions that the assumptions allow; all completions if they allow none. */
export function completionsOf(
  model: Model,
  { assignment }: PartialCase,
  unknowns: readonly UnknownAtom[],
): readonly Completion[] {
  const choices = unknowns.reduce<readonly ReadonlyMap<string, number>[]>(
    (known, { name, values }) =>
      known.flatMap((each) =>
        Array.from({ length: values }, (_, value) => new Map([...each, [name, value]])),
      ),
    [new Map()],
  );
  const all = choices.map((values): Completion => {
    const given = completed(assignment, unknowns, values);
    return { values, assignment: given, interpretation: interpret(model, given) };
  });
  const allowed = all.filter(({ interpretation }) =>
    model.assumptions.every(({ claim }) => interpretation.holds(claim)),
  );
  return allowed.length === 0 ? all : allowed;
}

function completed(
  assignment: Assignment,
  unknowns: readonly UnknownAtom[],
  chosen: ReadonlyMap<string, number>,
): Assignment {
  const bits = new Map([...assignment.bits].map(([input, on]) => [input, new Set(on)]));
  const present = new Map([...assignment.present].map(([input, on]) => [input, new Set(on)]));
  const values = new Map(assignment.values);
  // Entries come before bits: those of an absent one are off.
  for (const each of unknowns) {
    const value = chosen.get(each.name) ?? 0;
    if (each.kind === "enum") values.set(each.enumeration, value);
    else if (each.kind === "has" && value === 1) present.get(each.input)?.add(each.entry);
  }
  for (const each of unknowns) {
    if (each.kind !== "bit" || chosen.get(each.name) !== 1) continue;
    const entry = entryOf(each.input, each.bit);
    const isThere = entry === undefined || present.get(each.input)?.has(entry) === true;
    if (isThere) bits.get(each.input)?.add(each.bit);
  }
  return { ...assignment, bits, present, values };
}

function entryOf({ layout }: Input, bit: BitIndex): number | undefined {
  return layout.words[wordOf(bit)]?.address?.entry;
}

function leafOf({ layout }: Input, entry: number): string {
  return layout.words.find(({ address }) => address?.entry === entry)?.name ?? "";
}

/** True if completions that agree in these unknown variables agree in the value. */
export function isFunctionOf(
  completions: readonly Completion[],
  names: readonly string[],
  isOn: (interpretation: Interpretation) => boolean,
): boolean {
  const known = new Map<string, boolean>();
  return completions.every(({ values, interpretation }) => {
    const key = names.map((name) => values.get(name)).join();
    const value = known.get(key) ?? isOn(interpretation);
    known.set(key, value);
    return value === isOn(interpretation);
  });
}
