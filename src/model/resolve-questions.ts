/** Resolves the questions `has`, `==` and `is`. */

import { nearestName } from "../base/nearest-name.ts";
import { spanText } from "../base/span.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { noCpuidEntry, unknownName, unknownValue, wrongKind } from "../diagnostics/names.ts";
import { classAskedInRule } from "../diagnostics/proofs.ts";
import type {
  AppliedExpression,
  EnumExpression,
  HasExpression,
  Identifier,
} from "../../grammar/syntax-tree.ts";
import { kindWords, type Declared } from "./declarations.ts";
import { findClass } from "./find-class.ts";
import { findWord } from "./find-bit.ts";
import { findEnum } from "./find-enum.ts";
import type { ExprForm } from "./model.ts";
import { fail, lookUp, NONE, visibleNames, type Scope } from "./scope.ts";

/** `guest has CPUID_1_ECX` */
export function resolveHas(scope: Scope, { bitmap, leaf }: HasExpression): ExprForm {
  const input = lookUp(scope, bitmap.text);
  if (input?.kind !== "input") {
    const isBroken = scope.brokenNames.has(bitmap.text);
    return isBroken ? NONE : fail(scope, notAnInput(scope, bitmap, input));
  }
  const word = findWord(input.layout, leaf);
  if ("problem" in word) return fail(scope, word.problem);
  return word.address === undefined
    ? fail(scope, report(noCpuidEntry, leaf.span, { word: leaf.text }))
    : { kind: "has", input, entry: word.address.entry };
}

function notAnInput(
  scope: Scope,
  { text, span }: Identifier,
  declared: Declared | undefined,
): Diagnostic {
  if (declared !== undefined) {
    return report(wrongKind, span, {
      name: text,
      actual: kindWords(declared),
      expected: "an input",
    });
  }
  const inputs = visibleNames(scope).filter((name) => lookUp(scope, name)?.kind === "input");
  const nearest = (): string | undefined => nearestName(text, inputs);
  return report(unknownName, span, { name: text, expected: "input", nearest });
}

/** `vendor == amd`, `host.vendor == amd` */
export function resolveEnum(scope: Scope, expression: EnumExpression): ExprForm {
  const { text } = expression.enum;
  const enumeration = findEnum(scope, expression.enum);
  if ("problem" in enumeration) {
    return enumeration.problem === undefined ? NONE : fail(scope, enumeration.problem);
  }
  if (text.includes(".")) scope.namespace.comparedEnums.add(enumeration);
  const values = expression.values.flatMap((value) => {
    const position = enumeration.values.indexOf(value.text);
    if (position !== -1) return [position];
    const nearest = (): string | undefined => nearestName(value.text, enumeration.values);
    fail(
      scope,
      report(unknownValue, value.span, { enumeration: text, value: value.text, nearest }),
    );
    return [];
  });
  const test: ExprForm = { kind: "enum", enumeration, values };
  return expression.negated ? { kind: "not", operand: { ...test, span: expression.span } } : test;
}

/**
 * `vcpu is hidden`, `vcpu.AVX is hidden`; the class is one that the rules of that set can apply.
 * @param resolvePath resolves the name of a set or of a bit, and reports what is wrong with it.
 */
export function resolveApplied(
  scope: Scope,
  { path, class: name, span }: AppliedExpression,
  resolvePath: () => ExprForm,
): ExprForm {
  const [first] = path.parts;
  // `vendor is amd` is a misspelt comparison.
  if (first !== undefined && lookUp(scope, first.text)?.kind === "enum") return resolvePath();
  if (!scope.isClaim) return fail(scope, report(classAskedInRule, span, {}));
  const known = scope.diagnostics.length;
  const asked = resolvePath();
  const set = asked.kind === "this" || asked.kind === "bit" ? asked.bitmap : undefined;
  if (set?.kind !== "caps") {
    // A name that could not be resolved was reported already.
    if (asked.kind === "constant" || scope.diagnostics.length > known) return NONE;
    const names = { name: spanText(path.span), actual: ASKED[asked.kind] ?? "something else" };
    const expected = "a capability set or a bit of one";
    return fail(scope, report(wrongKind, path.span, { ...names, expected }));
  }
  const declaration = findClass({ ...scope, set: scope.setScopes.get(set) }, name);
  if (declaration === undefined) return NONE;
  scope.used.add(declaration);
  const bit = asked.kind === "bit" ? asked.bit : undefined;
  return { kind: "applied", set, bit, className: name.text };
}

/** Names, for the message, what stands before `is` if it is no capability set. */
const ASKED: Readonly<Partial<Record<ExprForm["kind"], string>>> = {
  this: "an input",
  bit: "a bit of an input",
  flag: "a flag",
  class: "a class",
  member: "a set",
};
