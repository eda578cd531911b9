/** Makes one of the bits that a statement names. */

import {
  bitsOf,
  nameOfBit,
  type ProgramLayout,
  type Spelling,
  type Target,
} from "./random-program.ts";
import type { Tape } from "./random-tape.ts";

const SPELLINGS: readonly Spelling[] = ["short", "full", "number"];

/** Mostly a named bit. */
export function makeTarget(tape: Tape, layout: ProgramLayout): Target {
  const named = bitsOf(layout).filter((bit) => nameOfBit(layout, bit) !== undefined);
  const bit = tape.once(5) ? tape.pick(bitsOf(layout)) : tape.pick(named);
  return { kind: "one", bit, spelling: tape.pick(SPELLINGS) };
}
