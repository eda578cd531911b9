/** Warns of expressions that probably do not mean what they seem to, or could be shorter. */

import { spanText, type Span } from "../base/span.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { choiceOfConstants, implicationAsValue } from "../diagnostics/lints.ts";
import { operandsOf } from "../../grammar/expression-operands.ts";
import type { ChoiceExpression, Expression, ImpliesExpression } from "../../grammar/syntax-tree.ts";
import type { LoadedFile } from "../names/load.ts";
import { statedExpressions } from "./stated-expressions.ts";

/** Looks at the root files only. */
export function lintValues(files: readonly LoadedFile[]): readonly Diagnostic[] {
  return files
    .filter(({ isRoot }) => isRoot)
    .flatMap(({ tree }) => statedExpressions(tree.statements))
    .flatMap(({ expression, isGiven }) => [
      ...(isGiven ? lintImplications(expression) : []),
      ...lintChoices(expression),
    ]);
}

/**
 * A value that is an implication turns the bit on wherever the premise is off, which is rarely
 * meant. Parentheses show that it is.
 */
function lintImplications(value: Expression): readonly Diagnostic[] {
  if (value.kind === "choice") {
    return [value.whenTrue, value.whenFalse].flatMap(lintImplications);
  }
  if (value.kind !== "implies" || isInParentheses(value)) return [];
  const { premise, conclusion, span } = value;
  return [report(implicationAsValue, span, { member: memberMeant(premise.span, conclusion.span) })];
}

/** The span of an expression includes its parentheses. */
function isInParentheses({ span, premise }: ImpliesExpression): boolean {
  return span.start < premise.span.start;
}

/** `host->XSAVE`, without spaces as in C, is most likely `host.XSAVE`. */
function memberMeant(premise: Span, conclusion: Span): string | undefined {
  const { text } = premise.source;
  if (text.slice(premise.end, conclusion.start) !== "->") return undefined;
  const bitmap = /\w+$/.exec(spanText(premise))?.[0];
  const bit = /^\w+/.exec(spanText(conclusion))?.[0];
  return bitmap === undefined || bit === undefined ? undefined : `${bitmap}.${bit}`;
}

function lintChoices(expression: Expression): readonly Diagnostic[] {
  const inner = operandsOf(expression).flatMap(lintChoices);
  const plain = expression.kind === "choice" ? plainForm(expression) : undefined;
  return plain === undefined
    ? inner
    : [report(choiceOfConstants, expression.span, { plain }), ...inner];
}

/** `c ? all : none` is `c`. */
function plainForm({ condition, whenTrue, whenFalse }: ChoiceExpression): string | undefined {
  if (whenTrue.kind !== "constant" || whenFalse.kind !== "constant") return undefined;
  if (whenTrue.value === whenFalse.value) return whenTrue.value ? "all" : "none";
  const text = spanText(condition.span).replace(/\s+/g, " ");
  if (whenTrue.value) return text;
  if (condition.kind === "enum" && condition.values.length === 1) {
    const [enumeration, value] = [condition.enum.text, condition.values[0]?.text ?? ""];
    return `${enumeration} ${condition.negated ? "==" : "!="} ${value}`;
  }
  const isOneOperand = condition.kind === "name" || condition.kind === "not";
  return isOneOperand || text.startsWith("(") ? `!${text}` : `!(${text})`;
}
