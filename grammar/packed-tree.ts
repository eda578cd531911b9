/**
 * Packs syntax trees as JSON text, so that bundled rule files are parsed when caprules is built and
 * not on every start. A span is packed as its two offsets, since all spans of a tree have the same
 * source. The bits of a layout, which are many, are packed as rows.
 */

import type { SourceText } from "../src/base/source-text.ts";
import type { Span } from "../src/base/span.ts";
import type {
  BitDeclaration,
  Comment,
  Identifier,
  Statement,
  SyntaxTree,
  TextLiteral,
} from "./syntax-tree.ts";

type PackedSpan = readonly [start: number, end: number];

type PackedText = readonly [text: string, span: PackedSpan];

type PackedBit = readonly [
  whole: PackedSpan,
  value: number,
  bit: PackedSpan,
  name: PackedText,
  aliases: readonly PackedText[],
  description?: PackedText,
];

/** @param tree the tree of a file without mistakes. */
export function packTree({ source, statements, comments }: SyntaxTree): string {
  return JSON.stringify({ statements, comments }, (key, value: unknown) => {
    if (key === "span" && isSpan(value)) return packSpan(value);
    // Only the words of a layout have bits.
    if (key === "bits") return (value as readonly BitDeclaration[]).map(packBit);
    return value === source ? undefined : value;
  });
}

/** @param packed the result of `packTree` for the same source. */
export function unpackTree(source: SourceText, packed: string): SyntaxTree {
  const tree: unknown = JSON.parse(packed);
  restore(tree, source);
  // `packTree` received a tree of this shape, and all its changes are undone here.
  const { statements, comments } = tree as { statements: Statement[]; comments: Comment[] };
  return { source, statements, comments, brokenNames: new Set() };
}

function isSpan(value: unknown): value is { readonly start: number; readonly end: number } {
  return typeof value === "object" && value !== null && "start" in value && "end" in value;
}

function packSpan({ start, end }: Pick<Span, "start" | "end">): PackedSpan {
  return [start, end];
}

function packBit({ span, bit, name, aliases, description }: BitDeclaration): PackedBit {
  const row = [
    packSpan(span),
    bit.value,
    packSpan(bit.span),
    packIdentifier(name),
    aliases.map(packIdentifier),
  ] as const;
  return description === undefined
    ? row
    : [...row, [description.value, packSpan(description.span)]];
}

function packIdentifier({ text, span }: Identifier): PackedText {
  return [text, packSpan(span)];
}

function unpackBit(
  source: SourceText,
  [whole, value, bit, name, aliases, description]: PackedBit,
): BitDeclaration {
  return {
    bit: { value, span: unpackSpan(source, bit) },
    name: unpackIdentifier(source, name),
    aliases: aliases.map((alias) => unpackIdentifier(source, alias)),
    ...(description === undefined ? {} : { description: unpackText(source, description) }),
    span: unpackSpan(source, whole),
  };
}

function unpackIdentifier(source: SourceText, [text, span]: PackedText): Identifier {
  return { text, span: unpackSpan(source, span) };
}

function unpackText(source: SourceText, [value, span]: PackedText): TextLiteral {
  return { value, span: unpackSpan(source, span) };
}

function unpackSpan(source: SourceText, [start, end]: PackedSpan): Span {
  return { source, start, end };
}

/** Works in place, since the tree has just been parsed from JSON and is not shared. */
function restore(node: unknown, source: SourceText): void {
  if (Array.isArray(node)) {
    for (const element of node) restore(element, source);
  } else if (typeof node === "object" && node !== null) {
    const object = node as Record<string, unknown>; // any object of JSON
    for (const key in object) {
      const value = object[key];
      if (key === "span") object[key] = unpackSpan(source, value as PackedSpan);
      else if (key === "bits") {
        object[key] = (value as readonly PackedBit[]).map((bit) => unpackBit(source, bit));
      } else if (typeof value === "object") restore(value, source);
    }
  }
}
