/**
 * Recognises the statements that only check arguments: they throw or do nothing at all, so what
 * follows them computes the same as without them.
 */

import type { ts } from "ts-morph";
import type { TypeScript } from "./evaluate.ts";
import type { EmittedModule } from "./module.ts";

/** Functions of JavaScript that a check may call; it may also call functions of the module. */
const PURE_FUNCTIONS: ReadonlySet<string> = new Set(["String", "Number.isSafeInteger"]);

/** Operators that a check may use; none of them assigns. */
const OPERATORS: ReadonlySet<string> = new Set(["===", "!==", "<", "||", "&&", "*", "instanceof"]);

/** The surroundings of a statement. */
interface Scope {
  readonly module: EmittedModule;
  /** Names that the function itself declares; a call of one is not followed. */
  readonly hidden: ReadonlySet<string>;
  /** The functions that are being examined. */
  readonly callers: readonly string[];
}

/** `if (…) throw …;`, or a call of a function of the module that writes nothing; `locals` hide them. */
export function isCheckingStatement(
  ts: TypeScript,
  module: EmittedModule,
  locals: ReadonlySet<string>,
  statement: ts.Statement,
): boolean {
  const scope: Scope = { module, hidden: locals, callers: [] };
  if (ts.isIfStatement(statement)) {
    const { expression, thenStatement, elseStatement } = statement;
    const isGuard = isThrow(ts, thenStatement) && elseStatement === undefined;
    return isGuard && writesNothing(ts, scope, expression);
  }
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) {
    return false;
  }
  return writesNothing(ts, scope, statement.expression);
}

function isThrow(ts: TypeScript, statement: ts.Statement): boolean {
  if (!ts.isBlock(statement)) return ts.isThrowStatement(statement);
  return statement.statements.length === 1 && statement.statements.every(ts.isThrowStatement);
}

/** True if the code consists of the few kinds of nodes that checks have, and none of it writes. */
function writesNothing(ts: TypeScript, scope: Scope, node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return isHarmlessCall(ts, scope, node);
  if (ts.isThrowStatement(node) && ts.isNewExpression(node.expression)) {
    const { arguments: values = [] } = node.expression;
    return values.every((value) => writesNothing(ts, scope, value));
  }
  return isReading(ts, node) && everyChild(ts, node, (child) => writesNothing(ts, scope, child));
}

function isReading(ts: TypeScript, node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) return isOperator(ts, node.operatorToken);
  if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isPropertyAccessExpression(node)) return node.name.text === "length";
  return (
    isOperator(ts, node) ||
    ts.isBlock(node) ||
    ts.isIfStatement(node) ||
    ts.isThrowStatement(node) ||
    ts.isExpressionStatement(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isTypeOfExpression(node) ||
    ts.isTemplateExpression(node) ||
    ts.isTemplateSpan(node) ||
    ts.isIdentifier(node) ||
    ts.isLiteralExpression(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node) ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}

function isOperator(ts: TypeScript, token: ts.Node): boolean {
  return OPERATORS.has(ts.tokenToString(token.kind) ?? "");
}

function isHarmlessCall(ts: TypeScript, scope: Scope, call: ts.CallExpression): boolean {
  const { module, hidden, callers } = scope;
  if (!call.arguments.every((value) => writesNothing(ts, scope, value))) return false;
  const callee = calledName(ts, call.expression);
  if (callee === undefined) return false;
  const [root = callee] = callee.split(".");
  if (hidden.has(root) || callers.includes(callee)) return false;
  const declaration = module.functions.get(callee);
  if (declaration === undefined) return PURE_FUNCTIONS.has(callee) && !module.names.has(root);
  return isCheck(ts, { ...scope, callers: [...callers, callee] }, declaration);
}

/** `f` or `a.f`; undefined for every other callee. */
function calledName(ts: TypeScript, callee: ts.Expression): string | undefined {
  if (ts.isIdentifier(callee)) return callee.text;
  if (!ts.isPropertyAccessExpression(callee) || callee.questionDotToken !== undefined) {
    return undefined;
  }
  return ts.isIdentifier(callee.expression)
    ? `${callee.expression.text}.${callee.name.text}`
    : undefined;
}

function isCheck(ts: TypeScript, scope: Scope, declaration: ts.FunctionDeclaration): boolean {
  const { parameters, modifiers = [], asteriskToken, body } = declaration;
  const names = parameters.map(({ name, initializer }) =>
    ts.isIdentifier(name) && initializer === undefined ? name.text : undefined,
  );
  const known = names.filter((name) => name !== undefined);
  const isPlain =
    known.length === names.length &&
    asteriskToken === undefined &&
    modifiers.every(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (body === undefined || !isPlain) return false;
  return writesNothing(ts, { ...scope, hidden: new Set(known) }, body);
}

function everyChild(ts: TypeScript, node: ts.Node, isFine: (child: ts.Node) => boolean): boolean {
  return ts.forEachChild(node, (child) => !isFine(child)) !== true;
}
