/** Builds a layout from its declaration. */

import type { Span } from "../base/span.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { bitNumberTooLarge, duplicateInLayout, unknownRegister } from "../diagnostics/names.ts";
import type {
  BitDeclaration,
  LayoutDeclaration,
  LeafAddress,
  WordDeclaration,
} from "../../grammar/syntax-tree.ts";
import {
  WORD_BITS,
  type CpuidEntryKey,
  type Layout,
  type LayoutBit,
  type Register,
  type Word,
  type WordAddress,
} from "./layout.ts";

const REGISTERS: ReadonlySet<string> = new Set<Register>(["eax", "ebx", "ecx", "edx"]);

export function buildLayout(declaration: LayoutDeclaration): {
  readonly layout: Layout;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const unique = uniqueness(declaration.name.text, diagnostics);
  const entries: CpuidEntryKey[] = [];
  const words = declaration.words.map((word, index): Word => {
    unique("word", word.name.text, `\`${word.name.text}\``, word.name.span);
    return {
      name: word.name.text,
      description: word.description?.value,
      index,
      address: buildAddress(word, entries, unique, diagnostics),
      bits: buildBits(word, index, unique, diagnostics),
      span: word.span,
    };
  });
  const layout: Layout = {
    name: declaration.name.text,
    description: declaration.description?.value,
    words,
    bits: words.flatMap(({ bits }) => bits.filter((bit) => bit !== undefined)),
    entries,
    span: declaration.name.span,
  };
  return { layout, diagnostics };
}

type CheckUnique = (group: string, key: string, what: string, span: Span) => boolean;

/** Reports the second of two things that have the same key in the same group. */
function uniqueness(layout: string, diagnostics: Diagnostic[]): CheckUnique {
  const first = new Map<string, Span>();
  return (group, key, what, span) => {
    const id = `${group} ${key}`;
    const other = first.get(id);
    if (other === undefined) {
      first.set(id, span);
      return true;
    }
    diagnostics.push(
      report(
        duplicateInLayout,
        span,
        { what, layout },
        {
          related: [{ span: other, label: "the first one is here" }],
        },
      ),
    );
    return false;
  };
}

function buildAddress(
  word: WordDeclaration,
  entries: CpuidEntryKey[],
  unique: CheckUnique,
  diagnostics: Diagnostic[],
): WordAddress | undefined {
  const { address } = word;
  if (address === undefined) return undefined;
  const register = toRegister(address.register.text);
  if (register === undefined) {
    diagnostics.push(
      report(unknownRegister, address.register.span, { register: address.register.text }),
    );
    return undefined;
  }
  const key = { function: address.function.value, index: address.index?.value };
  const text = addressText(address);
  unique("address", text, `the CPUID address \`${text}\``, address.span);
  return { ...key, register, entry: entryPosition(entries, key) };
}

function toRegister(text: string): Register | undefined {
  const isRegister = (name: string): name is Register => REGISTERS.has(name);
  return isRegister(text) ? text : undefined;
}

function addressText(address: LeafAddress): string {
  const index = address.index === undefined ? "" : `.${address.index.value}`;
  return `0x${address.function.value.toString(16)}${index} ${address.register.text}`;
}

function entryPosition(entries: CpuidEntryKey[], key: CpuidEntryKey): number {
  const known = entries.findIndex(
    (entry) => entry.function === key.function && entry.index === key.index,
  );
  return known === -1 ? entries.push(key) - 1 : known;
}

function buildBits(
  word: WordDeclaration,
  wordIndex: number,
  unique: CheckUnique,
  diagnostics: Diagnostic[],
): readonly (LayoutBit | undefined)[] {
  const bits = new Array<LayoutBit | undefined>(WORD_BITS).fill(undefined);
  const leaf = word.name.text;
  for (const declaration of word.bits) {
    const number = declaration.bit.value;
    if (number >= WORD_BITS) {
      diagnostics.push(report(bitNumberTooLarge, declaration.bit.span, { number }));
      continue;
    }
    const name = declaration.name.text;
    const isFirst =
      unique("number", `${leaf}[${number}]`, `\`${leaf}[${number}]\``, declaration.bit.span) &&
      unique("bit", `${leaf}.${name}`, `\`${leaf}.${name}\``, declaration.name.span);
    if (isFirst) bits[number] = buildBit(declaration, wordIndex * WORD_BITS + number, unique);
  }
  return bits;
}

function buildBit(declaration: BitDeclaration, index: number, unique: CheckUnique): LayoutBit {
  const aliases = declaration.aliases.filter(({ text, span }) =>
    unique("alias", text, `the alias \`${text}\``, span),
  );
  return {
    name: declaration.name.text,
    index,
    aliases: aliases.map(({ text }) => text),
    description: declaration.description?.value,
    span: declaration.name.span,
  };
}
