/** Names of features that a dump states and for which no layout has a bit, counted in one line. */

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

/** One dump may be several inputs, each over its own layout: keeps the names that none of these takes. */
export function keepNamesOfNoLayout(sources: readonly InputSource[]): readonly InputSource[] {
  return sources.map((one) => {
    const same = sources.filter(({ source }) => source === one.source);
    return { ...one, withoutBit: namesInAll(same.map(({ withoutBit }) => withoutBit)) };
  });
}

/** In the order of the first list. */
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
 * @param whose what says them.
 * @param inputs those that the dump is given for.
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
