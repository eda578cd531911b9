/** Writes the parts of statements: names, lists of bits, texts and numbers. */

import { listedItems, type ListedItem } from "../leaf-lists.ts";
import type { Identifier, NumberLiteral, Path, TextLiteral } from "../syntax-tree.ts";

export function printPath({ parts, index }: Path): string {
  const name = parts.map(({ text }) => text).join(".");
  return index === undefined ? name : `${name}[${index.value}]`;
}

export function printNames(names: readonly Identifier[]): string {
  return names.map(({ text }) => text).join(" ");
}

/** Bits and sets; the bits of a leaf stand in parentheses where they were written so. */
export function printPaths(paths: readonly Path[]): string {
  return listedItems(paths).map(printItem).join(" ");
}

function printItem(item: ListedItem): string {
  if (item.kind === "path") return printPath(item.path);
  return `${item.leaf.text} (${printNames(item.bits)})`;
}

export function printText({ value }: TextLiteral): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}

/** In double quotes unless it is a name. Keywords are names after `alias`. */
export function printAlias({ text, span }: Identifier): string {
  const isName = /^\w+$/.test(text) && !/^(?:0x[0-9a-fA-F]+|[0-9]+)$/.test(text);
  return isName ? text : printText({ value: text, span });
}

/** `0x80000001`, as CPUID functions are written. */
export function printHexadecimal({ value }: NumberLiteral): string {
  return `0x${value.toString(16)}`;
}
