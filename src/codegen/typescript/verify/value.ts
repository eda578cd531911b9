/** The values of expressions in the emitted text during symbolic execution. */

import type { Diagram } from "../../../bdd/bdd.ts";
import type { Enumeration } from "../../../model/model.ts";
import type { InputArray, OutArray } from "./arrays.ts";
import type { Word } from "./word.ts";

export type Value =
  | { readonly kind: "word"; readonly word: Word }
  | { readonly kind: "boolean"; readonly diagram: Diagram }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "enum"; readonly enumeration: Enumeration }
  | { readonly kind: "array"; readonly array: InputArray | OutArray }
  | { readonly kind: "inputs"; readonly members: ReadonlyMap<string, Value> }
  | RowValue;

/** Values that only functions over many rows use: unknown numbers that are tracked symbolically. */
export type RowValue =
  /** The number of rows. */
  | { readonly kind: "rows" }
  /** The number of the row at hand, from zero. */
  | { readonly kind: "row" }
  /** `stride` times the number of the row at hand, plus a constant. */
  | { readonly kind: "offset"; readonly stride: number; readonly constant: number };
