/** Arithmetic on what is not known but followed: lengths, numbers and offsets of rows. */

import { FALSE, TRUE } from "../bdd/bdd.ts";
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
  if (operator === "<=" && left.kind === "length" && left.array.kind === "input") {
    return number === left.array.rowLength ? { kind: "shared", array: left.array } : undefined;
  }
  return undefined;
}

/** `shared ? true : false`, or `shared ? 0 : row * rowLength`. */
export function chooseShared(condition: RowValue, yes: Value, no: Value): RowValue | undefined {
  if (condition.kind !== "shared") return undefined;
  if (yes.kind === "boolean" && no.kind === "boolean") {
    return yes.diagram === TRUE && no.diagram === FALSE ? condition : undefined;
  }
  if (yes.kind !== "word" || no.kind !== "offset") return undefined;
  const { array } = condition;
  const isOfRows = no.stride === array.rowLength && no.constant === 0;
  return isOfRows && constantOf(yes.word) === 0
    ? { kind: "offset", stride: array, constant: 0 }
    : undefined;
}
