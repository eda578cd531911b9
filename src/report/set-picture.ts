/** Draws a capability set: its words as rows, its bits as cells. */

import { bitLabel, WORD_BITS, type BitIndex, type Word } from "../model/layout.ts";
import type { CapabilitySet } from "../model/model.ts";
import { definitely } from "../base/unreachable.ts";
import { bitAbout, kindOf } from "./bit-facts.ts";
import type { Fact, PictureCell, PictureGrid } from "../picture/picture.ts";

/** @param facts the facts of each bit, by bit index. */
export function setPicture(set: CapabilitySet, facts: readonly (readonly Fact[])[]): PictureGrid {
  return {
    name: set.name,
    rows: set.layout.words.map((word) => ({
      name: word.name,
      about: wordAbout(word),
      cells: Array.from({ length: WORD_BITS }, (_, bit) =>
        cell(set, facts, word.index * WORD_BITS + bit),
      ),
    })),
  };
}

function cell(set: CapabilitySet, facts: readonly (readonly Fact[])[], bit: BitIndex): PictureCell {
  const governance = definitely(set.bits[bit], "a bit without a rule");
  return {
    label: bitLabel(set.layout, bit),
    about: bitAbout(set, bit),
    kind: kindOf(governance),
    isMarked: governance.also.length + governance.requires.length > 0,
    facts: facts[bit] ?? [],
  };
}

/** `0x7.1 eax, more features` */
function wordAbout({ address, description }: Word): string {
  const parts = description === undefined ? [] : [description];
  if (address === undefined) return parts.join("");
  const { function: leaf, index, register } = address;
  const subleaf = index === undefined ? "" : `.${index}`;
  return [`CPUID 0x${leaf.toString(16)}${subleaf} ${register}`, ...parts].join(", ");
}
