/** Random implications about bits and what they depend on, of which some hold and some do not. */

import { counterpart } from "../../src/model/counterpart.ts";
import { visitAtoms } from "../../src/model/expressions.ts";
import { bitCount, bitLabel } from "../../src/model/layout.ts";
import {
  hasOwnRules,
  rulesOf,
  type Bitmap,
  type Expr,
  type Model,
  type SetBit,
} from "../../src/model/model.ts";
import type { Tape } from "../harness/random-tape.ts";

/** Expressions as for `prove`, one a tape. */
export function makeClaims(tapes: readonly Tape[], model: Model): readonly string[] {
  const bits = model.sets.flatMap((set) =>
    Array.from({ length: bitCount(set.layout) }, (_, bit): SetBit => ({ set, bit })),
  );
  const withRules = bits.filter(({ set, bit }) => {
    const governance = set.bits[bit];
    return governance !== undefined && hasOwnRules(governance);
  });
  const bitmaps = [...model.inputs, ...model.sets];
  return tapes.map((tape) => {
    if (tape.once(20)) return makeImplication(tape, namesOfLayout(bitmaps, tape.pick(model.sets)));
    const bit = tape.pick(tape.once(4) ? bits : withRules);
    return makeImplication(tape, [nameOf(bit.set, bit.bit), ...atomsBehind(bit)]);
  });
}

/** Bitmaps as such, so that the claim is about each of their bits. */
function namesOfLayout(bitmaps: readonly Bitmap[], { layout, name }: Bitmap): readonly string[] {
  return [name, ...bitmaps.filter((each) => each.layout === layout).map((each) => each.name)];
}

/** @param atoms the first of them is in the premise. */
function makeImplication(tape: Tape, atoms: readonly string[]): string {
  const literal = (atom: string): string => (tape.once(2) ? `!(${atom})` : atom);
  const [first = "all"] = atoms;
  const premises = [literal(first), ...tape.list(0, 2, () => literal(tape.pick(atoms)))];
  const conclusions = tape.list(1, 3, () => literal(tape.pick(atoms)));
  return `${premises.join(" & ")} -> ${conclusions.join(" | ")}`;
}

/** All that a bit depends on, through other bits too, as the language names it. */
function atomsBehind(bit: SetBit): readonly string[] {
  const atoms = new Set<string>();
  const enter = ({ set, bit: index }: SetBit): void => {
    const add = (atom: Expr): void => {
      const read = bitRead(atom, { set, bit: index });
      const name = read === undefined ? nameOfAtom(atom) : nameOf(read.bitmap, read.bit);
      if (name === undefined || atoms.has(name)) return;
      atoms.add(name);
      if (read?.bitmap.kind === "caps") enter({ set: read.bitmap, bit: read.bit });
    };
    const governance = set.bits[index];
    for (const { condition, value } of governance === undefined ? [] : rulesOf(governance)) {
      if (condition !== undefined) visitAtoms(condition, add);
      visitAtoms(value, add);
    }
  };
  enter(bit);
  return [...atoms];
}

function bitRead(
  atom: Expr,
  { set, bit }: SetBit,
): { readonly bitmap: Bitmap; readonly bit: number } | undefined {
  if (atom.kind === "bit") return atom;
  const place = atom.kind === "this" ? counterpart(set.layout, bit, atom.bitmap.layout) : undefined;
  return atom.kind === "this" && typeof place === "number"
    ? { bitmap: atom.bitmap, bit: place }
    : undefined;
}

function nameOfAtom(atom: Expr): string | undefined {
  if (atom.kind === "flag") return atom.flag.name;
  if (atom.kind !== "enum") return undefined;
  const value = atom.enumeration.values[atom.values[0] ?? 0];
  return value && `${atom.enumeration.name} == ${value}`;
}

function nameOf({ name, layout }: Bitmap, bit: number): string {
  return `${name}.${bitLabel(layout, bit)}`;
}
