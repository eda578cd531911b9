/** Writes layouts: one line for each bit. */

import type {
  BitDeclaration,
  LayoutDeclaration,
  LeafAddress,
  WordDeclaration,
} from "../syntax-tree.ts";
import { printBlock } from "./print-block.ts";
import { printDescription, printEnum } from "./print-declaration.ts";
import { printAlias, printHexadecimal } from "./print-names.ts";

export function printLayout(layout: LayoutDeclaration): string {
  const parts = [...layout.enums.map(printEnum), ...layout.words.map(printWord)];
  return `layout ${layout.name.text}${printDescription(layout)} ${printBlock(parts)}`;
}

function printWord(word: WordDeclaration): string {
  const { name, address } = word;
  const head =
    address === undefined ? `word ${name.text}` : `leaf ${name.text} = ${printAddress(address)}`;
  return `${head}${printDescription(word)} ${printBlock(word.bits.map(printBit))}`;
}

function printAddress({ function: leaf, index, register }: LeafAddress): string {
  const subLeaf = index === undefined ? "" : `.${index.value}`;
  return `${printHexadecimal(leaf)}${subLeaf} ${register.text}`;
}

function printBit(declared: BitDeclaration): string {
  const { bit, name, aliases } = declared;
  const names = aliases.length === 0 ? "" : ` alias ${aliases.map(printAlias).join(" ")}`;
  return `${bit.value} ${name.text}${printDescription(declared)}${names}`;
}
