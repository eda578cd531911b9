/** Decides which of a step's temporaries are worth a constant of their own. */

import { definitely } from "../../base/unreachable.ts";
import type { WordExpr } from "./plan.ts";
import { andWords, depthOf, operandsOfWord, orWords } from "./word-expr.ts";

/** Deeper expressions are split into several statements, even if each part is read only once. */
const MOST_DEPTH = 8;

export interface StepWords {
  readonly value: WordExpr;
  readonly temporaries: readonly WordExpr[];
}

/**
 * Inlines temporaries that are read once, unless the result nests too deep, and drops temporaries
 * that are never read.
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
    // An unread temporary is not rewritten: it may read others that are dropped as well.
    const rewritten = count === 0 ? temporary : rewrite(temporary);
    const isWritten = count > 1 || (count === 1 && depthOf(rewritten) > MOST_DEPTH);
    replacements.push(
      isWritten ? { kind: "temporary", index: kept.push(rewritten) - 1 } : rewritten,
    );
  });
  return { value: rewrite(value), temporaries: kept };
}

/** Counts how often each temporary is read by the value and by temporaries that the value needs. */
function countReads(value: WordExpr, temporaries: readonly WordExpr[]): readonly number[] {
  const reads = temporaries.map(() => 0);
  const visit = (expr: WordExpr): void => {
    if (expr.kind === "temporary") reads[expr.index] = (reads[expr.index] ?? 0) + 1;
    operandsOfWord(expr).forEach(visit);
  };
  visit(value);
  // Temporaries read earlier ones only, so in this order each count is final when it is used.
  for (let at = temporaries.length - 1; at >= 0; at--) {
    const temporary = temporaries[at];
    if (temporary !== undefined && (reads[at] ?? 0) > 0) visit(temporary);
  }
  return reads;
}
