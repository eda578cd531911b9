/**
 * Recognises the statements that only check arguments: they throw or do nothing at all, so what
 * follows them computes the same as without them.
 */

import type { ts } from "ts-morph";
import type { TypeScript } from "./evaluate.ts";
import type { EmittedModule } from "./module.ts";

/** Methods that a check may call; they change nothing. */
const PURE_METHODS: ReadonlySet<string> = new Set([
  "includes",
  "isArray",
  "isInteger",
  "isSafeInteger",
  "join",
]);

/** `if (…) throw …;`, or a call of a function of the module that writes nothing; `locals` hide them. */
export function isCheckingStatement(
  ts: TypeScript,
  module: EmittedModule,
  locals: ReadonlySet<string>,
  statement: ts.Statement,
): boolean {
  if (ts.isIfStatement(statement)) {
    const { expression, thenStatement, elseStatement } = statement;
    const isGuard = isThrow(ts, thenStatement) && elseStatement === undefined;
    return isGuard && writesNothing(ts, module, expression);
  }
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) {
    return false;
  }
  const { expression: callee } = statement.expression;
  const isLocal = ts.isIdentifier(callee) && locals.has(callee.text);
  return !isLocal && writesNothing(ts, module, statement);
}

function isThrow(ts: TypeScript, statement: ts.Statement): boolean {
  if (!ts.isBlock(statement)) return ts.isThrowStatement(statement);
  return statement.statements.length === 1 && statement.statements.every(ts.isThrowStatement);
}

function writesNothing(
  ts: TypeScript,
  module: EmittedModule,
  node: ts.Node,
  callers: readonly string[] = [],
): boolean {
  if (isAssignment(ts, node)) return false;
  if (ts.isThrowStatement(node) && ts.isNewExpression(node.expression)) {
    const { arguments: values = [] } = node.expression;
    return values.every((value) => writesNothing(ts, module, value, callers));
  }
  if (ts.isNewExpression(node)) return false;
  if (ts.isCallExpression(node) && !isHarmlessCall(ts, module, node, callers)) return false;
  if (isUpdate(ts, node)) return false;
  return ts.forEachChild(node, (child) => !writesNothing(ts, module, child, callers)) !== true;
}

function isAssignment(ts: TypeScript, node: ts.Node): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isUpdate(ts: TypeScript, node: ts.Node): boolean {
  return (
    ts.isPostfixUnaryExpression(node) ||
    (ts.isPrefixUnaryExpression(node) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken ||
        node.operator === ts.SyntaxKind.MinusMinusToken)) ||
    ts.isDeleteExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isAwaitExpression(node)
  );
}

function isHarmlessCall(
  ts: TypeScript,
  module: EmittedModule,
  { expression }: ts.CallExpression,
  callers: readonly string[],
): boolean {
  if (ts.isPropertyAccessExpression(expression)) return PURE_METHODS.has(expression.name.text);
  if (!ts.isIdentifier(expression) || callers.includes(expression.text)) return false;
  const declaration = module.functions.get(expression.text);
  if (declaration === undefined) return expression.text === "String";
  return writesNothing(ts, module, declaration, [...callers, expression.text]);
}
