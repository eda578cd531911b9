/** Prints a word expression of a plan as a TypeScript expression over 32-bit words. */

import { unreachable } from "../../../base/unreachable.ts";
import { WORD_BITS, wordOf, type Layout } from "../../../model/layout.ts";
import type { Bitmap, Enumeration, Flag } from "../../../model/model.ts";
import { presenceBit, type WordExpr } from "../../plan/plan.ts";
import { escapeComment } from "./escape.ts";

/** Maps the operands of an expression to emitted code. */
export interface Reads {
  /** The layout of the set, whose words give the names of bits in masks. */
  readonly layout: Layout;
  readonly word: (bitmap: Bitmap, word: number) => string;
  readonly own: (word: number) => string;
  /** A temporary of the step, by index. */
  readonly temporary: (index: number) => string;
  readonly flag: (flag: Flag) => string;
  /** The comparison with one value of an enumeration, by its position. */
  readonly value: (enumeration: Enumeration, value: number) => string;
}

const OPERATORS = { and: "&", or: "|", xor: "^" } as const;

/** A comment with more names than this tells less than their number. */
const NAMES_IN_COMMENT = 6;

/** Every operand that is an operation gets parentheses; prettier drops redundant ones. */
export function emitWordExpr(expr: WordExpr, reads: Reads): string {
  const operand = (inner: WordExpr): string => {
    const text = emitWordExpr(inner, reads);
    return /^[\w.[\]]+$/.test(text) ? text : `(${text})`;
  };

  switch (expr.kind) {
    case "word":
      return reads.word(expr.bitmap, expr.word);
    case "own":
      return reads.own(expr.word);
    case "mask":
      return emitMask(expr.value, expr.word, reads.layout);
    case "flag":
      return reads.flag(expr.flag);
    case "enum":
      return expr.values.map((value) => reads.value(expr.enumeration, value)).join(" | ") || "0";
    case "has": {
      const bit = presenceBit(expr.bitmap, expr.entry);
      return spreadBit(reads.word(expr.bitmap, wordOf(bit)), bit % WORD_BITS);
    }
    case "broadcast":
      return spreadBit(operand(expr.operand), expr.bit);
    case "shift":
      return expr.distance < 0
        ? `${operand(expr.operand)} >>> ${-expr.distance}`
        : `${operand(expr.operand)} << ${expr.distance}`;
    case "temporary":
      return reads.temporary(expr.index);
    case "not":
      return `~${operand(expr.operand)}`;
    case "and":
    case "or":
    case "xor":
      return masksLast(expr.operands).map(operand).join(` ${OPERATORS[expr.kind]} `);
    default:
      return unreachable(expr);
  }
}

/** Says what is taken before it says of which bits. */
function masksLast(operands: readonly WordExpr[]): readonly WordExpr[] {
  const isMask = ({ kind }: WordExpr): boolean => kind === "mask";
  return [...operands.filter((expr) => !isMask(expr)), ...operands.filter(isMask)];
}

/** 0 or -1: all bits of the word are that bit of the operand. */
function spreadBit(operand: string, bit: number): string {
  return `-(${bit === 0 ? operand : `(${operand} >>> ${bit})`} & 1)`;
}

/** The comment stands before the number: prettier would move one behind it out of its parentheses. */
function emitMask(value: number, word: number, layout: Layout): string {
  if (value === 0) return "0";
  const hex = `0x${value.toString(16).padStart(8, "0")}`;
  const comment = maskComment(value, word, layout);
  return comment === undefined ? hex : `/* ${escapeComment(comment)} */ ${hex}`;
}

function maskComment(value: number, word: number, layout: Layout): string | undefined {
  const bits = Array.from({ length: WORD_BITS }, (_, bit) => bit);
  const names = layout.words[word]?.bits ?? [];
  const label = (bit: number): string => names[bit]?.name ?? `bit ${bit}`;
  const inside = bits.filter((bit) => isOne(value, bit));
  const outside = bits.filter((bit) => !isOne(value, bit));
  if (outside.length === 0) return undefined;
  if (inside.length <= NAMES_IN_COMMENT) return inside.map(label).join(", ");
  if (outside.length <= NAMES_IN_COMMENT) return `all but ${outside.map(label).join(", ")}`;
  if (bits.every((bit) => isOne(value, bit) === (names[bit] === undefined))) return "unnamed bits";
  if (bits.every((bit) => isOne(value, bit) === (names[bit] !== undefined))) return "named bits";
  return `${inside.length} bits`;
}

function isOne(word: number, bit: number): boolean {
  return ((word >>> bit) & 1) === 1;
}
