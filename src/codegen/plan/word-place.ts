/** Describes the place in the rules where planning a word reached a limit. */

import type { LimitPlace } from "../../base/limit.ts";
import { isDefault, type CapabilitySet } from "../../model/model.ts";
import type { BitPart } from "./bit-parts.ts";

/** @param parts the planned parts; the place is the first rule among them that is not a default. */
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
