/** Emits what the module says about a layout: the position of each named bit, and one table. */

import { StructureKind, VariableDeclarationKind, type VariableStatementStructure } from "ts-morph";
import { definitely } from "../base/unreachable.ts";
import { bitLabel, type Layout, type LayoutBit, type Word } from "../model/layout.ts";
import { escapeComment, escapeDoc, stringLiteral } from "./escape.ts";
import type { LayoutNames } from "./identifiers.ts";
import { hasLeaves, layoutLength } from "./leaf-readers.ts";

export function emitBitPositions(
  layout: Layout,
  names: LayoutNames,
): readonly (string | VariableStatementStructure)[] {
  return layout.words.flatMap((word) => {
    const bits = word.bits.filter((bit) => bit !== undefined);
    if (bits.length === 0) return [];
    return [wordHeading(word), ...bits.map((bit) => emitBitPosition(bit, names))];
  });
}

export function emitLayoutTable(layout: Layout, names: LayoutNames): VariableStatementStructure {
  const bits = layout.bits.map(
    (bit) => `[${positionOf(bit, names)}, ${stringLiteral(bitLabel(layout, bit.index))}],`,
  );
  const initializer = `{
    name: ${stringLiteral(layout.name)},
    length: ${layoutLength(layout)},
    words: [
      ${layout.words.map(({ name }) => `${stringLiteral(name)},`).join("\n")}
    ],
    bits: new Map([
      ${bits.join("\n")}
    ]),
    leaves: [
      ${layout.words.flatMap(emitLeaf).join("\n")}
    ],
    ${hasLeaves(layout) ? `readObjects: ${names.readObjects},\nreadMemory: ${names.readMemory},` : ""}
  }`;
  const description = layout.description ?? `Layout \`${layout.name}\`.`;
  return {
    ...exportedConstant(names.table, initializer, "Layout"),
    docs: [escapeDoc(description)],
  };
}

function wordHeading({ name, description }: Word): string {
  return `\n// ${escapeComment(description === undefined ? name : `${name}: ${description}`)}`;
}

function emitBitPosition(bit: LayoutBit, names: LayoutNames): VariableStatementStructure {
  return {
    ...exportedConstant(positionOf(bit, names), String(bit.index)),
    docs: bit.description === undefined ? [] : [escapeDoc(bit.description)],
  };
}

function emitLeaf({ address, index }: Word): readonly string[] {
  if (address === undefined) return [];
  const { function: leaf, index: subleaf, register, entry } = address;
  const key = `function: 0x${leaf.toString(16)}, index: ${String(subleaf)}`;
  return [`{ ${key}, register: "${register}", word: ${index}, entry: ${entry} },`];
}

function positionOf(bit: LayoutBit, names: LayoutNames): string {
  return definitely(names.bits.get(bit), "every bit of the layout has a name");
}

function exportedConstant(
  name: string,
  initializer: string,
  type?: string,
): VariableStatementStructure {
  return {
    kind: StructureKind.VariableStatement,
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [{ name, initializer, ...(type === undefined ? {} : { type }) }],
  };
}
