/**
 * Combines the groups of bits of one word into one expression.
 *
 * The largest group is the word's main function. Every other group is worked in where that is
 * cheapest: as a mask on one atom of the main function (an emulated bit in a default word is
 * `guest & (kvm | mask)`), as something that it adds or requires, or as a term of its own.
 */

import { TRUE, type Bdd, type Diagram, type Variable } from "../bdd/bdd.ts";
import type { PlanAtoms } from "./atoms.ts";
import { formula, formulaBetween, type AtomWord } from "./formula.ts";
import type { BitGroup } from "./group-bits.ts";
import type { WordExpr } from "./plan.ts";
import { andWords, costOf, EVERY_BIT, mask, notWord, orWords } from "./word-expr.ts";

/** Bits in none of the groups come out as zero. */
export function combineGroups(
  word: number,
  groups: readonly BitGroup[],
  { bdd, wordOf }: Pick<PlanAtoms, "bdd" | "wordOf">,
): WordExpr {
  const forced = maskOf(groups.filter(({ diagram }) => diagram === TRUE));
  const varying = groups.filter(({ diagram }) => diagram > TRUE);
  const [main, ...others] = [...varying].sort((a, b) => b.bits.length - a.bits.length);
  if (main === undefined) return mask(forced, word);

  const merges = others.map((group) => cheapestMerge(bdd, main.diagram, group, wordOf, word));
  const atomWord = masked(merges, wordOf, word);
  const required = merges.flatMap((each) => (each.kind === "require" ? [each.word] : []));
  const added = merges.flatMap((each) => (each.kind === "add" ? [each.word] : []));
  const separate = merges.filter(({ kind }) => kind === "separate").map(({ group }) => group);

  const kept = maskOf(varying) & ~maskOf(separate);
  const isWhole = (kept | forced) >>> 0 === EVERY_BIT;
  const mainWord = andWords([
    formula(bdd, main.diagram, atomWord),
    ...required,
    ...(isWhole ? [] : [mask(kept, word)]),
  ]);
  return orWords([
    mainWord,
    ...added,
    ...separate.map((group) =>
      andWords([formula(bdd, group.diagram, wordOf), mask(group.mask, word)]),
    ),
    mask(forced, word),
  ]);
}

/** Ones in all bits that are in none of the groups. */
export function combineRestrictions(
  word: number,
  groups: readonly BitGroup[],
  { bdd, wordOf }: Pick<PlanAtoms, "bdd" | "wordOf">,
): WordExpr {
  return andWords(
    groups.map((group) => orWords([formula(bdd, group.diagram, wordOf), mask(~group.mask, word)])),
  );
}

type Merge =
  /** With this atom of the main function replaced by a constant, it is the group's. */
  | {
      readonly kind: "atom";
      readonly group: BitGroup;
      readonly variable: Variable;
      readonly value: boolean;
    }
  | { readonly kind: "require" | "add"; readonly group: BitGroup; readonly word: WordExpr }
  | { readonly kind: "separate"; readonly group: BitGroup };

function cheapestMerge(
  bdd: Bdd,
  main: Diagram,
  group: BitGroup,
  atomWord: AtomWord,
  word: number,
): Merge {
  const { diagram } = group;
  for (const variable of bdd.support(main)) {
    for (const value of [true, false]) {
      if (bdd.restrict(main, variable, value) === diagram) {
        return { kind: "atom", group, variable, value };
      }
    }
  }
  // Beside its formula, a separate group costs a mask and an OR, and a mask on the main function.
  let best: Merge = { kind: "separate", group };
  let bestCost = costOf(formula(bdd, diagram, atomWord)) + 3;
  const consider = (kind: "require" | "add", candidate: WordExpr): void => {
    if (costOf(candidate) + 1 >= bestCost) return;
    best = { kind, group, word: candidate };
    bestCost = costOf(candidate) + 1;
  };
  if (bdd.implies(diagram, main) === TRUE) {
    const restriction = formulaBetween(bdd, diagram, bdd.or(diagram, bdd.not(main)), atomWord);
    consider("require", orWords([restriction, mask(~group.mask, word)]));
  }
  if (bdd.implies(main, diagram) === TRUE) {
    const addition = formulaBetween(bdd, bdd.and(diagram, bdd.not(main)), diagram, atomWord);
    consider("add", andWords([addition, mask(group.mask, word)]));
  }
  return best;
}

/** The atoms of the main function, held at a constant in the bits of groups that need it so. */
function masked(merges: readonly Merge[], wordOf: AtomWord, word: number): AtomWord {
  return (variable) => {
    const held = (value: boolean): number =>
      maskOf(
        merges.flatMap((each) =>
          each.kind === "atom" && each.variable === variable && each.value === value
            ? [each.group]
            : [],
        ),
      );
    const atLeast = orWords([wordOf(variable), mask(held(true), word)]);
    return held(false) === 0 ? atLeast : andWords([atLeast, notWord(mask(held(false), word))]);
  };
}

function maskOf(groups: readonly BitGroup[]): number {
  return groups.reduce((sum, group) => (sum | group.mask) >>> 0, 0);
}
