/** Every text that differs from an emitted module in one number, field, operator, sign or statement of chosen functions. */

import ts from "typescript";

export interface EmittedMutant {
  readonly what: string;
  /** The whole module. */
  readonly code: string;
}

/** Members of CPUID entries; each is replaced by the next one. */
export const FIELDS: readonly string[] = ["function", "index", "flags", "eax", "ebx", "ecx", "edx"];

/** The replacements of each operator; none of them makes a loop endless. */
const OTHER_OPERATORS: ReadonlyMap<string, readonly string[]> = new Map([
  ["===", ["!=="]],
  ["!==", ["==="]],
  ["<", ["<=", ">="]],
  [">=", [">", "<"]],
  ["||", ["&&"]],
  ["&&", ["||"]],
  ["&", ["|"]],
  ["|", ["&", "^"]],
  ["<<", [">>>"]],
  [">>>", ["<<"]],
  ["%", ["*"]],
  ["*", ["+"]],
  ["+", ["-"]],
  ["-", ["+"]],
  ["|=", ["=", "&="]],
]);

/**
 * The mutants of JavaScript text.
 * @param isChosen whether a statement of the module, or of one of its functions, is mutated
 */
export function emittedMutants(
  code: string,
  isChosen: (statement: ts.Statement) => boolean,
): readonly EmittedMutant[] {
  const source = ts.createSourceFile("m.js", code, ts.ScriptTarget.ES2022, true);
  const mutants: EmittedMutant[] = [];
  const visit = (node: ts.Node): void => {
    const where = (ts.isExpression(node) ? node.parent : node).getText().split("\n")[0] ?? "";
    for (const { from, to } of replacements(node)) {
      const [old] = from.getText().split("\n");
      mutants.push({
        what: `${old ?? ""} → ${to} in ${where}`,
        code: `${code.slice(0, from.getStart())} ${to} ${code.slice(from.end)}`,
      });
    }
    ts.forEachChild(node, visit);
  };
  const choose = (statement: ts.Statement): void => {
    if (isChosen(statement)) visit(statement);
    else if (ts.isFunctionDeclaration(statement)) statement.body?.statements.forEach(choose);
  };
  source.statements.forEach(choose);
  return mutants;
}

interface Replacement {
  readonly from: ts.Node;
  readonly to: string;
}

function replacements(node: ts.Node): readonly Replacement[] {
  const { parent } = node;
  if (ts.isNumericLiteral(node) && !isFallback(node)) {
    const value = Number(node.text);
    return [value + 1, value - 1]
      .filter((each) => each >= 0)
      .map((each) => ({ from: node, to: String(each) }));
  }
  if (ts.isIdentifier(node) && ts.isPropertyAccessExpression(parent) && parent.name === node) {
    const at = FIELDS.indexOf(node.text);
    return at === -1 ? [] : [{ from: node, to: FIELDS[(at + 1) % FIELDS.length] ?? "" }];
  }
  if (ts.isBinaryExpression(node)) {
    const from = node.operatorToken;
    const others = OTHER_OPERATORS.get(from.getText()) ?? [];
    return others.map((to) => ({ from, to }));
  }
  if (ts.isPrefixUnaryExpression(node)) return [{ from: node, to: node.operand.getText() }];
  if (ts.isExpressionStatement(node) || isBreakBeforeCase(node)) return [{ from: node, to: ";" }];
  if (ts.isIfStatement(node)) {
    return ["true", "false"].map((to) => ({ from: node.expression, to }));
  }
  return [];
}

function isBreakBeforeCase(node: ts.Node): boolean {
  const clause = ts.findAncestor(node, ts.isCaseClause);
  return ts.isBreakStatement(node) && clause !== clause?.parent.clauses.at(-1);
}

/** The operand after `??` is for the type checker only: every element that is read exists. */
function isFallback(node: ts.NumericLiteral): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken &&
    parent.right === node
  );
}
