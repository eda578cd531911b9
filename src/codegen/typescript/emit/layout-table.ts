/** Emits what the module says about a layout: the position of each named bit, and one table of all else. */

import type { VariableStatementStructure } from "ts-morph";
import { definitely } from "../../../base/unreachable.ts";
import { bitLabel, type Layout, type LayoutBit, type Word } from "../../../model/layout.ts";
import { escapeComment, escapeDoc, stringLiteral } from "./escape.ts";
import type { LayoutNames } from "./module-names.ts";
import { hasLeaves, layoutLength } from "./leaf-readers.ts";
import { StructureKind, VariableDeclarationKind } from "./ts-morph.ts";

/**
 * Emits the positions in prettier's style, because they are most of a module and bypass prettier.
 * Empty for a layout without named bits, unless it has a namespace. A namespace is a plain object:
 * bundlers drop it if it is unused, and rollup also drops unused properties.
 */
export function emitBitPositions(layout: Layout, names: LayoutNames): string {
  const { namespace, members, table } = names;
  if (namespace === undefined) {
    const declare = (bit: LayoutBit): string =>
      `export const ${nameOf(bit, names)} = ${bit.index};`;
    return emitBits(layout, "", declare);
  }
  const bits = emitBits(layout, "  ", (bit) => `${nameOf(bit, names)}: ${bit.index},`);
  return [
    `const ${members} = {`,
    // An assertion, so that the type of the object can be read without the table.
    `  layout: ${table} as ${tableType(layout, names)},`,
    ...(bits === "" ? [] : ["", bits]),
    "} as const;",
  ].join("\n");
}

/** Exports each namespace, with the layout in the types of its members. A module of one layout has no namespace. */
export function emitNamespaces(
  layouts: ReadonlyMap<Layout, LayoutNames>,
): readonly VariableStatementStructure[] {
  return Array.from(layouts).flatMap(([layout, { namespace, members }]) => {
    if (namespace === undefined) return [];
    const type = `Members<${stringLiteral(layout.name)}, typeof ${members}>`;
    return [
      {
        kind: StructureKind.VariableStatement,
        isExported: true,
        declarationKind: VariableDeclarationKind.Const,
        declarations: [{ name: namespace, type, initializer: members }],
        docs: [escapeDoc(describe(layout))],
      },
    ];
  });
}

/** A table's type has the layout's name where there are several. */
function tableType({ name }: Layout, { namespace }: LayoutNames): string {
  return namespace === undefined ? "Layout" : `Layout<${stringLiteral(name)}>`;
}

export function emitLayoutTable(layout: Layout, names: LayoutNames): VariableStatementStructure {
  const { namespace, table } = names;
  const bits = layout.bits.map(
    (bit) =>
      `[${namespace === undefined ? nameOf(bit, names) : bit.index}, ${stringLiteral(bitLabel(layout, bit.index))}],`,
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
  return {
    kind: StructureKind.VariableStatement,
    isExported: namespace === undefined,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [{ name: table, initializer, type: tableType(layout, names) }],
    docs: namespace === undefined ? [escapeDoc(describe(layout))] : [],
  };
}

function wordHeading({ name, description }: Word): string {
  return `// ${escapeComment(description === undefined ? name : `${name}: ${description}`)}`;
}

/** The named bits, word by word. */
function emitBits(layout: Layout, indent: string, declare: (bit: LayoutBit) => string): string {
  return layout.words
    .flatMap((word) => {
      const bits = word.bits.filter((bit) => bit !== undefined);
      if (bits.length === 0) return [];
      const lines = bits.flatMap((bit) => [
        ...docLines(bit.description === undefined ? [] : [bit.description]),
        declare(bit),
      ]);
      return [[wordHeading(word), ...lines].map((line) => `${indent}${line}`).join("\n")];
    })
    .join("\n\n");
}

function docLines(texts: readonly string[]): readonly string[] {
  return texts.map((text) => `/** ${escapeDoc(text)} */`);
}

function describe({ name, description }: Layout): string {
  return description ?? `Layout \`${name}\`.`;
}

function emitLeaf({ address, index }: Word): readonly string[] {
  if (address === undefined) return [];
  const { function: leaf, index: subleaf, register, entry } = address;
  const key = `function: 0x${leaf.toString(16)}, index: ${String(subleaf)}`;
  return [`{ ${key}, register: "${register}", word: ${index}, entry: ${entry} },`];
}

function nameOf(bit: LayoutBit, names: LayoutNames): string {
  return definitely(names.bits.get(bit), "every bit of the layout has a name");
}
