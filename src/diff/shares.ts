/** Counts cases: assignments of flags, bits, presences and values of enumerations. */

import { FALSE, TRUE, type Diagram, type Variable } from "../bdd/bdd.ts";
import type { Meaning } from "../meaning/lower.ts";
import type { Share } from "./change.ts";

/** Of all cases of what `others` and `cases` depend on. */
export function shareOf(meaning: Meaning, cases: Diagram, others: readonly Diagram[]): Share {
  const { bdd } = meaning;
  const support = new Set([cases, ...others].flatMap((diagram) => bdd.support(diagram)));
  const enums = new Map<string, number>();
  let all = 1;
  for (const variable of support) {
    const atom = meaning.variables.meaning(variable);
    if (atom.kind === "enum") {
      const { count } = meaning.variables.enumPlace(atom.enumeration, atom.value);
      enums.set(atom.enumeration.name, count);
    } else all *= 2;
  }
  for (const count of enums.values()) all *= count;
  return { changing: Math.round(fractionOf(meaning, cases) * all), all };
}

/** The probability that it holds if all cases are equally likely. */
function fractionOf(meaning: Meaning, diagram: Diagram): number {
  const { bdd } = meaning;
  const fractions = new Map<Diagram, number>([
    [FALSE, 0],
    [TRUE, 1],
  ]);
  for (const node of bdd.reachable(diagram)) {
    const high = probability(meaning, bdd.variableOf(node));
    const low = fractions.get(bdd.low(node)) ?? 0;
    fractions.set(node, low + high * ((fractions.get(bdd.high(node)) ?? 0) - low));
  }
  return fractions.get(diagram) ?? 0;
}

/** Of an enumeration's variables each decides between one value and all that come after it. */
function probability({ variables }: Meaning, variable: Variable): number {
  const atom = variables.meaning(variable);
  if (atom.kind !== "enum") return 0.5;
  const { position, count } = variables.enumPlace(atom.enumeration, atom.value);
  return 1 / (count - position);
}
