/** Counts cases: assignments of flags, bits, presences and values of enumerations. */

import { FALSE, TRUE, type Bdd, type Diagram, type Variable } from "../../bdd/bdd.ts";
import type { Meaning } from "../../meaning/lower.ts";
import type { Share } from "./change.ts";

/**
 * Counts the cases of the variables on which `before` and `after` depend. A case counts if the
 * assumption allows it for some values of all other variables.
 */
export function shareOf(
  meaning: Meaning,
  { before, after }: { readonly before: Diagram; readonly after: Diagram },
  assumption: Diagram,
): Share {
  const { bdd, variables } = meaning;
  const support = new Set([before, after].flatMap((diagram) => bdd.support(diagram)));
  const enums = new Map<string, number>();
  let count = 1;
  for (const variable of support) {
    const atom = variables.meaning(variable);
    if (atom.kind === "enum") {
      enums.set(atom.enumeration.name, variables.enumPlace(atom.enumeration, atom.value).count);
    } else count *= 2;
  }
  for (const values of enums.values()) count *= values;
  // All variables of an enumeration count if one of them does.
  const isCounted = (variable: Variable): boolean => {
    const atom = variables.meaning(variable);
    return support.has(variable) || (atom.kind === "enum" && enums.has(atom.enumeration.name));
  };
  const allowed = project(bdd, assumption, isCounted);
  const changing = bdd.and(bdd.xor(before, after), allowed);
  const cases = Math.min(count, Number.MAX_VALUE);
  const casesOf = (diagram: Diagram): number =>
    diagram === FALSE ? 0 : Math.max(1, Math.round(fractionOf(meaning, diagram) * cases));
  const all = casesOf(allowed);
  // Numbers of this size are rounded, which must not make all cases of almost all.
  const most = changing === allowed ? all : all * (1 - Number.EPSILON);
  return { changing: all < EXACT ? casesOf(changing) : Math.min(casesOf(changing), most), all };
}

/** Up to here every whole number is a number of this language. */
const EXACT = Number.MAX_SAFE_INTEGER;

/** Projects a diagram onto the kept variables: true if some values of the others make it true. */
function project(bdd: Bdd, diagram: Diagram, isKept: (variable: Variable) => boolean): Diagram {
  if (!bdd.support(diagram).some(isKept)) return bdd.constant(diagram !== FALSE);
  return bdd.existsAll(diagram, (variable) => !isKept(variable));
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

/**
 * Each variable of an enumeration decides between one value and all later ones, so that all values
 * are equally likely.
 */
function probability({ variables }: Meaning, variable: Variable): number {
  const atom = variables.meaning(variable);
  if (atom.kind !== "enum") return 0.5;
  const { position, count } = variables.enumPlace(atom.enumeration, atom.value);
  return 1 / (count - position);
}
