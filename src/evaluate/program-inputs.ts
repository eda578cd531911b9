/** Converts the input values that a caller gives to a case of the model. */

import { nearestName } from "../base/nearest-name.ts";
import { VENDOR_ENUM, vendorValue } from "../cpuid/vendor.ts";
import type { PartialCase } from "../meaning/partial-case.ts";
import { bitCount, bitOf, wordOf, type BitIndex } from "../model/layout.ts";
import type { Enumeration, Flag, Input, Model } from "../model/model.ts";

export interface ProgramInputs {
  /** By input name. An input that is not given is all zeros, with all CPUID entries absent. */
  readonly bitmaps?: Readonly<Record<string, InputBitmap>>;
  /** Names of the flags that are on. */
  readonly flags?: readonly string[];
  /**
   * The value of each enumeration, by name. An enumeration that is not given has its first value,
   * or is unknown if it belongs to an input, such as `host.vendor`.
   */
  readonly values?: Readonly<Record<string, string>>;
}

export interface InputBitmap {
  /** One element for each word of the layout. */
  readonly words: ArrayLike<number>;
  /** For each of the layout's CPUID entries, nonzero if it is present. Default: all are. */
  readonly present?: ArrayLike<number>;
  /**
   * The vendor as CPUID spells it. It gives the value of the input's enumeration `vendor`, if its
   * layout has one.
   */
  readonly vendor?: string | undefined;
  /** The known bits of each word. Default: all are. */
  readonly knownWords?: ArrayLike<number>;
  /** For each entry, nonzero if its presence is known. Default: all are. */
  readonly knownPresent?: ArrayLike<number>;
}

export interface ResolvedInputs extends PartialCase {
  /** Names that the program does not have, in words. */
  readonly problems: readonly string[];
}

export function resolveInputs(model: Model, given: ProgramInputs): ResolvedInputs {
  const problems: string[] = [];
  const named = <T extends { readonly name: string }>(
    kind: string,
    candidates: readonly T[],
    name: string,
  ): T | undefined => {
    const found = candidates.find((each) => each.name === name);
    if (found === undefined) problems.push(unknownName(kind, candidates, name));
    return found;
  };
  const bits = new Map<Input, ReadonlySet<BitIndex>>();
  const present = new Map<Input, ReadonlySet<number>>();
  const unknownBits = new Map<Input, ReadonlySet<BitIndex>>();
  const unknownEntries = new Map<Input, ReadonlySet<number>>();
  for (const [name, bitmap] of Object.entries(given.bitmaps ?? {})) {
    const input = named("input", model.inputs, name);
    if (input === undefined) continue;
    bits.set(input, bitsOf(input, bitmap));
    present.set(input, presentEntries(input, bitmap));
    unknownBits.set(input, bitsNotKnown(input, bitmap));
    unknownEntries.set(input, entriesNotKnown(input, bitmap));
  }
  const flags = new Set<Flag>();
  for (const name of given.flags ?? []) {
    const flag = named("flag", model.flags, name);
    if (flag !== undefined) flags.add(flag);
  }
  const ofInputs = model.inputs.flatMap((input) => input.enums);
  const values = new Map<Enumeration, number>(model.enums.map((each) => [each, 0]));
  const told = toldValues(model.inputs, given);
  for (const [name, value] of Object.entries(given.values ?? {})) {
    const enumeration = named("enum", [...new Set([...model.enums, ...ofInputs])], name);
    if (enumeration === undefined) continue;
    const position = enumeration.values.indexOf(value);
    if (position === -1) {
      problems.push(`\`${name}\` has no value \`${value}\`: ${enumeration.values.join(", ")}`);
    } else if (told.has(enumeration) && told.get(enumeration) !== position) {
      const found = enumeration.values[told.get(enumeration) ?? 0] ?? "";
      problems.push(`\`${name}\` is given as \`${value}\`, but the dump is of \`${found}\``);
    } else told.set(enumeration, position);
  }
  for (const [enumeration, position] of told) values.set(enumeration, position);
  const unknown = {
    bits: unknownBits,
    present: unknownEntries,
    enums: new Set(ofInputs.filter((each) => model.enums.includes(each) && !told.has(each))),
  };
  return { assignment: { bits, present, flags, values }, unknown, problems };
}

/** The values of enumerations that follow from the vendors of bitmaps. */
function toldValues(inputs: readonly Input[], given: ProgramInputs): Map<Enumeration, number> {
  const told = new Map<Enumeration, number>();
  for (const { name, enums } of inputs) {
    const enumeration = enums.find((each) => each.name === `${name}.${VENDOR_ENUM}`);
    const value = vendorValue(given.bitmaps?.[name]?.vendor, enumeration?.values ?? []);
    const position = enumeration?.values.indexOf(value ?? "") ?? -1;
    if (enumeration !== undefined && position !== -1) told.set(enumeration, position);
  }
  return told;
}

function unknownName(
  kind: string,
  candidates: readonly { readonly name: string }[],
  name: string,
): string {
  const names = candidates.map((each) => each.name);
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? "" : `; did you mean \`${nearest}\`?`;
  return `the rules have no ${kind} named \`${name}\`${hint}`;
}

/** Bits of an absent entry read zero. */
function bitsOf(input: Input, { words, present }: InputBitmap): ReadonlySet<BitIndex> {
  return bitsWhere(input, (bit) => {
    const entry = input.layout.words[wordOf(bit)]?.address?.entry;
    const isPresent = entry === undefined || present === undefined || present[entry] !== 0;
    return isPresent && isSet(words, bit);
  });
}

function bitsNotKnown(input: Input, { knownWords }: InputBitmap): ReadonlySet<BitIndex> {
  return bitsWhere(input, (bit) => knownWords !== undefined && !isSet(knownWords, bit));
}

function bitsWhere({ layout }: Input, holds: (bit: BitIndex) => boolean): ReadonlySet<BitIndex> {
  const bits = new Set<BitIndex>();
  for (let bit = 0; bit < bitCount(layout); bit++) if (holds(bit)) bits.add(bit);
  return bits;
}

function isSet(words: ArrayLike<number>, bit: BitIndex): boolean {
  return (((words[wordOf(bit)] ?? 0) >>> bitOf(bit)) & 1) === 1;
}

function entriesNotKnown({ layout }: Input, { knownPresent }: InputBitmap): ReadonlySet<number> {
  return new Set(
    layout.entries.flatMap((_, entry) =>
      knownPresent !== undefined && knownPresent[entry] === 0 ? [entry] : [],
    ),
  );
}

function presentEntries(input: Input, { present }: InputBitmap): ReadonlySet<number> {
  return new Set(
    input.layout.entries.flatMap((_, entry) =>
      present === undefined || present[entry] !== 0 ? [entry] : [],
    ),
  );
}
