/**
 * Syntax trees as JSON text, so that the rule files which come with caprules are parsed when it is
 * built, not whenever it starts.
 *
 * A span is packed as its two offsets, since all spans of a tree are of one source.
 */

import type { SourceText } from "../src/base/source-text.ts";
import type { Comment, Statement, SyntaxTree } from "./syntax-tree.ts";

/** @param tree of a file without mistakes. */
export function packTree({ source, statements, comments }: SyntaxTree): string {
  return JSON.stringify({ statements, comments }, (key, value: unknown) => {
    if (key === "span" && isSpan(value)) return [value.start, value.end];
    return value === source ? undefined : value;
  });
}

/** @param packed what `packTree` made of the tree of the same source. */
export function unpackTree(source: SourceText, packed: string): SyntaxTree {
  const tree: unknown = JSON.parse(packed);
  restoreSpans(tree, source);
  // What `packTree` was given has this shape, and all that it changed is restored.
  const { statements, comments } = tree as { statements: Statement[]; comments: Comment[] };
  return { source, statements, comments, brokenNames: new Set() };
}

function isSpan(value: unknown): value is { readonly start: number; readonly end: number } {
  return typeof value === "object" && value !== null && "start" in value && "end" in value;
}

/** In place: the tree has just been parsed from JSON, and no one else has it. */
function restoreSpans(node: unknown, source: SourceText): void {
  if (Array.isArray(node)) {
    for (const element of node) restoreSpans(element, source);
  } else if (typeof node === "object" && node !== null) {
    const object = node as Record<string, unknown>; // any object of JSON
    for (const key in object) {
      const value = object[key];
      if (key === "span" && Array.isArray(value)) {
        object[key] = { source, start: Number(value[0]), end: Number(value[1]) };
      } else if (typeof value === "object") {
        restoreSpans(value, source);
      }
    }
  }
}
