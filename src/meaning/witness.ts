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
  const { bdd, variables } = meaning;
  // Which value an enumeration has is no bit set.
  const cheapest = cheapestAssignment(bdd, diagram, (variable, value) =>
    value && variables.meaning(variable).kind !== "enum" ? 1 : 0,
  );
  if (cheapest === undefined) return undefined;
  return assignmentOf(meaning, model, cheapest.values);
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
        // Of an enumeration's variables the first that is true decides.
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

/**
 * The case in words, one line: `host: XSAVE XSAVES; tdp; vendor = amd; everything else off`.
 * Only enumerations on which the diagram depends are named.
 */
export function describeAssignment(
  meaning: Meaning,
  assignment: Assignment,
  diagram: Diagram,
): string {
  const support = meaning.bdd.support(diagram).map(meaning.variables.meaning);
  const mattering = new Set(
    support.flatMap((each) => (each.kind === "enum" ? [each.enumeration] : [])),
  );
  const inputs = new Set([...assignment.bits.keys(), ...assignment.present.keys()]);
  const parts = [
    ...[...inputs].flatMap((input) => describeInput(assignment, input)),
    ...[...assignment.flags].map(({ name }) => name),
    ...[...mattering].map((each) => {
      const value = each.values[assignment.values.get(each) ?? 0] ?? "";
      return `${each.name} = ${value}`;
    }),
  ];
  return parts.length === 0 ? "everything off" : `${parts.join("; ")}; everything else off`;
}

function describeInput(assignment: Assignment, input: Input): readonly string[] {
  const bits = [...(assignment.bits.get(input) ?? [])].sort((a, b) => a - b);
  const implied = new Set(bits.map((bit) => input.layout.words[wordOf(bit)]?.address?.entry));
  const entries = [...(assignment.present.get(input) ?? [])].filter((each) => !implied.has(each));
  const leafOf = (entry: number): string =>
    input.layout.words.find(({ address }) => address?.entry === entry)?.name ?? `entry ${entry}`;
  const named = bits.map((bit) => bitLabel(input.layout, bit));
  return [
    ...(named.length > 0 ? [`${input.name}: ${named.join(" ")}`] : []),
    ...entries.map((entry) => `${input.name} has ${leafOf(entry)}`),
  ];
}
