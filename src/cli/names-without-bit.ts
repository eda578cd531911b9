/** Describes, in one line, the features of a dump that no layout has. */

import { visibleProse } from "../diagnostics/visible-text.ts";
import { counted } from "../base/words.ts";

export interface InputSource {
  /** The input's name. */
  readonly name: string;
  /** The source of its value, in words. */
  readonly source: string;
  /** Names of features which the source says are on, and for which no layout of its inputs has a bit. */
  readonly withoutBit: readonly string[];
}

const MOST_LISTED = 5;

/**
 * Keeps the names that no layout has: one dump may give several inputs, each over its own layout.
 */
export function keepNamesOfNoLayout(sources: readonly InputSource[]): readonly InputSource[] {
  return sources.map((one) => {
    const same = sources.filter(({ source }) => source === one.source);
    return { ...one, withoutBit: namesInAll(same.map(({ withoutBit }) => withoutBit)) };
  });
}

/** The names that are in all lists, in the order of the first. */
export function namesInAll([
  first = [],
  ...others
]: readonly (readonly string[])[]): readonly string[] {
  const sets = others.map((names) => new Set(names));
  return first.filter((name) => sets.every((names) => names.has(name)));
}

/** A line for each dump: `raw and boot have no bit for 7 names of q.json: avx2, taa-no, vmx-foo, … and 2 more`. */
export function describeNamesWithoutBit(sources: readonly InputSource[]): readonly string[] {
  const bySource = new Map(sources.map(({ source, withoutBit }) => [source, withoutBit]));
  return [...bySource].flatMap(([source, names]) => {
    const inputs = sources.filter((each) => each.source === source).map(({ name }) => name);
    return names.length === 0 ? [] : [countNames(names, source, inputs)];
  });
}

/**
 * @param names at least one.
 * @param whose the source of the names.
 * @param inputs the inputs that the dump gives.
 */
export function countNames(
  names: readonly string[],
  whose: string,
  inputs: readonly string[],
): string {
  const shown = names.slice(0, MOST_LISTED).join(", ");
  const more = names.length - MOST_LISTED;
  const list = more > 0 ? `${shown} and ${more} more` : shown;
  const have = inputs.length === 1 ? "has" : "have";
  const count = counted(names.length, "name");
  return visibleProse(`${inputs.join(" and ")} ${have} no bit for ${count} of ${whose}: ${list}`);
}
