/** Turns a diagram into a case that a reader can follow: which bits, flags and values make it true. */

import { cheapestAssignment } from "../bdd/witness.ts";
import type { Diagram, Variable } from "../bdd/bdd.ts";
import { bitLabel, wordOf, type BitIndex } from "../model/layout.ts";
import type { Assignment, Enumeration, Flag, Input, Model } from "../model/model.ts";
import type { Meaning } from "./lower.ts";

/** A case in which the diagram is true, with as few bits set as possible; undefined if there is none. */
export function findWitness(
  meaning: Meaning,
  model: Model,
  diagram: Diagram,
): Assignment | undefined {
  const values = fewestBits(meaning, diagram);
  return values && assignmentOf(meaning, model, values);
}

/** The values of a case in which the diagram is true, with as few bits set as possible; undefined if there is none. */
export function fewestBits(
  { bdd, variables }: Meaning,
  diagram: Diagram,
): ReadonlyMap<Variable, boolean> | undefined {
  // The value of an enumeration does not count as a set bit.
  return cheapestAssignment(bdd, diagram, (variable, value) =>
    value && variables.meaning(variable).kind !== "enum" ? 1 : 0,
  )?.values;
}

/** The case in which the given variables have these values and all others are false. */
function assignmentOf(
  { variables }: Meaning,
  model: Model,
  chosen: ReadonlyMap<Variable, boolean>,
): Assignment {
  // All inputs in order of declaration, so that a case reads in that order.
  const bits = new Map(model.inputs.map((input) => [input, new Set<BitIndex>()]));
  const present = new Map(model.inputs.map((input) => [input, new Set<number>()]));
  const flags = new Set<Flag>();
  const chosenValues = new Map<Enumeration, number>();
  for (const [variable, isTrue] of [...chosen].sort(([a], [b]) => a - b)) {
    if (!isTrue) continue;
    const atom = variables.meaning(variable);
    switch (atom.kind) {
      case "flag":
        flags.add(atom.flag);
        break;
      case "enum":
        // The first true variable of an enumeration selects the value.
        if (!chosenValues.has(atom.enumeration)) chosenValues.set(atom.enumeration, atom.value);
        break;
      case "has":
        present.get(atom.input)?.add(atom.entry);
        break;
      case "bit":
        bits.get(atom.input)?.add(atom.bit);
    }
  }
  const values = new Map(
    model.enums.map((each) => [each, chosenValues.get(each) ?? each.values.length - 1]),
  );
  return { bits, present, flags, values };
}

/** A case as data. Everything that it does not list is off or does not matter. */
export interface StatedCase {
  /** By input name, the names of the bits that are on. Inputs without any are left out. */
  readonly bits: Readonly<Record<string, readonly string[]>>;
  /**
   * By input name, one leaf of each CPUID entry that is present although all of its bits are off.
   */
  readonly present: Readonly<Record<string, readonly string[]>>;
  readonly flags: readonly string[];
  /** By enumeration name; only enumerations on which the diagram depends. */
  readonly values: Readonly<Record<string, string>>;
}

/** @param diagram the function that the case makes true. */
export function stateCase(
  { bdd, variables }: Meaning,
  assignment: Assignment,
  diagram: Diagram,
): StatedCase {
  const support = bdd.support(diagram).map(variables.meaning);
  const mattering = new Set(
    support.flatMap((each) => (each.kind === "enum" ? [each.enumeration] : [])),
  );
  const inputs = [...new Set([...assignment.bits.keys(), ...assignment.present.keys()])];
  const byInput = (
    namesOf: (input: Input) => readonly string[],
  ): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(
      inputs
        .map((input) => [input.name, namesOf(input)] as const)
        .filter(([, names]) => names.length > 0),
    );
  return {
    bits: byInput((input) => bitsOn(assignment, input).map((bit) => bitLabel(input.layout, bit))),
    present: byInput((input) => leavesPresent(assignment, input)),
    flags: [...assignment.flags].map(({ name }) => name),
    values: Object.fromEntries(
      [...mattering].map((each) => [
        each.name,
        each.values[assignment.values.get(each) ?? 0] ?? "",
      ]),
    ),
  };
}

/**
 * The case in words, one line: `host: XSAVE XSAVES; tdp; vendor = amd; everything else off`.
 * Only enumerations on which the diagram depends are named.
 */
export function describeAssignment(
  meaning: Meaning,
  assignment: Assignment,
  diagram: Diagram,
): string {
  return caseText(caseParts(meaning, assignment, diagram));
}

/** Lists what is on in a case, and the values of enumerations on which the diagram depends. */
export function caseParts(
  meaning: Meaning,
  assignment: Assignment,
  diagram: Diagram,
): readonly string[] {
  const { bits, present, flags, values } = stateCase(meaning, assignment, diagram);
  const inputs = new Set([...assignment.bits.keys(), ...assignment.present.keys()]);
  return [
    ...[...inputs].flatMap(({ name }) => [
      ...(bits[name] === undefined ? [] : [`${name}: ${bits[name].join(" ")}`]),
      ...(present[name] ?? []).map((leaf) => `${name} has ${leaf}`),
    ]),
    ...flags,
    ...Object.entries(values).map(([name, value]) => `${name} = ${value}`),
  ];
}

/** Joins the parts of a case to one line. */
export function caseText(parts: readonly string[]): string {
  return parts.length === 0 ? "everything off" : `${parts.join("; ")}; everything else off`;
}

function bitsOn({ bits }: Assignment, input: Input): readonly BitIndex[] {
  return [...(bits.get(input) ?? [])].sort((a, b) => a - b);
}

/** One leaf of each entry that is present without any bit on. */
function leavesPresent(assignment: Assignment, input: Input): readonly string[] {
  const { words } = input.layout;
  const implied = new Set(
    bitsOn(assignment, input).map((bit) => words[wordOf(bit)]?.address?.entry),
  );
  return [...(assignment.present.get(input) ?? [])]
    .filter((each) => !implied.has(each))
    .map(
      (entry) => words.find(({ address }) => address?.entry === entry)?.name ?? `entry ${entry}`,
    );
}
