/** Builds a layout from its declaration. */

import type { Span } from "../base/span.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import {
  bitNumberTooLarge,
  duplicateInLayout,
  duplicateValue,
  unknownRegister,
} from "../diagnostics/names.ts";
import type {
  BitDeclaration,
  EnumDeclaration,
  LayoutDeclaration,
  LeafAddress,
  WordDeclaration,
} from "../../grammar/syntax-tree.ts";
import {
  WORD_BITS,
  type CpuidEntryKey,
  type Layout,
  type LayoutBit,
  type LayoutEnum,
  type Register,
  type Word,
  type WordAddress,
} from "./layout.ts";

const REGISTERS: ReadonlySet<string> = new Set<Register>(["eax", "ebx", "ecx", "edx"]);

export function buildLayout(declaration: LayoutDeclaration): {
  readonly layout: Layout;
  readonly diagnostics: readonly Diagnostic[];
} {
  const building: Building = {
    layout: declaration.name.text,
    entries: [],
    wordNames: new Map(),
    addresses: new Map(),
    aliases: new Map(),
    diagnostics: [],
  };
  const words = declaration.words.map((word, index) => buildWord(building, word, index));
  const layout: Layout = {
    name: declaration.name.text,
    description: declaration.description?.value,
    words,
    bits: words.flatMap(({ bits }) => bits.filter((bit) => bit !== undefined)),
    entries: building.entries,
    enums: buildEnums(building, declaration.enums),
    span: declaration.name.span,
  };
  return { layout, diagnostics: building.diagnostics };
}

/** The state while the words of a layout are built. */
interface Building {
  readonly layout: string;
  readonly entries: CpuidEntryKey[];
  /** The first place of each name, address and alias, for the report of a duplicate. */
  readonly wordNames: Map<string, Span>;
  readonly addresses: Map<string, Span>;
  readonly aliases: Map<string, Span>;
  readonly diagnostics: Diagnostic[];
}

function buildEnums(
  building: Building,
  declarations: readonly EnumDeclaration[],
): readonly LayoutEnum[] {
  const names = new Map<string, Span>();
  return declarations.flatMap((declaration): readonly LayoutEnum[] => {
    const { text: name, span } = declaration.name;
    if (!isFirst(building, names, name, span, () => `the enum \`${name}\``)) return [];
    const { values, diagnostics } = distinctValues(declaration);
    building.diagnostics.push(...diagnostics);
    return [{ name, values, description: declaration.description?.value, span }];
  });
}

/** The values of an enumeration without duplicates. Each duplicate is reported. */
export function distinctValues({ name, values }: EnumDeclaration): {
  readonly values: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const distinct = [...new Set(values.map(({ text }) => text))];
  const repeated = values.filter(
    ({ text }, place) => values.findIndex((each) => each.text === text) < place,
  );
  return {
    values: distinct,
    diagnostics: repeated.map(({ text, span }) =>
      report(duplicateValue, span, { enumeration: name.text, value: text }),
    ),
  };
}

function buildWord(building: Building, word: WordDeclaration, index: number): Word {
  const { text, span } = word.name;
  isFirst(building, building.wordNames, text, span, () => `\`${text}\``);
  return {
    name: text,
    description: word.description?.value,
    index,
    address: word.address === undefined ? undefined : buildAddress(building, word.address),
    bits: buildBits(building, word, index),
    span: word.span,
  };
}

/** Reports the second of two things that have the same key. */
function isFirst<Key>(
  { layout, diagnostics }: Building,
  places: Map<Key, Span>,
  key: Key,
  span: Span,
  what: () => string,
): boolean {
  const first = places.get(key);
  if (first === undefined) {
    places.set(key, span);
    return true;
  }
  const related = [{ span: first, label: "the first one is here" }];
  diagnostics.push(report(duplicateInLayout, span, { what: what(), layout }, { related }));
  return false;
}

function buildAddress(building: Building, address: LeafAddress): WordAddress | undefined {
  const { text, span } = address.register;
  const register = toRegister(text);
  if (register === undefined) {
    building.diagnostics.push(report(unknownRegister, span, { register: text }));
    return undefined;
  }
  const key = { function: address.function.value, index: address.index?.value };
  const written = addressText(address);
  // A leaf without index is at index 0 as well.
  const place = addressText({ ...address, index: address.index ?? { value: 0, span } });
  isFirst(building, building.addresses, place, address.span, () => {
    return `the CPUID address \`${written}\``;
  });
  return { ...key, register, entry: entryPosition(building.entries, key) };
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
  building: Building,
  word: WordDeclaration,
  wordIndex: number,
): readonly (LayoutBit | undefined)[] {
  const bits = new Array<LayoutBit | undefined>(WORD_BITS).fill(undefined);
  const leaf = word.name.text;
  const numbers = new Map<number, Span>();
  const names = new Map<string, Span>();
  for (const declaration of word.bits) {
    const { value: number, span } = declaration.bit;
    const { text: name, span: nameSpan } = declaration.name;
    if (number >= WORD_BITS) {
      building.diagnostics.push(report(bitNumberTooLarge, span, { number }));
    } else if (
      isFirst(building, numbers, number, span, () => `\`${leaf}[${number}]\``) &&
      isFirst(building, names, name, nameSpan, () => `\`${leaf}.${name}\``)
    ) {
      bits[number] = buildBit(building, declaration, wordIndex * WORD_BITS + number);
    }
  }
  return bits;
}

function buildBit(building: Building, declaration: BitDeclaration, index: number): LayoutBit {
  const aliases = declaration.aliases.filter(({ text, span }) =>
    isFirst(building, building.aliases, text, span, () => `the alias \`${text}\``),
  );
  return {
    name: declaration.name.text,
    index,
    aliases: aliases.map(({ text }) => text),
    description: declaration.description?.value,
    span: declaration.name.span,
  };
}
