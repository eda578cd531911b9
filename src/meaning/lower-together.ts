/**
 * Lowers several models over the same variables, so that their bits can be compared.
 *
 * What has the same name in two models is the same variable: flags, enumerations and their values, inputs,
 * and in the layouts of these the bits at the same place of a word of the same name, wherever the word
 * stands; else at the same CPUID address, else of the same name.
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
  enumDiagram,
  layoutsToPlace,
  rememberBitsOfSlots,
  slotsOf,
  type VariableMeaning,
  type Variables,
} from "./variables.ts";

export interface MeaningsTogether {
  /** Of each model. What one model does not have, its variables know as the first one's that does. */
  readonly meanings: readonly Meaning[];
  /** The cases that all models know: no enumeration has a value that one of them lacks. */
  readonly comparable: Diagram;
  /** A case for one of the models; what it does not have is left out, and what is not given is off. */
  readonly caseFor: (model: Model, values: ReadonlyMap<Variable, boolean>) => Assignment;
}

/**
 * @param placedBy whose rules say in which places the bits stand, if the order follows rules: models of the same
 *   layouts, if others are lowered into the same `bdd`.
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
  return {
    meanings,
    comparable: comparableCases(bdd, models, numbering),
    caseFor: (model, values) => caseFor(model, numbering, values),
  };
}

/** An enumeration as all models together have it. */
interface JointEnum {
  readonly start: Variable;
  readonly values: readonly string[];
}

interface Numbering {
  /** Of each model. */
  readonly variables: readonly Variables[];
  readonly enums: ReadonlyMap<string, JointEnum>;
  /** What a variable is in a model, if that has it. */
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
    const values = jointValues(models, name);
    enums.set(name, { start: next, values });
    next += values.length - 1;
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
        const joint = definitely(enums.get(name), "an enum of another model").values;
        return { position: joint.indexOf(values[value] ?? ""), count: joint.length };
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

function jointValues(models: readonly Model[], name: string): readonly string[] {
  const declared = models.flatMap(({ enums }) => enums.filter((each) => each.name === name));
  return [...new Set(declared.flatMap(({ values }) => values))];
}

function entryKey({ name }: Input, entry: CpuidEntryKey): string {
  return `${name} ${entry.function}.${entry.index ?? 0}`;
}

/** Layouts of one name are the same layout at two times. */
function placeKey(layout: Layout, bit: BitIndex): string {
  return `${layout.name} ${layout.words[wordOf(bit)]?.name ?? ""} ${bitOf(bit)}`;
}

/** Of the variables that are no bits of inputs. */
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
  for (const enumeration of model.enums) {
    const joint = definitely(enums.get(enumeration.name), "every enum is numbered");
    joint.values.slice(0, -1).forEach((value, position) => {
      const own = enumeration.values.indexOf(value);
      if (own !== -1) add(joint.start + position, { kind: "enum", enumeration, value: own });
    });
  }
  for (const input of model.inputs) {
    input.layout.entries.forEach((key, entry) => {
      add(entries.get(entryKey(input, key)), { kind: "has", input, entry });
    });
  }
  return meanings;
}

/** Where one model asks for an entry's presence, its bits must mean the same in the others. */
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

function comparableCases(
  bdd: Bdd,
  models: readonly Model[],
  { variables, enums }: Numbering,
): Diagram {
  let cases: Diagram = TRUE;
  models.forEach((model, position) => {
    const own = variables[position];
    for (const enumeration of model.enums) {
      const joint = enums.get(enumeration.name);
      if (own === undefined || joint === undefined) continue;
      const known = enumeration.values
        .map((_, value) => enumDiagram(bdd, own, enumeration, value))
        .reduce((any, value) => bdd.or(any, value));
      cases = bdd.and(cases, known);
    }
  });
  return cases;
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
  const enumValues = model.enums.map((enumeration): [Enumeration, number] => {
    const joint = definitely(enums.get(enumeration.name), "every enum is numbered");
    const first = joint.values.findIndex((_, place) => values.get(joint.start + place) === true);
    const value = joint.values[first === -1 ? joint.values.length - 1 : first] ?? "";
    return [enumeration, Math.max(0, enumeration.values.indexOf(value))];
  });
  return { bits, present, flags, values: new Map(enumValues) };
}
