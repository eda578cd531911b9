/** Decides which of a step's temporaries are worth a constant of their own. */

import { definitely } from "../base/unreachable.ts";
import type { WordExpr } from "./plan.ts";
import { andWords, depthOf, operandsOfWord, orWords } from "./word-expr.ts";

/** What is nested deeper than this is split over several statements, even if it is read once. */
const MOST_DEPTH = 8;

export interface StepWords {
  readonly value: WordExpr;
  readonly temporaries: readonly WordExpr[];
}

/**
 * The same words, with temporaries that are read once written where they are read, unless that nests too
 * deep, and without those that nothing reads.
 * @param temporaries each reads earlier ones only.
 */
export function keepShared({ value, temporaries }: StepWords): StepWords {
  const reads = countReads(value, temporaries);
  const kept: WordExpr[] = [];
  const replacements: WordExpr[] = [];
  const rewrite = (expr: WordExpr): WordExpr => {
    switch (expr.kind) {
      case "temporary":
        return definitely(replacements[expr.index], "a temporary reads earlier ones only");
      case "and":
        return andWords(expr.operands.map(rewrite));
      case "or":
        return orWords(expr.operands.map(rewrite));
      case "xor":
        return { ...expr, operands: expr.operands.map(rewrite) };
      case "not":
      case "shift":
      case "broadcast":
        return { ...expr, operand: rewrite(expr.operand) };
      default:
        return expr;
    }
  };
  temporaries.forEach((temporary, at) => {
    const count = reads[at] ?? 0;
    // What nothing reads may itself read what nothing else does.
    const rewritten = count === 0 ? temporary : rewrite(temporary);
    const isWritten = count > 1 || (count === 1 && depthOf(rewritten) > MOST_DEPTH);
    replacements.push(
      isWritten ? { kind: "temporary", index: kept.push(rewritten) - 1 } : rewritten,
    );
  });
  return { value: rewrite(value), temporaries: kept };
}

/** How often the value and the temporaries that it needs read each of them. */
function countReads(value: WordExpr, temporaries: readonly WordExpr[]): readonly number[] {
  const reads = temporaries.map(() => 0);
  const visit = (expr: WordExpr): void => {
    if (expr.kind === "temporary") reads[expr.index] = (reads[expr.index] ?? 0) + 1;
    operandsOfWord(expr).forEach(visit);
  };
  visit(value);
  // Later ones read earlier ones, so each is known to be read before it is looked into.
  for (let at = temporaries.length - 1; at >= 0; at--) {
    const temporary = temporaries[at];
    if (temporary !== undefined && (reads[at] ?? 0) > 0) visit(temporary);
  }
  return reads;
}
