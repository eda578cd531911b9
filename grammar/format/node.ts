/** The formatted form of statements: rows, some with a block, and the bits of a layout's word. */

import type { Piece } from "./piece.ts";
import type { OwnLine } from "./written-tokens.ts";

/** A statement, or a line of a block. */
export interface Row {
  /** The comments before it. */
  readonly above: readonly OwnLine[];
  readonly isAfterBlankLine: boolean;
  /** A word in a column of its own, such as `flag` or `input` before a name. */
  readonly keyword: string | undefined;
  readonly head: Piece;
  /** Rows of one run with the same column and the same sign are aligned behind their heads; undefined: not aligned. */
  readonly headColumn: "rule" | "class" | "set" | "leaf" | "case" | undefined;
  /** `=`, `also`, `requires`; empty where the body follows the head. */
  readonly sign: string;
  readonly body: Piece | undefined;
  /** The comment at the end of the body's line, if the tail is below. */
  readonly bodyComment: string | undefined;
  readonly tail: Tail | undefined;
  readonly block: Block | undefined;
  /** The comment at the end of the row's last line. */
  readonly comment: string | undefined;
}

/** The reason of a rule and the lints that it allows, or the description of a declaration. */
export interface Tail {
  readonly kind: "reason" | "description";
  readonly parts: readonly TailPart[];
  /** True if its parts stand on lines of their own: they were written so, or a comment stands between them. */
  readonly isBelow: boolean;
}

export interface TailPart {
  readonly comments: readonly string[];
  readonly text: string;
  /** The comment at the end of its line; the comment after the last part belongs to the row. */
  readonly comment: string | undefined;
}

export interface Block {
  readonly content: BlockContent;
  /** The comment at the end of the line of its `{`. */
  readonly comment: string | undefined;
  /** The comments before its `}`. */
  readonly below: readonly OwnLine[];
  /** True if it was written on one line: then it stays on one if it fits. */
  readonly isOnOneLine: boolean;
}

export type BlockContent =
  | {
      readonly kind: "rows";
      readonly rows: readonly Row[];
      /** Between rows on one line: statements need `; `. */
      readonly separator: string;
    }
  | { readonly kind: "bits"; readonly bits: readonly Bit[]; readonly isPacked: boolean };

/** `7 SMEP "…" alias smep` */
export interface Bit {
  readonly above: readonly OwnLine[];
  readonly isAfterBlankLine: boolean;
  readonly number: string;
  readonly name: string;
  readonly description: string | undefined;
  /** The aliases with the word `alias`. */
  readonly aliases: string | undefined;
  readonly comment: string | undefined;
}

/** The fields of a row that has only a head: most rows set a few of them. */
export const PLAIN_ROW = {
  keyword: undefined,
  headColumn: undefined,
  sign: "",
  body: undefined,
  bodyComment: undefined,
  tail: undefined,
  block: undefined,
} as const;

/** Between statements on one line. */
export const STATEMENT_SEPARATOR = "; ";
