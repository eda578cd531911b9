/**
 * Numbers the boolean variables of a program: flags and enumerations first, then the presence of
 * CPUID entries, then the bits of inputs.
 *
 * All inputs' views of one CPUID bit form a slot and are adjacent, whatever their layouts, because
 * rules combine them. This keeps `host & guest` small for any number of words. Slots follow the
 * order of the layouts or another one: see `slot-order.ts`.
 *
 * An enumeration of n values takes n - 1 variables: it has value i if variables 0 to i - 1 are
 * false and variable i is true, and the last value if all are false. Every assignment is therefore
 * exactly one value.
 */

import { FALSE, TRUE, type Bdd, type Diagram, type Variable } from "../bdd/bdd.ts";
import { definitely } from "../base/unreachable.ts";
import { bitCount, bitOf, layoutBit, wordOf, type BitIndex, type Layout } from "../model/layout.ts";
import type { Enumeration, Flag, Input, Model } from "../model/model.ts";
import { placeSlots, type SlotOrder } from "./slot-order.ts";

/** The meaning of one variable. */
export type VariableMeaning =
  | { readonly kind: "flag"; readonly flag: Flag }
  | { readonly kind: "enum"; readonly enumeration: Enumeration; readonly value: number }
  | { readonly kind: "has"; readonly input: Input; readonly entry: number }
  | { readonly kind: "bit"; readonly input: Input; readonly bit: BitIndex };

export interface EnumPlace {
  readonly position: number;
  readonly count: number;
}

export interface Variables {
  /** The order of the slots. */
  readonly order: SlotOrder;
  readonly flag: (flag: Flag) => Variable;
  /** The first of the enumeration's variables. */
  readonly enumStart: (enumeration: Enumeration) => Variable;
  /**
   * The place of a value in the order that the variables use. `value` is a position in `values`.
   */
  readonly enumPlace: (enumeration: Enumeration, value: number) => EnumPlace;
  readonly has: (input: Input, entry: number) => Variable;
  /** The raw bit, which matters only while its CPUID entry is present. */
  readonly bit: (input: Input, bit: BitIndex) => Variable;
  readonly meaning: (variable: Variable) => VariableMeaning;
}

export function numberVariables(model: Model, order: SlotOrder = "declared"): Variables {
  const meanings = new Map<Variable, VariableMeaning>();
  let next = 0;
  const flags = new Map(model.flags.map((flag) => [flag, next++]));
  for (const [flag, variable] of flags) meanings.set(variable, { kind: "flag", flag });

  const enums = new Map<Enumeration, Variable>();
  for (const enumeration of model.enums) {
    enums.set(enumeration, next);
    for (let value = 0; value < enumeration.values.length - 1; value++) {
      meanings.set(next++, { kind: "enum", enumeration, value });
    }
  }
  const presences = new Map<Input, Variable>();
  for (const input of model.inputs) {
    presences.set(input, next);
    input.layout.entries.forEach((_, entry) => meanings.set(next++, { kind: "has", input, entry }));
  }
  const bitsStart = next;
  const slots = slotsOf(layoutsToPlace([model], order));
  const { placeOf, slotAt } = placeSlots(order, [model], slots);
  const ordinals = new Map(model.inputs.map((input, ordinal) => [input, ordinal]));
  const inputCount = model.inputs.length;
  const bitOfSlot = rememberBitsOfSlots(slots);
  return {
    order,
    flag: (flag) => definitely(flags.get(flag), "a flag of another model"),
    enumStart: (enumeration) => definitely(enums.get(enumeration), "an enum of another model"),
    enumPlace: ({ values }, value) => ({ position: value, count: values.length }),
    has: (input, entry) => definitely(presences.get(input), "an input of another model") + entry,
    bit: (input, bit) => {
      const slot = definitely(slots.get(input.layout)?.[bit], "a bit outside of its layout");
      const ordinal = definitely(ordinals.get(input), "an input of another model");
      return bitsStart + placeOf(slot) * inputCount + ordinal;
    },
    meaning: (variable) => {
      if (variable < bitsStart) return definitely(meanings.get(variable), "no such variable");
      const place = variable - bitsStart;
      const input = definitely(model.inputs[place % inputCount], "no such variable");
      const slot = slotAt(Math.floor(place / inputCount));
      const bit = definitely(bitOfSlot(input.layout, slot), "no such variable");
      return { kind: "bit", input, bit };
    },
  };
}

/**
 * The layouts whose bits get slots. Layouts of capability sets are needed only for orders that
 * follow the rules.
 */
export function layoutsToPlace(models: readonly Model[], order: SlotOrder): readonly Layout[] {
  return models.flatMap(({ inputs, sets }) =>
    [...inputs, ...(order === "declared" ? [] : sets)].map(({ layout }) => layout),
  );
}

/**
 * For each layout, the slot of each of its bits. Bits that are the same in two layouts share a
 * slot.
 * @param keysOf the keys by which a bit is matched with those of other layouts, the most reliable
 * first.
 */
export function slotsOf(
  layouts: readonly Layout[],
  keysOf: (layout: Layout, bit: BitIndex) => readonly string[] = bitKeys,
): ReadonlyMap<Layout, Int32Array> {
  const distinct = [...new Set(layouts)];
  if (distinct.length <= 1) {
    return new Map(
      distinct.map((layout) => [
        layout,
        Int32Array.from({ length: bitCount(layout) }, (_, i) => i),
      ]),
    );
  }
  const slotOfKey = new Map<string, number>();
  let next = 0;
  const result = new Map<Layout, Int32Array>();
  for (const layout of distinct) {
    const taken = new Set<number>();
    const slots = Int32Array.from({ length: bitCount(layout) }, (_, bit) => {
      const keys = keysOf(layout, bit);
      const shared = keys
        .map((key) => slotOfKey.get(key))
        .find((slot) => slot !== undefined && !taken.has(slot));
      const slot = shared ?? next++;
      taken.add(slot);
      for (const key of keys) if (!slotOfKey.has(key)) slotOfKey.set(key, slot);
      return slot;
    });
    result.set(layout, slots);
  }
  return result;
}

/**
 * The inverse of `slotsOf`: the bit of a layout that has a slot, if any. Computed on demand, since
 * few layouts are asked for.
 */
export function rememberBitsOfSlots(
  slots: ReadonlyMap<Layout, Int32Array>,
): (layout: Layout, slot: number) => BitIndex | undefined {
  const known = new Map<Layout, ReadonlyMap<number, BitIndex>>();
  return (layout, slot) => {
    let bits = known.get(layout);
    if (bits === undefined) {
      const ofLayout = slots.get(layout) ?? [];
      bits = new Map(Array.from(ofLayout, (each, bit) => [each, bit]));
      known.set(layout, bits);
    }
    return bits.get(slot);
  };
}

/** The keys by which bits of two layouts are matched: CPUID address, then name. */
export function bitKeys(layout: Layout, bit: BitIndex): readonly string[] {
  const address = layout.words[wordOf(bit)]?.address;
  const name = layoutBit(layout, bit)?.name;
  return [
    ...(address === undefined
      ? []
      : [`${address.function}.${address.index ?? 0}.${address.register}.${bitOf(bit)}`]),
    ...(name === undefined ? [] : [name]),
  ];
}

/** The diagram that is true while the enumeration has this value. */
export function enumDiagram(
  bdd: Bdd,
  variables: Variables,
  enumeration: Enumeration,
  value: number,
): Diagram {
  return chooseByValue(bdd, variables, enumeration, new Map([[value, TRUE]]), FALSE);
}

/**
 * Selects the diagram for the value that the enumeration has. The last variable is handled first,
 * so that each node is made once.
 * @param given by position in the enumeration's `values`.
 * @param otherwise the diagram for all other values.
 */
export function chooseByValue(
  bdd: Bdd,
  variables: Variables,
  enumeration: Enumeration,
  given: ReadonlyMap<number, Diagram>,
  otherwise: Diagram,
): Diagram {
  const start = variables.enumStart(enumeration);
  const { count } = variables.enumPlace(enumeration, 0);
  const byPlace = new Map(
    [...given].map(([value, diagram]) => [
      variables.enumPlace(enumeration, value).position,
      diagram,
    ]),
  );
  let diagram = byPlace.get(count - 1) ?? otherwise;
  for (let place = count - 2; place >= 0; place--) {
    diagram = bdd.ite(bdd.variable(start + place), byPlace.get(place) ?? otherwise, diagram);
  }
  return diagram;
}
