/** Emits what the module says about a layout: the position of each named bit, and one table. */

import type { VariableStatementStructure } from "ts-morph";
import { definitely } from "../base/unreachable.ts";
import { bitLabel, type Layout, type LayoutBit, type Word } from "../model/layout.ts";
import { escapeComment, escapeDoc, stringLiteral } from "./escape.ts";
import type { LayoutNames } from "./identifiers.ts";
import { hasLeaves, layoutLength } from "./leaf-readers.ts";
import { StructureKind, VariableDeclarationKind } from "./ts-morph.ts";

/** As prettier would print them: they are most of a module, and need not pass through it. */
export function emitBitPositions(layout: Layout, names: LayoutNames): string {
  return layout.words
    .flatMap((word) => {
      const bits = word.bits.filter((bit) => bit !== undefined);
      if (bits.length === 0) return [];
      return [[wordHeading(word), ...bits.map((bit) => emitBitPosition(bit, names))].join("\n")];
    })
    .join("\n\n");
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
    kind: StructureKind.VariableStatement,
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [{ name: names.table, initializer, type: "Layout" }],
    docs: [escapeDoc(description)],
  };
}

function wordHeading({ name, description }: Word): string {
  return `// ${escapeComment(description === undefined ? name : `${name}: ${description}`)}`;
}

function emitBitPosition(bit: LayoutBit, names: LayoutNames): string {
  const declaration = `export const ${positionOf(bit, names)} = ${bit.index};`;
  if (bit.description === undefined) return declaration;
  return `/** ${escapeDoc(bit.description)} */\n${declaration}`;
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
