/**
 * Resolves the names in an expression. An unresolvable name is reported and becomes `none`, so that
 * one mistake causes one diagnostic.
 */

import { nearestName } from "../base/nearest-name.ts";
import type { Span } from "../base/span.ts";
import { unreachable } from "../base/unreachable.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { foreignWordHint } from "../diagnostics/foreign-words.ts";
import {
  bitOfWhichBitmap,
  enumNotCompared,
  thisBitMissing,
  unknownName,
  wrongKind,
} from "../diagnostics/names.ts";
import { declarationCycle } from "../diagnostics/rules.ts";
import type { ClassDeclaration, Expression, Identifier, Path } from "../../grammar/syntax-tree.ts";
import { kindWords, type Declared } from "./declarations.ts";
import { findBit, findWord, type BitPath } from "./find-bit.ts";
import { bitsNamed } from "./layout.ts";
import type { Bitmap, Expr, ExprForm } from "./model.ts";
import { resolveApplied, resolveEnum, resolveHas } from "./resolve-questions.ts";
import { resolveList } from "./resolve-targets.ts";
import { fail, lookUp, NONE, visibleNames, type Scope } from "./scope.ts";

export function resolveExpression(scope: Scope, expression: Expression): Expr {
  const { span } = expression;
  const resolve = (operand: Expression): Expr => resolveExpression(scope, operand);
  switch (expression.kind) {
    case "not":
      return { kind: "not", operand: resolve(expression.operand), span };
    case "and":
    case "or":
    case "xor":
      return { kind: expression.kind, operands: expression.operands.map(resolve), span };
    case "implies":
      return {
        kind: "implies",
        premise: resolve(expression.premise),
        conclusion: resolve(expression.conclusion),
        span,
      };
    case "choice":
      return {
        kind: "choice",
        condition: resolve(expression.condition),
        whenTrue: resolve(expression.whenTrue),
        whenFalse: resolve(expression.whenFalse),
        span,
      };
    default:
      return atPlace(resolveAtom(scope, expression), span);
  }
}

/** Most atoms are bits; to copy a form whose kind is not known takes several times as long. */
function atPlace(form: ExprForm, span: Span): Expr {
  switch (form.kind) {
    case "bit":
      return { kind: "bit", bitmap: form.bitmap, bit: form.bit, span };
    case "this":
      return { kind: "this", bitmap: form.bitmap, span };
    default:
      return { ...form, span };
  }
}

/** The forms of expressions that have no operands. */
type Atom = Extract<Expression, { kind: "constant" | "name" | "has" | "enum" | "is" }>;

function resolveAtom(scope: Scope, expression: Atom): ExprForm {
  switch (expression.kind) {
    case "constant":
      return { kind: "constant", value: expression.value };
    case "name":
      return resolveName(scope, expression.path);
    case "has":
      return resolveHas(scope, expression);
    case "enum":
      return resolveEnum(scope, expression);
    case "is":
      return resolveApplied(scope, expression, () => resolveName(scope, expression.path));
    default:
      return unreachable(expression);
  }
}

function resolveName(scope: Scope, path: Path): ExprForm {
  const [first] = path.parts;
  if (first === undefined) return NONE;
  const isShort = path.parts.length === 1 && path.index === undefined;
  const declared = lookUp(scope, first.text);
  if (declared === undefined) return resolveOwnBit(scope, path, first);
  return isShort
    ? resolveDeclared(scope, declared, first)
    : resolveBitOf(scope, declared, path, first);
}

function resolveDeclared(scope: Scope, declared: Declared, { text, span }: Identifier): ExprForm {
  switch (declared.kind) {
    case "input":
    case "caps": {
      if (scope.thisLayout !== undefined) return { kind: "this", bitmap: declared };
      const bit = declared.layout.bits[0]?.name ?? "BIT";
      return fail(scope, report(thisBitMissing, span, { name: text, bit }));
    }
    case "flag":
      return { kind: "flag", flag: declared };
    case "enum": {
      const value = declared.values[0] ?? "VALUE";
      return fail(scope, report(enumNotCompared, span, { name: text, value }));
    }
    case "class":
      return { kind: "class", name: text, body: expandClass(scope, declared.declaration) };
    case "set": {
      if (scope.thisLayout !== undefined) {
        const list = resolveList(scope, scope.thisLayout, declared.declaration);
        return { kind: "member", list };
      }
      scope.used.add(declared.declaration);
      const expected = "a condition: a condition has no bit of its own";
      return fail(scope, report(wrongKind, span, { name: text, actual: "a set", expected }));
    }
    default:
      return unreachable(declared);
  }
}

/** `host.XSAVE`, `host.CPUID_1_ECX.XSAVE`, `host.CPUID_1_ECX[26]`. */
function resolveBitOf(scope: Scope, declared: Declared, path: Path, first: Identifier): ExprForm {
  if (declared.kind === "input" || declared.kind === "caps") {
    return bitOfBitmap(scope, declared, {
      parts: path.parts.slice(1),
      index: path.index,
      span: path.span,
    });
  }
  if (scope.set?.set.layout.words.some(({ name }) => name === first.text) === true) {
    return resolveOwnBit(scope, path, first);
  }
  const actual = kindWords(declared);
  const expected = "an input, a capability set or a leaf";
  return fail(scope, report(wrongKind, first.span, { name: first.text, actual, expected }));
}

function bitOfBitmap(scope: Scope, bitmap: Bitmap, path: BitPath): ExprForm {
  if (path.parts.length === 0 && path.index !== undefined) {
    const { name } = bitmap;
    const expected = `a leaf: write \`${name}.LEAF[${path.index.value}]\` with the leaf's name`;
    return fail(scope, report(wrongKind, path.span, { name, actual: kindWords(bitmap), expected }));
  }
  const found = findBit(bitmap.layout, path);
  if ("bit" in found) return { kind: "bit", bitmap, bit: found.bit };
  return path.parts.some(({ text }) => scope.brokenNames.has(text))
    ? NONE
    : fail(scope, found.problem);
}

/** A bit of the capability set around: its own final value. */
function resolveOwnBit(scope: Scope, path: Path, first: Identifier): ExprForm {
  if (scope.brokenNames.has(first.text)) return NONE;
  const own = scope.set?.set;
  const isShort = path.parts.length === 1 && path.index === undefined;
  if (own === undefined) return fail(scope, nameWithoutSet(scope, first, isShort));
  if (!isShort && "problem" in findWord(own.layout, first)) {
    const bitmaps = visibleNames(scope).filter((name) => isBitmap(lookUp(scope, name)));
    const leaves = own.layout.words.map(({ name }) => name);
    return fail(
      scope,
      report(unknownName, first.span, {
        name: first.text,
        expected: "input, capability set or leaf",
        nearest: () => nearestName(first.text, [...bitmaps, ...leaves]),
      }),
    );
  }
  const found = findBit(own.layout, { parts: path.parts, index: path.index, span: path.span });
  if ("bit" in found) return { kind: "bit", bitmap: own, bit: found.bit };
  const isUnknown = isShort && found.problem.code === unknownName.code;
  return fail(scope, isUnknown ? unknownShortName(scope, first) : found.problem);
}

function unknownShortName(scope: Scope, { text, span }: Identifier): Diagnostic {
  const bits = scope.set?.set.layout.bits.map(({ name }) => name) ?? [];
  const remedy = foreignWordHint(text);
  const nearest = (): string | undefined => nearestName(text, [...visibleNames(scope), ...bits]);
  return report(unknownName, span, {
    name: text,
    expected: "input, flag, class, set or bit",
    nearest: remedy === undefined ? nearest : () => undefined,
    remedy,
  });
}

function nameWithoutSet(scope: Scope, first: Identifier, isShort: boolean): Diagnostic {
  const layouts = [...scope.namespace.layouts.values()];
  const isBit = layouts.some((layout) => bitsNamed(layout, first.text).length > 0);
  return isShort && isBit
    ? report(bitOfWhichBitmap, first.span, { name: first.text })
    : unknownShortName(scope, first);
}

function isBitmap(declared: Declared | undefined): declared is Bitmap {
  return declared?.kind === "input" || declared?.kind === "caps";
}

export function expandClass(scope: Scope, declaration: ClassDeclaration): Expr {
  scope.used.add(declaration);
  // Conditions are not cached: they have no "this bit", so the body may resolve differently there.
  const cache = scope.thisLayout === undefined ? undefined : scope.set?.classBodies;
  const known = cache?.get(declaration);
  if (known !== undefined) return known;
  if (scope.expanding.includes(declaration)) {
    const path = [...scope.expanding, declaration].map(({ name }) => name.text).join(" → ");
    const problem = report(declarationCycle, declaration.name.span, { kind: "class", path });
    return { ...fail(scope, problem), span: declaration.value.span };
  }
  const inner = { ...scope, isClaim: false, expanding: [...scope.expanding, declaration] };
  const body = resolveExpression(inner, declaration.value);
  cache?.set(declaration, body);
  return body;
}
