/** Plans the word operations that compute one capability set. */

import { limitedAt } from "../../base/limit.ts";
import { Bdd } from "../../bdd/bdd.ts";
import type { BitIndex } from "../../model/layout.ts";
import type { Bitmap, CapabilitySet, Enumeration, Flag, Model, Rule } from "../../model/model.ts";
import { setsReadBy } from "../../model/sets-read.ts";
import { planAtoms, type PlanAtoms } from "./atoms.ts";
import { combineByValue } from "./by-value.ts";
import { combineGroups, combineRestrictions } from "./combine-groups.ts";
import { groupBits, type WordGroups } from "./group-bits.ts";
import type { SetPlan, WordExpr, WordStep } from "./plan.ts";
import { formulaContext, type FormulaContext } from "./formula.ts";
import { defaultNotes, ruleNotes } from "./rule-notes.ts";
import { keepShared, type StepWords } from "./temporaries.ts";
import { costOf, operandsOfWord } from "./word-expr.ts";
import { wordPlace } from "./word-place.ts";

/**
 * @param words the words of the set to plan; their steps are the same as in a plan of all words.
 * @param mayOverlap tells whether several conditional rules of a bit apply in some case; used for
 *   comments only.
 * @throws LimitExceeded when the rules of one word are too large for diagrams.
 */
export function planSet(
  model: Model,
  set: CapabilitySet,
  words?: ReadonlySet<number>,
  mayOverlap: (conditional: readonly Rule[]) => boolean = () => false,
): SetPlan {
  const isOverlapping = (bit: BitIndex): boolean => mayOverlap(set.bits[bit]?.conditional ?? []);
  const atomsOf = rememberAtoms(model, set);
  const isWanted = (word: number): boolean => words === undefined || words.has(word);
  const assigned = new Set<number>();
  const steps = groupBits(set, isWanted, atomsOf).map((group): WordStep => {
    const { word, kind, by, parts } = group;
    const words = limitedAt(
      () => wordPlace(set, word, parts),
      () => computeGroup(group, atomsOf(word)),
    );
    const isRestriction = kind === "restriction";
    const merges = assigned.has(word) ? "merge" : "assign";
    if (!isRestriction) assigned.add(word);
    const notes = ruleNotes(parts, by);
    const overlapping = isRestriction ? [] : parts.map(({ bit }) => bit).filter(isOverlapping);
    return { word, action: isRestriction ? "restrict" : merges, ...words, notes, overlapping };
  });
  const reads = readsOf(steps);
  return {
    set,
    bitmaps: [...model.inputs, ...model.sets].filter((each) => reads.bitmaps.has(each)),
    flags: model.flags.filter((each) => reads.flags.has(each)),
    enumerations: model.enums.filter((each) => reads.enumerations.has(each)),
    defaultRules: defaultNotes(set),
    steps,
  };
}

/**
 * A step with more operations is also planned without covers, and the shorter plan is used. Sums of
 * products repeat terms that choices share: the comparison of two fields of n bits has 2^n products
 * but only 3 n choices.
 */
const LONG = 500;

function computeGroup(group: WordGroups, atoms: PlanAtoms): StepWords {
  const covered = wordsOf(group, atoms, formulaContext(atoms.bdd, atoms.wordOf));
  if (costOfStep(covered) <= LONG) return covered;
  const chosen = wordsOf(group, atoms, formulaContext(atoms.bdd, atoms.wordOf, 0));
  return costOfStep(chosen) < costOfStep(covered) ? chosen : covered;
}

function costOfStep({ value, temporaries }: StepWords): number {
  return [value, ...temporaries].reduce((sum, each) => sum + costOf(each), 0);
}

function wordsOf(
  { word, kind, cases, by }: WordGroups,
  { bdd, wordOf }: PlanAtoms,
  formulas: FormulaContext,
): StepWords {
  const place = { bdd, wordOf, word, formulas };
  const combine = kind === "restriction" ? combineRestrictions : combineGroups;
  const value =
    by === undefined
      ? combine(place, cases[0]?.groups ?? [])
      : combineByValue(place, kind, by, cases);
  return keepShared({ value, temporaries: formulas.temporaries });
}

function rememberAtoms(model: Model, set: CapabilitySet): (word: number) => PlanAtoms {
  const read = setsReadBy(set);
  const sets = model.sets.filter((each) => read.has(each));
  const readable = { flags: model.flags, bitmaps: [...model.inputs, ...sets] };
  const known = new Map<number, PlanAtoms>();
  return (word) => {
    const atoms = known.get(word) ?? planAtoms(new Bdd(), readable, set, word);
    known.set(word, atoms);
    return atoms;
  };
}

interface Reads {
  readonly bitmaps: Set<Bitmap>;
  readonly flags: Set<Flag>;
  readonly enumerations: Set<Enumeration>;
}

function readsOf(steps: readonly WordStep[]): Reads {
  const reads: Reads = { bitmaps: new Set(), flags: new Set(), enumerations: new Set() };
  const visit = (expr: WordExpr): void => {
    operandsOfWord(expr).forEach(visit);
    switch (expr.kind) {
      case "word":
      case "has":
        reads.bitmaps.add(expr.bitmap);
        break;
      case "flag":
        reads.flags.add(expr.flag);
        break;
      case "enum":
        reads.enumerations.add(expr.enumeration);
        break;
      default:
    }
  };
  for (const { value, temporaries } of steps) [value, ...temporaries].forEach(visit);
  return reads;
}
