/** Arithmetic on what is not known but followed: numbers and offsets of rows. */

import type { RowValue, Value } from "./value.ts";
import { constantOf } from "./word.ts";

/** Undefined for everything that does not lead to an element of the row at hand. */
export function rowArithmetic(operator: string, left: Value, right: Value): RowValue | undefined {
  const number = right.kind === "word" ? constantOf(right.word) : undefined;
  if (number === undefined) return undefined;
  if (operator === "*" && left.kind === "row") {
    return { kind: "offset", stride: number, constant: 0 };
  }
  if (operator === "+" && left.kind === "offset") {
    return { ...left, constant: left.constant + number };
  }
  return undefined;
}
