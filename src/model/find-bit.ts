/** Finds the bit that a path such as `XSAVE`, `CPUID_1_ECX.XSAVE` or `CPUID_1_ECX[26]` names in a layout. */

import { nearestName } from "../base/nearest-name.ts";
import type { Span } from "../base/span.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import {
  aliasInRules,
  ambiguousBit,
  bitNumberTooLarge,
  unknownName,
  wrongKind,
  wrongLeaf,
} from "../diagnostics/names.ts";
import type { Identifier, NumberLiteral } from "../../grammar/syntax-tree.ts";
import {
  bitLabel,
  bitsNamed,
  WORD_BITS,
  wordNamed,
  type BitIndex,
  type Layout,
  type LayoutBit,
  type Word,
} from "./layout.ts";

/** A path without the name of its bitmap, if it had one. */
export interface BitPath {
  readonly parts: readonly Identifier[];
  readonly index: NumberLiteral | undefined;
  readonly span: Span;
}

export type FoundBit = { readonly bit: BitIndex } | { readonly problem: Diagnostic };

export function findBit(layout: Layout, { parts, index, span }: BitPath): FoundBit {
  const [first, second] = parts;
  if (first === undefined || parts.length > 2 || (second !== undefined && index !== undefined)) {
    return { problem: unknown(layout, parts.map(({ text }) => text).join("."), span, []) };
  }
  if (index !== undefined) {
    const word = findWord(layout, first);
    return "problem" in word ? word : numberedBit(word, index);
  }
  if (second === undefined) return shortName(layout, first);
  const word = findWord(layout, first);
  return "problem" in word ? word : bitInLeaf(layout, word, second);
}

/** The leaf or word of that name. */
export function findWord(
  layout: Layout,
  { text, span }: Identifier,
): Word | { readonly problem: Diagnostic } {
  const word = wordNamed(layout, text);
  if (word !== undefined) return word;
  const nearest = (): string | undefined =>
    nearestName(
      text,
      layout.words.map(({ name }) => name),
    );
  const expected = `leaf of \`${layout.name}\``;
  return { problem: report(unknownName, span, { name: text, expected, nearest }) };
}

function numberedBit(word: Word, index: NumberLiteral): FoundBit {
  return index.value < WORD_BITS
    ? { bit: word.index * WORD_BITS + index.value }
    : { problem: report(bitNumberTooLarge, index.span, { number: index.value }) };
}

function bitInLeaf(layout: Layout, word: Word, { text, span }: Identifier): FoundBit {
  const bit = word.bits.find((each) => each?.name === text);
  if (bit !== undefined) return { bit: bit.index };
  const elsewhere = bitsNamed(layout, text);
  if (elsewhere.length > 0) {
    const places = fullNames(layout, elsewhere);
    return { problem: report(wrongLeaf, span, { leaf: word.name, name: text, places }) };
  }
  const names = word.bits.flatMap((each) => (each === undefined ? [] : [each.name]));
  return { problem: unknown(layout, text, span, names) };
}

function shortName(layout: Layout, { text, span }: Identifier): FoundBit {
  const namesakes = bitsNamed(layout, text);
  const [bit] = namesakes;
  if (bit === undefined) {
    if (wordNamed(layout, text) !== undefined) {
      const expected = `a bit: write \`${text}.NAME\` or \`${text}[NUMBER]\``;
      return { problem: report(wrongKind, span, { name: text, actual: "a leaf", expected }) };
    }
    const names = layout.bits.map(({ name }) => name);
    return { problem: unknown(layout, text, span, names) };
  }
  if (namesakes.length === 1) return { bit: bit.index };
  const candidates = fullNames(layout, namesakes);
  return { problem: report(ambiguousBit, span, { name: text, candidates }) };
}

function unknown(
  layout: Layout,
  name: string,
  span: Span,
  candidates: readonly string[],
): Diagnostic {
  const aliased = layout.bits.find(({ aliases }) => aliases.includes(name));
  if (aliased !== undefined) {
    const bit = bitLabel(layout, aliased.index);
    return report(aliasInRules, span, { alias: name, bit });
  }
  const nearest = (): string | undefined => nearestName(name, candidates);
  return report(unknownName, span, { name, expected: `bit of \`${layout.name}\``, nearest });
}

function fullNames(layout: Layout, bits: readonly LayoutBit[]): readonly string[] {
  return bits.map(({ name, index }) => `${layout.words[index >>> 5]?.name ?? ""}.${name}`);
}
