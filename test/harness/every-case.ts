/** Every case of a small program, for tests that try them all. */

import { layoutBit, type BitIndex } from "../../src/model/layout.ts";
import type { Assignment, Enumeration, Input, Model } from "../../src/model/model.ts";

/**
 * All that its inputs can be: the bits that layouts name, CPUID entries, flags, and values of enumerations.
 * @param most of more cases than this, about so many are taken, the same each time.
 */
export function everyCase(model: Model, most: number = Infinity): readonly Assignment[] {
  const bits = model.inputs.flatMap((input) => namedBits(input).map((bit) => ({ input, bit })));
  const entries = model.inputs.flatMap((input) =>
    input.layout.entries.map((_, entry) => ({ input, entry })),
  );
  const rows = 2 ** (bits.length + entries.length + model.flags.length);
  const count = model.enums.reduce((product, { values }) => product * values.length, rows);
  // Odd, so that each switch is on in half of the cases.
  const step = count <= most ? 1 : Math.ceil(count / most) | 1;
  return Array.from({ length: Math.ceil(count / step) }, (_, number): Assignment => {
    const row = (number * step) % rows;
    const isOn = (place: number): boolean => ((row >> place) & 1) === 1;
    const onBits = bits.filter((_each, at) => isOn(at));
    const there = entries.filter((_each, at) => isOn(bits.length + at));
    return {
      bits: byInput(model, onBits, ({ bit }) => bit),
      present: byInput(model, there, ({ entry }) => entry),
      flags: new Set(model.flags.filter((_each, at) => isOn(bits.length + entries.length + at))),
      values: valuesAt(model.enums, Math.floor((number * step) / rows)),
    };
  });
}

function namedBits({ layout }: Input): readonly BitIndex[] {
  return Array.from({ length: layout.words.length * 32 }, (_, bit) => bit).filter(
    (bit) => layoutBit(layout, bit) !== undefined,
  );
}

function byInput<T extends { readonly input: Input }>(
  { inputs }: Model,
  all: readonly T[],
  place: (each: T) => number,
): ReadonlyMap<Input, ReadonlySet<number>> {
  return new Map(
    inputs.map((input) => [input, new Set(all.filter((each) => each.input === input).map(place))]),
  );
}

/** The combination of values with a given number. */
function valuesAt(
  enumerations: readonly Enumeration[],
  number: number,
): ReadonlyMap<Enumeration, number> {
  let rest = number;
  return new Map(
    enumerations.map((each) => {
      const value = rest % each.values.length;
      rest = Math.floor(rest / each.values.length);
      return [each, value];
    }),
  );
}
