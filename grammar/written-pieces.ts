/**
 * Splits the text of a rule file into pieces: tokens, comments, and the space between them. The
 * pieces keep the details that the tree omits: parentheses, spellings of numbers and texts, `LEAF
 * (BITS)`, blank lines and comments. A node's span leads to its tokens. The pieces, joined, are the
 * text.
 */

import { invariant } from "../src/base/unreachable.ts";
import { Findings } from "./findings.ts";
import { lex } from "./lex.ts";
import type { SyntaxTree } from "./syntax-tree.ts";
import { endOf } from "./tokens.ts";

export interface WrittenPiece {
  readonly kind: "token" | "comment" | "space";
  readonly text: string;
  /** UTF-16 offset in the source. */
  readonly start: number;
}

/** @param tree the tree of a file without mistakes. */
export function writtenPieces({ source, comments }: SyntaxTree): readonly WrittenPiece[] {
  const findings = new Findings(source);
  const tokens = lex(source, findings).tokens.map((token) => ({
    kind: "token" as const,
    start: token.startOffset,
    end: endOf(token),
  }));
  invariant(findings.list().length === 0, "only a file without mistakes is read as pieces");
  const solid = [...tokens, ...comments.map(({ span }) => ({ kind: "comment" as const, ...span }))];
  solid.sort((a, b) => a.start - b.start);
  return withSpace(source.text, solid);
}

interface Solid {
  readonly kind: "token" | "comment";
  readonly start: number;
  readonly end: number;
}

/** Adds the space between tokens and comments. A byte order mark counts as space. */
function withSpace(text: string, solid: readonly Solid[]): readonly WrittenPiece[] {
  const pieces: WrittenPiece[] = [];
  let offset = 0;
  const addSpace = (end: number): void => {
    if (end > offset) pieces.push({ kind: "space", text: text.slice(offset, end), start: offset });
  };
  for (const { kind, start, end } of solid) {
    addSpace(start);
    pieces.push({ kind, text: text.slice(start, end), start });
    offset = end;
  }
  addSpace(text.length);
  return pieces;
}
