/**
 * Combines the groups of bits of one word into one expression.
 *
 * The largest group is the word's main function. Every other group is added in the cheapest way: as
 * a mask on one atom of the main function (an emulated bit in a default word is `guest & (kvm |
 * mask)`), as an operand that is ORed or ANDed to it, or as a separate term.
 */

import { TRUE, type Diagram, type Variable } from "../../bdd/bdd.ts";
import type { PlanAtoms } from "./atoms.ts";
import {
  formula,
  formulaBetween,
  withAtomWord,
  type AtomWord,
  type FormulaContext,
} from "./formula.ts";
import type { BitGroup } from "./group-bits.ts";
import type { WordExpr } from "./plan.ts";
import { andWords, costOf, EVERY_BIT, mask, notWord, orWords } from "./word-expr.ts";

/** The word to compute and the atoms to use. */
export interface Place extends Pick<PlanAtoms, "bdd" | "wordOf"> {
  readonly word: number;
  /** The formulas of the step, over the atoms' unmodified words. */
  readonly formulas: FormulaContext;
}

/** Bits in no group become zero. */
export function combineGroups(place: Place, groups: readonly BitGroup[]): WordExpr {
  const { word, wordOf, formulas } = place;
  const forced = maskOf(groups.filter(({ diagram }) => diagram === TRUE));
  const varying = groups.filter(({ diagram }) => diagram > TRUE);
  const [main, ...others] = [...varying].sort((a, b) => b.bits.length - a.bits.length);
  if (main === undefined) return mask(forced, word);

  const merges = others.map((group) => cheapestMerge(place, main.diagram, group));
  const atomWord = masked(merges, wordOf, word);
  const required = merges.flatMap((each) => (each.kind === "require" ? [each.word] : []));
  const added = merges.flatMap((each) => (each.kind === "add" ? [each.word] : []));
  const separate = merges.filter(({ kind }) => kind === "separate");

  const kept = maskOf(varying) & ~maskOf(separate.map(({ group }) => group));
  const isWhole = (kept | forced) >>> 0 === EVERY_BIT;
  const mainWord = andWords([
    formula(withAtomWord(formulas, atomWord), main.diagram),
    ...required,
    ...(isWhole ? [] : [mask(kept, word)]),
  ]);
  return orWords([
    mainWord,
    ...added,
    ...separate.map((each) => andWords([each.word, mask(each.group.mask, word)])),
    mask(forced, word),
  ]);
}

/** Bits in no group become one. */
export function combineRestrictions(
  { word, formulas }: Place,
  groups: readonly BitGroup[],
): WordExpr {
  return andWords(
    groups.map((group) => orWords([formula(formulas, group.diagram), mask(~group.mask, word)])),
  );
}

/** A group as a variation of the main function, possibly with one atom of it held constant. */
interface Merge {
  readonly group: BitGroup;
  readonly held: HeldAtom | undefined;
  /**
   * `same`: the group equals the main function with the held atom. `require` and `add`: it is that
   * function ANDed or ORed with `word`. `separate`: it is a term of its own.
   */
  readonly kind: "same" | "require" | "add" | "separate";
  /**
   * The operand to AND or OR. Outside of the group it is all ones for `require`, zero for `add`.
   */
  readonly word: WordExpr;
  readonly cost: number;
}

interface HeldAtom {
  readonly variable: Variable;
  readonly value: boolean;
}

/**
 * If the main function has more atoms, none is held: such code is hard to read, and each atom is
 * two more functions to try.
 */
const MOST_HELD = 32;

function cheapestMerge(place: Place, main: Diagram, group: BitGroup): Merge {
  const { bdd, formulas } = place;
  const support = bdd.support(main);
  const holds = (support.length > MOST_HELD ? [] : support).flatMap(
    (variable): readonly HeldAtom[] => [
      { variable, value: true },
      { variable, value: false },
    ],
  );
  const own = formula(formulas, group.diagram);
  // A separate group costs its formula, a mask, an OR, and a mask on the main function.
  const cost = costOf(own) + 3;
  const separate: Merge = { group, held: undefined, kind: "separate", word: own, cost };
  return [undefined, ...holds]
    .flatMap((held) => mergeWith(place, main, group, held))
    .reduce((best, each) => (each.cost < best.cost ? each : best), separate);
}

/** Returns one merge, or none if neither function implies the other. */
function mergeWith(
  { word, bdd, formulas }: Place,
  main: Diagram,
  group: BitGroup,
  held: HeldAtom | undefined,
): readonly Merge[] {
  const { diagram } = group;
  const base = held === undefined ? main : bdd.restrict(main, held.variable, held.value);
  const costOfHold = held === undefined ? 0 : 1;
  const merge = (kind: Merge["kind"], operand: WordExpr): readonly Merge[] => {
    const cost = costOfHold + costOf(operand) + (kind === "same" ? 0 : 1);
    return [{ group, held, kind, word: operand, cost }];
  };
  if (base === diagram) return merge("same", mask(0, word));
  if (bdd.implies(diagram, base) === TRUE) {
    const restriction = formulaBetween(formulas, diagram, bdd.or(diagram, bdd.not(base)));
    return merge("require", orWords([restriction, mask(~group.mask, word)]));
  }
  if (bdd.implies(base, diagram) === TRUE) {
    const addition = formulaBetween(formulas, bdd.and(diagram, bdd.not(base)), diagram);
    return merge("add", andWords([addition, mask(group.mask, word)]));
  }
  return [];
}

/**
 * The words of the main function's atoms, masked to a constant in the bits of groups that hold
 * them.
 */
function masked(merges: readonly Merge[], wordOf: AtomWord, word: number): AtomWord {
  return (variable) => {
    const held = (value: boolean): number =>
      maskOf(
        merges.flatMap((each) =>
          each.held?.variable === variable && each.held.value === value ? [each.group] : [],
        ),
      );
    const atLeast = orWords([wordOf(variable), mask(held(true), word)]);
    return held(false) === 0 ? atLeast : andWords([atLeast, notWord(mask(held(false), word))]);
  };
}

function maskOf(groups: readonly BitGroup[]): number {
  return groups.reduce((sum, group) => (sum | group.mask) >>> 0, 0);
}
