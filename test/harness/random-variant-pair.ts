/** Random pairs of programs, of which one may change what the other's assumptions, or its values, leave out. */

import { makeAssumption } from "./random-assumption.ts";
import { makeProgram } from "./random-generate.ts";
import type { Expression, Program } from "./random-program.ts";
import { altered, alteredOutside, restated } from "./random-rewrite.ts";
import type { Tape } from "./random-tape.ts";
import { varied, type Variant } from "./random-variants.ts";

/** Two variants of one program. */
export interface Pair {
  readonly base: Program;
  readonly old: Variant;
  readonly fresh: Variant;
}

export function makePair(tape: Tape): Pair {
  const base = makeProgram(tape);
  if (tape.once(2)) {
    const pair = makeHiddenChange(tape, base);
    return tape.once(2) ? pair : { base, old: pair.fresh, fresh: pair.old };
  }
  const rewritten = tape.pick([altered, restated, (_: Tape, same: Program) => same])(tape, base);
  return { base, old: varied(tape, base), fresh: varied(tape, rewritten) };
}

/** Makes a change that occurs only in cases that a side excludes. */
function makeHiddenChange(tape: Tape, base: Program): Pair {
  const ofLayouts = base.inputs.flatMap(({ enums }) => enums);
  const enums = tape.pick([[], base.enums, ofLayouts]);
  const about = enums.length > 0 ? tape.pick(enums) : undefined;
  const claim: Expression = about
    ? { kind: "enum", enum: about, values: about.values.map((_, place) => place), test: "in" }
    : makeAssumption(tape, base);
  const old = varied(tape, base);
  const fresh = varied(tape, alteredOutside(tape, base, claim));
  const assumptions = about ? [] : [...fresh.program.assumptions, claim];
  return { base, old, fresh: { ...fresh, program: { ...fresh.program, assumptions } } };
}
