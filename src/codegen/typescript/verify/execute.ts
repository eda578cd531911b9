/**
 * Executes a function of the emitted module symbolically: what it writes lands in the arrays that it
 * is given.
 *
 * The subset: checks of the arguments first, then `const` declarations, writes to elements of `out`,
 * and one loop over rows.
 */

import type { ts } from "ts-morph";
import { readWord, writeWord, type OutArray } from "./arrays.ts";
import { isCheckingStatement } from "./checks.ts";
import { cannotFollow, elementIndex, evaluate, operate, type Frame } from "./evaluate.ts";
import { declaresWith, type EmittedModule } from "./module.ts";
import { enterRow } from "./row-loop.ts";
import type { Value } from "./value.ts";

/** The environment of an execution. */
export interface Execution {
  readonly frame: Omit<Frame, "declared" | "locals">;
  readonly module: EmittedModule;
  readonly out: OutArray;
}

/** The required type of a parameter, and its value. */
export interface Argument {
  readonly type: string;
  readonly value: Value;
}

interface Call {
  readonly execution: Execution;
  readonly frame: Frame & { readonly locals: Map<string, Value> };
}

/**
 * Executes a function and returns its result.
 * @throws CannotFollow at the first statement outside the subset.
 */
export function execute(
  execution: Execution,
  declaration: ts.FunctionDeclaration,
  values: readonly Argument[],
): Value | undefined {
  const { body, name = declaration } = declaration;
  const { ts } = execution.frame;
  if (body === undefined || !isPlainFunction(ts, declaration)) return cannotFollow(name);
  if (values.length !== declaration.parameters.length) {
    return cannotFollow(name, `it is given ${values.length} arguments`);
  }
  const locals = new Map<string, Value>();
  const declared = declaredNames(ts, declaration.parameters, body.statements);
  const frame = { ...execution.frame, declared, locals };
  const call: Call = { execution, frame };
  for (const [position, parameter] of declaration.parameters.entries()) {
    const argument = values[position];
    if (argument === undefined || !isPlainParameter(execution, parameter, argument.type)) {
      return cannotFollow(parameter);
    }
    bind(call, parameter, nameOf(call, parameter.name), argument.value);
  }
  return executeBody(call, body.statements);
}

function executeBody(call: Call, statements: readonly ts.Statement[]): Value | undefined {
  for (const [position, statement] of statements.entries()) {
    if (call.frame.ts.isReturnStatement(statement)) {
      const isLast = position === statements.length - 1;
      if (!isLast || statement.expression === undefined) return cannotFollow(statement);
      return evaluate(call.frame, statement.expression);
    }
    executeStatement(call, statement);
  }
  return undefined;
}

function executeStatement(call: Call, statement: ts.Statement): void {
  const { ts } = call.frame;
  if (ts.isVariableStatement(statement)) declareLocals(call, statement);
  else if (isCheckingStatement(ts, call.execution.module, call.frame.declared, statement)) {
    expectNothingWritten(call, statement);
  } else if (ts.isForStatement(statement)) executeRow(call, statement);
  else if (ts.isExpressionStatement(statement)) executeExpression(call, statement.expression);
  else cannotFollow(statement);
}

function declareLocals(call: Call, statement: ts.VariableStatement): void {
  const { ts } = call.frame;
  const { declarationList } = statement;
  if (!declaresWith(ts, declarationList, ts.NodeFlags.Const)) return cannotFollow(statement);
  for (const { name, initializer } of declarationList.declarations) {
    if (initializer === undefined) return cannotFollow(statement);
    const value = evaluate(call.frame, initializer);
    if (ts.isObjectBindingPattern(name)) takeMembers(call, name, value);
    else bind(call, name, nameOf(call, name), value);
  }
}

/** `const { host, class: class_, "host.vendor": host_vendor } = inputs;` */
function takeMembers(call: Call, pattern: ts.ObjectBindingPattern, value: Value): void {
  const { ts } = call.frame;
  if (value.kind !== "inputs") return cannotFollow(pattern, "it takes something else apart");
  for (const element of pattern.elements) {
    const { propertyName: key = element.name, name, dotDotDotToken, initializer } = element;
    const isNamed = ts.isIdentifier(key) || ts.isStringLiteral(key);
    if (!isNamed || dotDotDotToken !== undefined || initializer !== undefined) {
      return cannotFollow(element);
    }
    const member = value.members.get(key.text);
    if (member === undefined) return cannotFollow(element, "the rules read no such input");
    bind(call, element, nameOf(call, name), member);
  }
}

function executeRow(call: Call, loop: ts.ForStatement): void {
  const { locals } = call.frame;
  const isInLoop = [...locals.values()].some(({ kind }) => kind === "row");
  if (call.frame.form !== "rows" || isInLoop) return cannotFollow(loop);
  expectNothingWritten(call, loop);
  const { row, statements } = enterRow(call.frame, loop);
  const outside = new Set(locals.keys());
  bind(call, loop, row, { kind: "row" });
  for (const statement of statements) executeStatement(call, statement);
  for (const name of locals.keys()) if (!outside.has(name)) locals.delete(name);
}

function executeExpression(call: Call, node: ts.Expression): void {
  if (call.frame.ts.isBinaryExpression(node)) assign(call, node);
  else cannotFollow(node);
}

/** `out[5] = value`, `out[5] |= value` and their kind. */
function assign(call: Call, node: ts.BinaryExpression): void {
  const { frame } = call;
  const operator = assignmentOperator(frame.ts, node.operatorToken);
  if (operator === undefined || !frame.ts.isElementAccessExpression(node.left)) {
    return cannotFollow(node);
  }
  const target = evaluate(frame, node.left.expression);
  if (target.kind !== "array" || target.array.kind !== "out") {
    return cannotFollow(node, "it does not write to the set");
  }
  const { array } = target;
  const index = elementIndex(frame, node.left.argumentExpression, array);
  const right = evaluate(frame, node.right);
  const value = operator === "" ? right : operate(frame, node, operator, old(), right);
  if (value.kind !== "word") return cannotFollow(node.right);
  if (!writeWord(array, index, value.word)) cannotFollow(node.left, "the set has no such word");

  function old(): Value {
    const word = readWord(frame.bdd, frame.atoms, array, index);
    if (word === undefined) return cannotFollow(node.left, "it is read before it is written");
    return { kind: "word", word };
  }
}

/**
 * The operator of a compound assignment: `|` for `|=`, empty for `=`; undefined if the token does
 * not assign.
 */
function assignmentOperator(ts: Frame["ts"], token: ts.BinaryOperatorToken): string | undefined {
  if (token.kind === ts.SyntaxKind.EqualsToken) return "";
  const isCompound =
    token.kind >= ts.SyntaxKind.FirstCompoundAssignment &&
    token.kind <= ts.SyntaxKind.LastCompoundAssignment;
  return isCompound ? ts.tokenToString(token.kind)?.slice(0, -1) : undefined;
}

function nameOf({ frame }: Call, name: ts.BindingName): string {
  return frame.ts.isIdentifier(name) ? name.text : cannotFollow(name);
}

function bind({ frame }: Call, node: ts.Node, name: string, value: Value): void {
  if (frame.locals.has(name)) cannotFollow(node, `it declares \`${name}\` again`);
  frame.locals.set(name, value);
}

function expectNothingWritten({ execution }: Call, node: ts.Node): void {
  if (execution.out.written.size > 0) cannotFollow(node, "something is written before it");
}

function isPlainFunction(ts: Frame["ts"], declaration: ts.FunctionDeclaration): boolean {
  const isExportOnly = (declaration.modifiers ?? []).every(
    ({ kind }) => kind === ts.SyntaxKind.ExportKeyword,
  );
  return isExportOnly && declaration.asteriskToken === undefined;
}

function isPlainParameter(
  { module }: Execution,
  { dotDotDotToken, questionToken, initializer, type }: ts.ParameterDeclaration,
  expectedType: string,
): boolean {
  const isPlain = [dotDotDotToken, questionToken, initializer].every((part) => part === undefined);
  return isPlain && type?.getText(module.source) === expectedType;
}

/**
 * The names declared by the parameters, the function's own statements and its loop. No other block
 * is executed.
 */
function declaredNames(
  ts: Frame["ts"],
  parameters: readonly ts.ParameterDeclaration[],
  statements: readonly ts.Statement[],
): ReadonlySet<string> {
  const names = new Set<string>();
  const declare = ({
    name,
  }: ts.ParameterDeclaration | ts.VariableDeclaration | ts.BindingElement): void => {
    if (ts.isIdentifier(name)) names.add(name.text);
    else if (ts.isObjectBindingPattern(name)) name.elements.forEach(declare);
  };
  const visit = (statement: ts.Statement): void => {
    if (ts.isVariableStatement(statement)) statement.declarationList.declarations.forEach(declare);
    if (!ts.isForStatement(statement)) return;
    const { initializer, statement: body } = statement;
    if (initializer !== undefined && ts.isVariableDeclarationList(initializer)) {
      initializer.declarations.forEach(declare);
    }
    if (ts.isBlock(body)) body.statements.forEach(visit);
  };
  parameters.forEach(declare);
  statements.forEach(visit);
  return names;
}
