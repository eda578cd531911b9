/**
 * Finds values of enumerations that only the new program has. An acceptance covers such a value
 * only if it names the value.
 */

import type { BothSides } from "../compare/both-sides.ts";
import type { Enumeration, Model } from "../../model/model.ts";

/** A value of an enumeration of the new program that the old one's enumeration of that name does not have. */
export interface NewValue {
  readonly enumeration: Enumeration;
  /** The position in the enumeration's `values`. */
  readonly position: number;
}

export function newValues({ old, new: fresh }: BothSides<Model>): readonly NewValue[] {
  return fresh.enums.flatMap((enumeration) => {
    const before = old.enums.find(({ name }) => name === enumeration.name)?.values;
    if (before === undefined) return [];
    return enumeration.values.flatMap((value, position) =>
      before.includes(value) ? [] : [{ enumeration, position }],
    );
  });
}

export interface NamedValues {
  /** Conditions that hold for every value, old or new, of an enumeration that has new values. */
  readonly any: readonly string[];
  /** Rewrites a condition so that it names each allowed value of such an enumeration. */
  readonly named: (condition: string) => string;
}

export function namedValues(models: BothSides<Model>): NamedValues {
  const enums = new Map(
    newValues(models).map(({ enumeration: { name, values } }): [string, readonly string[]] => {
      const old = models.old.enums.find((each) => each.name === name)?.values ?? [];
      return [name, [...new Set([...values, ...old])]];
    }),
  );
  return {
    any: [...enums].map(([name, values]) => valuesText(name, values)),
    named: (condition) =>
      condition.replace(VALUES_TEST, (text, name: string, but?: string, list?: string) => {
        const values = enums.get(name);
        if (values === undefined) return text;
        const listed = list?.split(" ");
        return valuesText(
          name,
          values.filter((value) => (listed === undefined ? value !== but : listed.includes(value))),
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
