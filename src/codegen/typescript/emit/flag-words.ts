/** Emits the words that flags and enumerations become inside a function. */

import { definitely } from "../../../base/unreachable.ts";
import type { Enumeration, Flag } from "../../../model/model.ts";
import { stringLiteral } from "./escape.ts";
import type { LocalNames } from "./set-names.ts";

/** Statements that turn each condition into a word of 32 equal bits. */
export function defineFlagWords(local: LocalNames): readonly string[] {
  const taken = (input: Flag | Enumeration): string =>
    definitely(local.members.get(input), "every member has a name");
  return [
    ...Array.from(local.flags, ([flag, word]) => `const ${word} = ${taken(flag)} ? -1 : 0;`),
    ...Array.from(local.values, ([enumeration, words]) =>
      Array.from(words, ([value, word]) => {
        const literal = stringLiteral(enumeration.values[value] ?? "");
        return `const ${word} = ${taken(enumeration)} === ${literal} ? -1 : 0;`;
      }),
    ).flat(),
  ];
}
