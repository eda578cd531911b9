/** Every case of a small program, for tests that try them all. */

import { layoutBit, type BitIndex } from "../../src/model/layout.ts";
import type { Assignment, Enumeration, Input, Model } from "../../src/model/model.ts";

/** All that its inputs can be: the bits that layouts name, CPUID entries, flags, and values of enumerations. */
export function everyCase(model: Model): readonly Assignment[] {
  const bits = model.inputs.flatMap((input) => namedBits(input).map((bit) => ({ input, bit })));
  const entries = model.inputs.flatMap((input) =>
    input.layout.entries.map((_, entry) => ({ input, entry })),
  );
  const switches = bits.length + entries.length + model.flags.length;
  return valuesOf(model.enums).flatMap((values) =>
    Array.from({ length: 2 ** switches }, (_, row): Assignment => {
      const isOn = (place: number): boolean => ((row >> place) & 1) === 1;
      const onBits = bits.filter((_each, at) => isOn(at));
      const there = entries.filter((_each, at) => isOn(bits.length + at));
      const ofInput = <T extends { readonly input: Input }, Place>(
        all: readonly T[],
        place: (each: T) => Place,
      ): ReadonlyMap<Input, ReadonlySet<Place>> =>
        new Map(
          model.inputs.map((input) => [
            input,
            new Set(all.filter((each) => each.input === input).map(place)),
          ]),
        );
      return {
        bits: ofInput(onBits, ({ bit }) => bit),
        present: ofInput(there, ({ entry }) => entry),
        flags: new Set(model.flags.filter((_each, at) => isOn(bits.length + entries.length + at))),
        values,
      };
    }),
  );
}

function namedBits({ layout }: Input): readonly BitIndex[] {
  return Array.from({ length: layout.words.length * 32 }, (_, bit) => bit).filter(
    (bit) => layoutBit(layout, bit) !== undefined,
  );
}

function valuesOf(
  enumerations: readonly Enumeration[],
): readonly ReadonlyMap<Enumeration, number>[] {
  return enumerations.reduce<readonly ReadonlyMap<Enumeration, number>[]>(
    (all, each) =>
      all.flatMap((given) => each.values.map((_, value) => new Map([...given, [each, value]]))),
    [new Map<Enumeration, number>()],
  );
}
