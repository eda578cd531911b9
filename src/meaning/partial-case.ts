/**
 * Evaluates bits in a case with unknown variables. The diagram of a bit, restricted to the known
 * variables, is a function of the unknown ones. If it is constant over all completions that the
 * assumptions allow, the bit is on or off. Otherwise the bit depends on the unknown variables that
 * every equal function needs.
 */

import { FALSE, TRUE, type Bdd, type Diagram, type Variable } from "../bdd/bdd.ts";
import { cheapestAssignment } from "../bdd/witness.ts";
import type { BitIndex } from "../model/layout.ts";
import type { Assignment, Enumeration, Input } from "../model/model.ts";
import { valueOfVariable } from "./assignment-values.ts";
import { atomName } from "./atom-name.ts";
import type { Meaning } from "./lower.ts";
import type { VariableMeaning } from "./variables.ts";

export interface PartialCase {
  /** Unknown bits and flags are off, and an unknown enumeration has its first value. */
  readonly assignment: Assignment;
  readonly unknown: Unknown;
}

export interface Unknown {
  readonly bits: ReadonlyMap<Input, ReadonlySet<BitIndex>>;
  /** Entries whose presence is unknown, as positions in the layout's `entries`. */
  readonly present: ReadonlyMap<Input, ReadonlySet<number>>;
  readonly enums: ReadonlySet<Enumeration>;
}

export function hasUnknown({ unknown: { bits, present, enums } }: PartialCase): boolean {
  return [...bits.values(), ...present.values(), enums].some(({ size }) => size > 0);
}

export function isUnknown(unknown: Unknown, atom: VariableMeaning): boolean {
  switch (atom.kind) {
    case "flag":
      return false;
    case "enum":
      return unknown.enums.has(atom.enumeration);
    case "has":
      return unknown.present.get(atom.input)?.has(atom.entry) === true;
    case "bit":
      return unknown.bits.get(atom.input)?.has(atom.bit) === true;
  }
}

/** The variable's value; undefined where it is unknown. */
export function knownValue(
  meaning: Meaning,
  { assignment, unknown }: PartialCase,
  variable: Variable,
): boolean | undefined {
  return isUnknown(unknown, meaning.variables.meaning(variable))
    ? undefined
    : valueOfVariable(meaning, assignment, variable);
}

/** Restricts a diagram to the known variables. The result is a function of the unknown ones. */
export function restrictToKnown(meaning: Meaning, diagram: Diagram, known: PartialCase): Diagram {
  return meaning.bdd.restrictAll(diagram, (variable) => knownValue(meaning, known, variable));
}

/**
 * The completions that the assumptions allow, as a function of the unknown variables. If the known
 * values contradict the assumptions, all completions are returned.
 */
export function possibleCompletions(meaning: Meaning, known: PartialCase): Diagram {
  const possible = restrictToKnown(meaning, meaning.assumption, known);
  return possible === FALSE ? TRUE : possible;
}

/** A value over all possible completions: true, false, or the variables on which it depends. */
export type PartialValue = boolean | Dependence;

export interface Dependence {
  /** The value in every possible completion, as a function of no more than `on`. */
  readonly value: Diagram;
  /** The variables that `value` needs; an enumeration is listed once. */
  readonly on: readonly VariableMeaning[];
}

/** @param possible the result of `possibleCompletions`. */
export function partialValue(
  meaning: Meaning,
  diagram: Diagram,
  known: PartialCase,
  possible: Diagram,
): PartialValue {
  const { bdd, variables } = meaning;
  const value = restrictToKnown(meaning, diagram, known);
  const isOn = bdd.and(possible, bdd.not(value)) === FALSE;
  if (isOn || bdd.and(possible, value) === FALSE) return isOn;
  const smallest = withFewestVariables(bdd, value, possible);
  const atoms = bdd.support(smallest).map(variables.meaning);
  return {
    value: smallest,
    on: [...new Map(atoms.map((atom) => [atomName(atom), atom])).values()],
  };
}

/**
 * A function that has the given value wherever `possible` holds, and reads no variable that it could do
 * without: one is left out if some function between the two bounds does not read it.
 */
export function withFewestVariables(bdd: Bdd, value: Diagram, possible: Diagram): Diagram {
  if (possible === TRUE) return value;
  let lower = bdd.and(value, possible);
  let upper = bdd.or(value, bdd.not(possible));
  const candidates = new Set([...bdd.support(lower), ...bdd.support(upper)]);
  // Variables that only the assumptions read are removed first, so that the value's own variables
  // stay.
  const own = new Set(bdd.support(value));
  for (const variable of [...candidates].sort((a, b) => Number(own.has(a)) - Number(own.has(b)))) {
    const smaller = bdd.exists(lower, variable);
    const larger = bdd.not(bdd.exists(bdd.not(upper), variable));
    if (bdd.and(smaller, bdd.not(larger)) !== FALSE) continue;
    lower = smaller;
    upper = larger;
  }
  return lower;
}

/** A possible completion with as many unknown variables on, or off, as the assumptions allow. */
export function complete(
  meaning: Meaning,
  { assignment, unknown }: PartialCase,
  possible: Diagram,
  prefers: "on" | "off",
): Assignment {
  const { bdd, variables } = meaning;
  const chosen = cheapestAssignment(bdd, possible, (variable, value) =>
    variables.meaning(variable).kind === "enum" || value === (prefers === "on") ? 0 : 1,
  )?.values;
  const isOn = (variable: Variable): boolean => chosen?.get(variable) ?? prefers === "on";
  const bits = new Map(assignment.bits);
  for (const [input, open] of unknown.bits) {
    const on = [...open].filter((bit) => isOn(variables.bit(input, bit)));
    bits.set(input, new Set([...(assignment.bits.get(input) ?? []), ...on]));
  }
  const present = new Map(assignment.present);
  for (const [input, open] of unknown.present) {
    const there = [...open].filter((entry) => isOn(variables.has(input, entry)));
    present.set(input, new Set([...(assignment.present.get(input) ?? []), ...there]));
  }
  const values = new Map(assignment.values);
  for (const enumeration of unknown.enums) {
    const start = variables.enumStart(enumeration);
    const last = enumeration.values.length - 1;
    const decided = Array.from({ length: last }, (_, place) => chosen?.get(start + place));
    if (decided.every((value) => value === undefined)) continue;
    const first = decided.indexOf(true);
    values.set(enumeration, first === -1 ? last : first);
  }
  return { bits, present, flags: assignment.flags, values };
}
