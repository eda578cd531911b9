/**
 * Parses an expression from outside of rule files, such as one on the command line, as a statement.
 */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { parse } from "../../grammar/parse.ts";
import type { AssertStatement, AssumeStatement, SyntaxTree } from "../../grammar/syntax-tree.ts";

export interface ReadExpression {
  /** A tree with the one statement, unless there are problems or diagnostics. */
  readonly tree: SyntaxTree;
  readonly diagnostics: readonly Diagnostic[];
  /** The problem of the text as a whole, in words; undefined if there is none. */
  readonly problem: string | undefined;
}

/** An expression that is to be proved, or one that is assumed. */
export type Claim = AssertStatement | AssumeStatement;

/** @param name the name of the text in diagnostics, such as `<expression>`. */
export function readExpression(
  text: string,
  name: string,
  keyword: "assert" | "assume",
): ReadExpression {
  // Indents continued lines, so that an expression may have several lines.
  const lines = text.replace(/\r\n?|\n/g, "\n    ");
  const { tree, diagnostics } = parse({ name, text: `${keyword} ${lines}` });
  const isNothing = /^(?:\s|#.*)*$/.test(text);
  return {
    tree,
    diagnostics: isNothing ? [] : diagnostics,
    problem: isNothing ? "the expression is empty" : problemOf(tree, diagnostics, keyword),
  };
}

function problemOf(
  { source, statements }: SyntaxTree,
  diagnostics: readonly Diagnostic[],
  keyword: Claim["kind"],
): string | undefined {
  const [statement] = statements;
  const rest = source.text.slice(statement?.span.end ?? source.text.length);
  if (/^\s*;\s*[^\s;#]/.test(rest)) return "only one expression can be given, without `;`";
  if (diagnostics.length > 0) return undefined;
  if (statement?.kind !== keyword) return "the expression is empty";
  return statement.because === undefined
    ? undefined
    : "`because` is only for rule files: leave it out";
}
