/** Values of enumerations that only one of two programs has, which a comparison does not look at. */

import type { BothSides } from "../diff/both-sides.ts";
import type { Model } from "../model/model.ts";

export interface SharedValues {
  /** Each says that an enumeration has a value of both programs; none of those with the same values. */
  readonly conditions: readonly string[];
  /** The same condition where both have all values, but one that names no value which one of them lacks. */
  readonly listed: (condition: string) => string;
}

export function sharedValues({ old, new: fresh }: BothSides<Model>): SharedValues {
  const differing = new Map(
    fresh.enums.flatMap(({ name, values }): [string, readonly string[]][] => {
      const before = old.enums.find((each) => each.name === name)?.values ?? values;
      const shared = values.filter((value) => before.includes(value));
      const isSame = shared.length === values.length && shared.length === before.length;
      return isSame ? [] : [[name, shared]];
    }),
  );
  return {
    conditions: [...differing].map(([name, values]) => valuesText(name, values)),
    listed: (condition) =>
      condition.replace(VALUES_TEST, (text, name: string, but?: string, list?: string) => {
        const shared = differing.get(name);
        if (shared === undefined) return text;
        const listed = list?.split(" ");
        return valuesText(
          name,
          shared.filter((value) => (listed === undefined ? value !== but : listed.includes(value))),
        );
      }),
  };
}

/** `vendor != amd`, `vendor in (amd hygon)`, as conditions are written. */
const VALUES_TEST = /(\w+) (?:!= (\w+)|in \(([^)]*)\))/g;

function valuesText(name: string, values: readonly string[]): string {
  const [only = "", ...others] = values;
  if (values.length === 0) return "none";
  return others.length === 0 ? `${name} == ${only}` : `${name} in (${values.join(" ")})`;
}
