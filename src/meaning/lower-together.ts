/**
 * Lowers several models over the same variables, so that their bits can be compared: equal functions
 * are then the same node of one table. Take an old and a new program:
 *
 *     flag tdp                             flag tdp  flag npt
 *     enum vendor: intel amd               enum vendor: amd intel hygon
 *     layout l { word W { 0 A } }          layout l { word V { 0 X }  word W { 0 A  1 B } }
 *     input host: l                        input host: l
 *
 * 1. Declarations are matched by name, and numbered in order of the first model that has them: `tdp` is
 *    variable 0 in both, `npt` is variable 1, which only the new program reads.
 * 2. `vendor` becomes one enumeration with the values of both, `intel amd hygon`, in two variables. A model
 *    reads its own value by name, so `vendor == amd` is the same diagram in both, although its position differs.
 * 3. The bits of an input are matched by word name and bit number, wherever the word stands in the layout;
 *    else by CPUID address, else by bit name. `host.A` is one variable, although W is the second word now.
 * 4. Of the case `vendor = hygon` the old program knows nothing. `known` has, for each model, the cases whose
 *    values it declares, and `comparable` those that all declare.
 * 5. A satisfying assignment is translated back for each model (`caseFor`): what the model lacks is left out.
 */

import { TRUE, type Bdd, type Diagram, type Variable } from "../bdd/bdd.ts";
import { definitely } from "../base/unreachable.ts";
import { bitOf, wordOf, type BitIndex, type CpuidEntryKey, type Layout } from "../model/layout.ts";
import type { Assignment, Enumeration, Flag, Input, Model } from "../model/model.ts";
import { askedPresences, lowerModel, type Meaning } from "./lower.ts";
import { placeSlots, type SlotOrder } from "./slot-order.ts";
import type { Slots } from "./slots-read.ts";
import {
  bitKeys,
  layoutsToPlace,
  rememberBitsOfSlots,
  slotsOf,
  type VariableMeaning,
  type Variables,
} from "./variables.ts";

export interface MeaningsTogether {
  /**
   * One meaning for each model. A declaration that a model lacks is taken from the first model that
   * has it. An enumeration that lacks values in a model is replaced by one with the values of all
   * models.
   */
  readonly meanings: readonly Meaning[];
  /** For each model, the cases in which every enumeration has a value that the model declares. */
  readonly known: readonly Diagram[];
  /** The cases whose enumeration values all models declare. */
  readonly comparable: Diagram;
  /**
   * The case for one model. Declarations that the model lacks are left out, and variables without a
   * value are off. An enumeration value that the model lacks becomes `NO_VALUE`.
   */
  readonly caseFor: (model: Model, values: ReadonlyMap<Variable, boolean>) => Assignment;
  /** The case for messages: it has the enumerations of all models, with every value. */
  readonly toldCase: (model: Model, values: ReadonlyMap<Variable, boolean>) => Assignment;
}

/** The position of a value that an enumeration does not have. */
export const NO_VALUE = -1;

/**
 * @param placedBy the models whose rules determine the order of the bits, if the order follows
 *   rules. They must be the same for all models that are lowered into one `bdd`.
 * @throws LimitExceeded when a diagram grows beyond the limits of `bdd`.
 */
export function lowerTogether(
  bdd: Bdd,
  models: readonly Model[],
  order: SlotOrder = "declared",
  placedBy: readonly Model[] = models,
): MeaningsTogether {
  const numbering = numberTogether(models, order, placedBy);
  const asked = askedTogether(models, numbering);
  const meanings = models.map((model, position) =>
    lowerModel(bdd, model, {
      variables: definitely(numbering.variables[position], "variables of every model"),
      asked: definitely(asked[position], "presences of every model"),
    }),
  );
  const known = models.map((model) => knownCases(bdd, model, numbering));
  return {
    meanings,
    known,
    comparable: known.reduce((all, each) => bdd.and(all, each), TRUE),
    caseFor: (model, values) => caseFor(model, numbering, values),
    toldCase: (model, values) => ({
      ...caseFor(model, numbering, values),
      values: toldValues(model, numbering, values),
    }),
  };
}

/** An enumeration with the values of all models. */
interface JointEnum {
  readonly start: Variable;
  /** The enumeration with the values of all models. */
  readonly enumeration: Enumeration;
}

interface Numbering {
  /** One entry for each model. */
  readonly variables: readonly Variables[];
  readonly enums: ReadonlyMap<string, JointEnum>;
  /** The meaning of a variable in a model; undefined if the model lacks it. */
  readonly meaningIn: (model: Model, variable: Variable) => VariableMeaning | undefined;
}

function numberTogether(
  models: readonly Model[],
  order: SlotOrder,
  placedBy: readonly Model[],
): Numbering {
  let next = 0;
  const flags = new Map(namesOf(models, ({ flags: each }) => each).map((name) => [name, next++]));
  const enums = new Map<string, JointEnum>();
  for (const name of namesOf(models, ({ enums: each }) => each)) {
    const enumeration = jointEnumeration(models, name);
    enums.set(name, { start: next, enumeration });
    next += enumeration.values.length - 1;
  }
  const inputNames = namesOf(models, ({ inputs }) => inputs);
  const entries = new Map<string, Variable>();
  for (const model of models) {
    for (const input of model.inputs) {
      for (const entry of input.layout.entries) {
        const key = entryKey(input, entry);
        if (!entries.has(key)) entries.set(key, next++);
      }
    }
  }
  const bitsStart = next;
  const placed = slotsTogether(placedBy, order);
  const slots = placedBy === models ? placed : slotsTogether(models, order);
  const { placeOf, slotAt } = placeSlots(order, placedBy, placed);
  const bitVariable = (input: Input, bit: BitIndex): Variable => {
    const slot = definitely(slots.get(input.layout)?.[bit], "a bit outside of its layout");
    return bitsStart + placeOf(slot) * inputNames.length + inputNames.indexOf(input.name);
  };

  const bitOfSlot = rememberBitsOfSlots(slots);
  const bitIn = ({ inputs }: Model, place: number): VariableMeaning | undefined => {
    const name = inputNames[place % inputNames.length];
    const input = inputs.find((each) => each.name === name);
    const bit = input && bitOfSlot(input.layout, slotAt(Math.floor(place / inputNames.length)));
    return input === undefined || bit === undefined ? undefined : { kind: "bit", input, bit };
  };

  const others = new Map(
    models.map((model) => [model, otherMeanings(model, { flags, enums, entries })]),
  );
  const meaningIn = (model: Model, variable: Variable): VariableMeaning | undefined =>
    variable < bitsStart ? others.get(model)?.get(variable) : bitIn(model, variable - bitsStart);
  const variables = models.map((model): Variables => {
    const inOrder = [model, ...models.filter((each) => each !== model)];
    return {
      order,
      flag: (flag) => definitely(flags.get(flag.name), "a flag of another model"),
      enumStart: ({ name }) => definitely(enums.get(name), "an enum of another model").start,
      enumPlace: ({ name, values }, value) => {
        const joint = definitely(enums.get(name), "an enum of another model").enumeration;
        return { position: joint.values.indexOf(values[value] ?? ""), count: joint.values.length };
      },
      has: (input, entry) => {
        const key = definitely(input.layout.entries[entry], "no such entry");
        return definitely(entries.get(entryKey(input, key)), "an input of another model");
      },
      bit: bitVariable,
      meaning: (variable) =>
        definitely(
          inOrder.map((each) => meaningIn(each, variable)).find((found) => found !== undefined),
          "no such variable",
        ),
    };
  });
  return { variables, enums, meaningIn };
}

function slotsTogether(models: readonly Model[], order: SlotOrder): Slots {
  return slotsOf(layoutsToPlace(models, order), (layout, bit) => [
    placeKey(layout, bit),
    ...bitKeys(layout, bit),
  ]);
}

function namesOf(
  models: readonly Model[],
  declared: (model: Model) => readonly { readonly name: string }[],
): readonly string[] {
  return [...new Set(models.flatMap((model) => declared(model).map(({ name }) => name)))];
}

/** The enumeration of the first model that declares it, extended by the values of all others. */
function jointEnumeration(models: readonly Model[], name: string): Enumeration {
  const declared = models.flatMap(({ enums }) => enums.filter((each) => each.name === name));
  const first = definitely(declared[0], "an enum that a model declares");
  const values = [...new Set(declared.flatMap((each) => each.values))];
  return { ...first, values };
}

/** The model's own enumeration, or the joint one if the model lacks a value. */
function toldEnumeration({ enums }: Model, joint: Enumeration): Enumeration {
  const own = enums.find(({ name }) => name === joint.name);
  return own?.values.length === joint.values.length ? own : joint;
}

function entryKey({ name }: Input, entry: CpuidEntryKey): string {
  return `${name} ${entry.function}.${entry.index ?? 0}`;
}

/**
 * A key by layout name, word name and bit number. Layouts of the same name are versions of one
 * layout.
 */
function placeKey(layout: Layout, bit: BitIndex): string {
  return `${layout.name} ${layout.words[wordOf(bit)]?.name ?? ""} ${bitOf(bit)}`;
}

/** The meanings of all variables except bits of inputs. */
function otherMeanings(
  model: Model,
  {
    flags,
    enums,
    entries,
  }: {
    readonly flags: ReadonlyMap<string, Variable>;
    readonly enums: ReadonlyMap<string, JointEnum>;
    readonly entries: ReadonlyMap<string, Variable>;
  },
): ReadonlyMap<Variable, VariableMeaning> {
  const meanings = new Map<Variable, VariableMeaning>();
  const add = (variable: Variable | undefined, meaning: VariableMeaning): void => {
    if (variable !== undefined) meanings.set(variable, meaning);
  };
  for (const flag of model.flags) add(flags.get(flag.name), { kind: "flag", flag });
  for (const { start, enumeration: joint } of enums.values()) {
    const enumeration = toldEnumeration(model, joint);
    joint.values.slice(0, -1).forEach((value, position) => {
      add(start + position, {
        kind: "enum",
        enumeration,
        value: enumeration.values.indexOf(value),
      });
    });
  }
  for (const input of model.inputs) {
    input.layout.entries.forEach((key, entry) => {
      add(entries.get(entryKey(input, key)), { kind: "has", input, entry });
    });
  }
  return meanings;
}

/**
 * If one model asks for the presence of an entry, all models must, so that the entry's bits mean
 * the same in each.
 */
function askedTogether(
  models: readonly Model[],
  { variables }: Numbering,
): readonly ReadonlyMap<Input, ReadonlySet<number>>[] {
  const asked = new Set(
    models.flatMap((model, position) =>
      [...askedPresences(model)].flatMap(([input, entries]) =>
        [...entries].map((entry) => variables[position]?.has(input, entry)),
      ),
    ),
  );
  return models.map(
    ({ inputs }, position) =>
      new Map(
        inputs.map((input) => [
          input,
          new Set(
            input.layout.entries.flatMap((_, entry) =>
              asked.has(variables[position]?.has(input, entry)) ? [entry] : [],
            ),
          ),
        ]),
      ),
  );
}

/** The cases in which every enumeration of the model has one of its own values. */
function knownCases(bdd: Bdd, model: Model, { enums }: Numbering): Diagram {
  return model.enums.reduce((cases, { name, values }) => {
    const { start, enumeration } = definitely(enums.get(name), "every enum is numbered");
    if (values.length === enumeration.values.length) return cases;
    // The first true variable of an enumeration selects the value; if none is true, it has the last
    // value.
    const isKnown = (position: number): boolean =>
      values.includes(enumeration.values[position] ?? "");
    const last = enumeration.values.length - 1;
    const known = enumeration.values
      .slice(0, last)
      .reduceRight(
        (rest, _, position) =>
          bdd.ite(bdd.variable(start + position), bdd.constant(isKnown(position)), rest),
        bdd.constant(isKnown(last)),
      );
    return bdd.and(cases, known);
  }, TRUE);
}

function caseFor(
  model: Model,
  { enums, meaningIn }: Numbering,
  values: ReadonlyMap<Variable, boolean>,
): Assignment {
  const bits = new Map(model.inputs.map((input) => [input, new Set<BitIndex>()]));
  const present = new Map(model.inputs.map((input) => [input, new Set<number>()]));
  const flags = new Set<Flag>();
  for (const [variable, isTrue] of [...values].sort(([a], [b]) => a - b)) {
    const atom = isTrue ? meaningIn(model, variable) : undefined;
    if (atom?.kind === "flag") flags.add(atom.flag);
    else if (atom?.kind === "has") present.get(atom.input)?.add(atom.entry);
    else if (atom?.kind === "bit") bits.get(atom.input)?.add(atom.bit);
  }
  const enumValues = model.enums.map((enumeration): [Enumeration, number] => [
    enumeration,
    enumeration.values.indexOf(valueOf(enums, enumeration.name, values)),
  ]);
  return { bits, present, flags, values: new Map(enumValues) };
}

function toldValues(
  model: Model,
  { enums }: Numbering,
  values: ReadonlyMap<Variable, boolean>,
): ReadonlyMap<Enumeration, number> {
  return new Map(
    Array.from(enums, ([name, { enumeration: joint }]) => {
      const enumeration = toldEnumeration(model, joint);
      return [enumeration, enumeration.values.indexOf(valueOf(enums, name, values))];
    }),
  );
}

/** Variables without a value are false; if all are, the enumeration has its last value. */
function valueOf(
  enums: Numbering["enums"],
  name: string,
  values: ReadonlyMap<Variable, boolean>,
): string {
  const { start, enumeration } = definitely(enums.get(name), "every enum is numbered");
  const first = enumeration.values.findIndex((_, place) => values.get(start + place) === true);
  return enumeration.values.at(first) ?? "";
}
