/** Emits the statements of one step of a word plan, for `init` and its batch form alike. */

import { definitely } from "../../../base/unreachable.ts";
import type { Bitmap } from "../../../model/model.ts";
import type { SetPlan } from "../../plan/plan.ts";
import type { BitmapNames, LocalNames } from "./set-names.ts";
import { emitWordExpr, type Reads } from "./word-expression.ts";

/** The expressions by which a function accesses the words of its arrays. */
export interface Elements {
  readonly word: (names: BitmapNames, word: number) => string;
  /** A word of `out`. */
  readonly own: (word: number) => string;
  readonly assign: (word: number, value: string) => string;
  readonly refine: (word: number, operator: "|" | "&", value: string) => string;
}

/** @param at position among the plan's steps. */
export function emitStep(
  plan: SetPlan,
  at: number,
  local: LocalNames,
  elements: Elements,
): readonly string[] {
  const { word, action, value, temporaries } = definitely(plan.steps[at], "a step of the plan");
  const reads = readsAt(plan, at, local, elements);
  const expr = emitWordExpr(value, reads);
  const constants = [
    ...defineRepeated(at, local, elements),
    ...temporaries.map(
      (temporary, index) => `const ${reads.temporary(index)} = ${emitWordExpr(temporary, reads)};`,
    ),
  ];
  const unfinished = local.unfinished.get(word);
  if (action === "assign") {
    return unfinished === undefined
      ? [...constants, elements.assign(word, expr)]
      : [...constants, `const ${unfinished} = ${expr};`];
  }
  const operator = action === "merge" ? "|" : "&";
  return isFirstRefinement(plan, at) && unfinished !== undefined
    ? [...constants, elements.assign(word, `${unfinished} ${operator} (${expr})`)]
    : [...constants, elements.refine(word, operator, expr)];
}

function defineRepeated(at: number, local: LocalNames, elements: Elements): readonly string[] {
  return Array.from(local.bitmaps.values(), (names) =>
    [...(local.repeated.get(names.bitmap) ?? [])]
      .filter(([, { step }]) => step === at)
      .map(([word, { name }]) => `const ${name} = ${elements.word(names, word)};`),
  ).flat();
}

function readsAt(plan: SetPlan, at: number, local: LocalNames, elements: Elements): Reads {
  return {
    layout: plan.set.layout,
    word: (bitmap, word) => {
      const repeated = local.repeated.get(bitmap)?.get(word);
      if (repeated !== undefined && repeated.step <= at) return repeated.name;
      return elements.word(namesOf(local, bitmap), word);
    },
    own: (word) => {
      const isUnfinished = isFirstRefinement(plan, at) && plan.steps[at]?.word === word;
      return (isUnfinished ? local.unfinished.get(word) : undefined) ?? elements.own(word);
    },
    temporary: (index) =>
      definitely(local.temporaries.get(at)?.[index], "a step lists its temporaries"),
    flag: (flag) => definitely(local.flags.get(flag), "a plan lists the flags that it reads"),
    value: (enumeration, value) =>
      definitely(
        local.values.get(enumeration)?.get(value),
        "a plan lists the enumerations that it reads",
      ),
  };
}

/** True if the previous step assigns the same word. */
function isFirstRefinement({ steps }: SetPlan, at: number): boolean {
  return steps[at - 1]?.action === "assign" && steps[at - 1]?.word === steps[at]?.word;
}

function namesOf(local: LocalNames, bitmap: Bitmap): BitmapNames {
  return definitely(local.bitmaps.get(bitmap), "a plan lists the bitmaps that it reads");
}
