/**
 * Plans a word whose rules distinguish many values of one enumeration. A table of 200 models by 300
 * bits has a rule for each model that hides a bit. As one function of 200 atoms, each bit would
 * differ from every other and take 200 operations. For one value alone, most bits are alike:
 *
 *     when model == m0 { hidden: B0 B2 }          m0: `host & guest` of all but B0 B2
 *     when model == m1 { hidden: B1 }             m1: `host & guest` of all but B1
 *
 * Therefore each function is computed once, and masked by value:
 *
 *     host & guest & (m0 & 0xfffffffa | m1 & 0xfffffffd)
 */

import { TRUE, type Diagram } from "../../bdd/bdd.ts";
import { addToList } from "../../base/add-to-list.ts";
import type { Enumeration } from "../../model/model.ts";
import type { Place } from "./combine-groups.ts";
import { formula } from "./formula.ts";
import type { ValueGroups, WordGroups } from "./group-bits.ts";
import type { WordExpr } from "./plan.ts";
import { andWords, mask, EVERY_BIT, notWord, orWords } from "./word-expr.ts";

/** Computes each function once, and masks it to the bits that have it under the current value. */
export function combineByValue(
  { word, formulas }: Place,
  kind: WordGroups["kind"],
  enumeration: Enumeration,
  cases: readonly ValueGroups[],
): WordExpr {
  const masks = new Map<Diagram, Map<number, number[]>>();
  for (const { values, groups } of cases) {
    for (const { diagram, mask: bits } of groups) {
      const ofFunction = masks.get(diagram) ?? new Map<number, number[]>();
      masks.set(diagram, ofFunction);
      for (const value of values) addToList(ofFunction, bits, value);
    }
  }
  // Bits that a restriction does not mention stay unchanged.
  const grouped = cases.flatMap(({ groups }) => groups).reduce((all, each) => all | each.mask, 0);
  const passing = mask(kind === "restriction" ? ~grouped : 0, word);
  return orWords([
    ...[...masks]
      .filter(([diagram]) => diagram >= TRUE)
      .map(([diagram, byMask]) => {
        const where = orWords(
          [...byMask].map(([bits, values]) =>
            andWords([valuesWord(enumeration, values, word), mask(bits, word)]),
          ),
        );
        return diagram === TRUE ? where : andWords([formula(formulas, diagram), where]);
      }),
    passing,
  ]);
}

/**
 * All ones while the enumeration has one of the values. Uses the list or its complement, whichever
 * is shorter.
 */
function valuesWord(enumeration: Enumeration, listed: readonly number[], word: number): WordExpr {
  const values = [...listed].sort((a, b) => a - b);
  const others = enumeration.values
    .map((_, value) => value)
    .filter((each) => !listed.includes(each));
  if (others.length === 0) return mask(EVERY_BIT, word);
  return values.length <= others.length
    ? { kind: "enum", enumeration, values }
    : notWord({ kind: "enum", enumeration, values: others });
}
