/** Where a limit was reached that planning a word has. */

import type { LimitPlace } from "../base/limit.ts";
import { isDefault, type CapabilitySet } from "../model/model.ts";
import type { BitPart } from "./bit-parts.ts";

/** @param parts of the bits that are planned; the first rule that is no default stands for all of them. */
export function wordPlace(
  { name, layout, span }: CapabilitySet,
  word: number,
  parts: readonly BitPart[],
): LimitPlace {
  const first = parts.flatMap(({ rules }) => rules).find((rule) => !isDefault(rule));
  return {
    span: first?.span ?? span,
    what: `the code for ${layout.words[word]?.name ?? `word ${word}`} of \`${name}\``,
    help: "read less in the rules of this word, or compute a part of them in a set of its own",
  };
}
