/** Emits the words that flags and enumerations become inside a function. */

import type { Enumeration, Flag } from "../model/model.ts";
import type { SetPlan } from "../plan/plan.ts";
import { stringLiteral } from "./escape.ts";
import { flagProperty } from "./identifiers.ts";
import type { LocalNames } from "./set-names.ts";

export function readsFlags(plan: SetPlan): boolean {
  return plan.flags.length + plan.enumerations.length > 0;
}

/** Statements that turn each condition into a word of 32 equal bits. */
export function defineFlagWords(local: LocalNames): readonly string[] {
  return [
    ...Array.from(local.flags, ([flag, word]) => `const ${word} = ${readFlag(flag)} ? -1 : 0;`),
    ...Array.from(local.values, ([enumeration, words]) =>
      Array.from(words, ([value, word]) => {
        const literal = stringLiteral(enumeration.values[value] ?? "");
        return `const ${word} = ${readFlag(enumeration)} === ${literal} ? -1 : 0;`;
      }),
    ).flat(),
  ];
}

/** The expression that reads it: `flags.tdp`. */
export function readFlag(input: Flag | Enumeration, object = "flags"): string {
  const name = property(input);
  if (!name.startsWith('"')) return `${object}.${name}`;
  return object.endsWith("?") ? `${object}.[${name}]` : `${object}[${name}]`;
}

/** The property as it is declared: quoted where it is no identifier. */
export function property({ name }: Flag | Enumeration): string {
  const key = flagProperty(name);
  return /^[0-9]/.test(key) ? stringLiteral(key) : key;
}
