/** Writes a test in the rule language. */

import { addToList } from "../base/add-to-list.ts";
import { definitely } from "../base/unreachable.ts";
import { bitLabel, wordOf, type BitIndex, type Layout } from "../model/layout.ts";
import type { Assignment, Input, Model, SetBit } from "../model/model.ts";

/** Names of `set`s that a test can name. In a list of bits they hide bits of the same name. */
export type ListNames = ReadonlySet<string>;

export interface Expected {
  readonly target: SetBit;
  readonly isOn: boolean;
}

/**
 * The items after `given`, such as `module = amd`, `tdp`, `host: XSAVE`, `guest has CPUID_1_ECX`.
 * Empty if everything is off.
 */
export function givenItems(
  model: Model,
  { bits, present, flags, values }: Assignment,
  lists: ListNames,
): readonly string[] {
  return [
    ...[...values].map(([{ name, values: names }, value]) => `${name} = ${names[value] ?? ""}`),
    ...model.flags.filter((flag) => flags.has(flag)).map(({ name }) => name),
    ...model.inputs.flatMap((input) => {
      const on = [...(bits.get(input) ?? [])].sort((a, b) => a - b);
      const names = on.map((bit) => bitName(input.layout, bit, lists));
      return [
        ...(names.length > 0 ? [`${input.name}: ${names.join(" ")}`] : []),
        ...presenceItems(input, on, present.get(input) ?? new Set()),
      ];
    }),
  ];
}

/** The items after `expect`, such as `vcpu: XSAVE !XSAVES`. */
export function expectItems(expected: readonly Expected[], lists: ListNames): readonly string[] {
  const bySet = new Map<string, string[]>();
  for (const { target, isOn } of expected) {
    const name = bitName(target.set.layout, target.bit, lists);
    addToList(bySet, target.set.name, isOn ? name : `!${name}`);
  }
  return [...bySet].map(([set, names]) => `${set}: ${names.join(" ")}`);
}

/** A whole `test` statement, of several lines. */
export function testText(
  title: string,
  given: readonly string[],
  expected: readonly string[],
): string {
  const lines = [...wrapped("given  ", given), ...wrapped("expect ", expected)];
  return `test "${title.replace(/["\\]/g, "\\$&")}" {\n${lines.join("")}}\n`;
}

/** The `has` items for entries that are present without any bit on. */
function presenceItems(
  { name, layout }: Input,
  on: readonly BitIndex[],
  present: ReadonlySet<number>,
): readonly string[] {
  const implied = new Set(on.map((bit) => layout.words[wordOf(bit)]?.address?.entry));
  return [...present]
    .filter((entry) => !implied.has(entry))
    .map((entry) => {
      const word = layout.words.find(({ address }) => address?.entry === entry);
      return `${name} has ${definitely(word, "an entry without a leaf").name}`;
    });
}

function bitName(layout: Layout, bit: BitIndex, lists: ListNames): string {
  const label = bitLabel(layout, bit);
  return lists.has(label) ? `${layout.words[wordOf(bit)]?.name ?? ""}.${label}` : label;
}

/** In columns. */
const WIDTH = 110;

function wrapped(keyword: string, items: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + item.length + 2 <= WIDTH) {
      lines.splice(-1, 1, `${last}; ${item}`);
    } else lines.push(`  ${keyword}${item}`);
  }
  return lines.map((line) => `${line}\n`);
}
