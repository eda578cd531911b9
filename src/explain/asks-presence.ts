/**
 * Tells whether the rules of a bit, and of the bits that they read, ask for the presence of CPUID
 * entries.
 */

import { counterpart } from "../model/counterpart.ts";
import { visitAtoms } from "../model/expressions.ts";
import type { BitIndex } from "../model/layout.ts";
import {
  rulesOf,
  type Bitmap,
  type CapabilitySet,
  type Expr,
  type Input,
  type SetBit,
} from "../model/model.ts";

/**
 * @returns a function that is true if the rules ask for an entry, given as a position in the
 *   `entries` of the input's layout.
 */
export function asksPresence(start: SetBit): (input: Input, entry: number) => boolean {
  const asked = new Map<Input, Set<number>>();
  const waiting: SetBit[] = [start];
  const known = new Map<CapabilitySet, Set<BitIndex>>();
  const enter = (bitmap: Bitmap, bit: BitIndex): void => {
    if (bitmap.kind === "input") return;
    const bits = known.get(bitmap) ?? new Set();
    if (!bits.has(bit)) waiting.push({ set: bitmap, bit });
    known.set(bitmap, bits.add(bit));
  };
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { set, bit } = next;
    const visit = (atom: Expr): void => {
      if (atom.kind === "has") {
        asked.set(atom.input, (asked.get(atom.input) ?? new Set()).add(atom.entry));
      } else if (atom.kind === "bit") enter(atom.bitmap, atom.bit);
      else if (atom.kind === "this") {
        const other = counterpart(set.layout, bit, atom.bitmap.layout);
        if (typeof other === "number") enter(atom.bitmap, other);
      }
    };
    const governance = set.bits[bit];
    for (const { value, condition } of governance === undefined ? [] : rulesOf(governance)) {
      visitAtoms(value, visit);
      if (condition !== undefined) visitAtoms(condition, visit);
    }
  }
  return (input, entry) => asked.get(input)?.has(entry) === true;
}
