/** Finds the enumeration that a name means: one of the program, or one that an input has from its layout. */

import { nearestName } from "../base/nearest-name.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { unknownName, wrongKind } from "../diagnostics/names.ts";
import type { Identifier } from "../../grammar/syntax-tree.ts";
import { kindWords } from "./declarations.ts";
import type { Enumeration } from "./model.ts";
import { lookUp, visibleNames, type Scope } from "./scope.ts";

/**
 * The problem is undefined if the declaration stands in text that could not be parsed, which was
 * reported already.
 */
export function findEnum(
  scope: Scope,
  { text, span }: Identifier,
): Enumeration | { readonly problem: Diagnostic | undefined } {
  const [owner = "", own] = text.split(".");
  const declared = lookUp(scope, owner);
  if (own === undefined && declared?.kind === "enum") return declared;
  if (own !== undefined && declared?.kind === "input") {
    const found = declared.enums.find(({ name }) => name === text);
    if (found !== undefined) return found;
  }
  if (scope.brokenNames.has(owner)) return { problem: undefined };
  const isUnknown = declared === undefined || (own !== undefined && declared.kind === "input");
  if (isUnknown) {
    const nearest = (): string | undefined => nearestName(text, visibleEnums(scope));
    return { problem: report(unknownName, span, { name: text, expected: "enum", nearest }) };
  }
  const expected = own === undefined ? "an enum" : "an input";
  const names = { name: owner, actual: kindWords(declared), expected };
  return { problem: report(wrongKind, span, names) };
}

function visibleEnums(scope: Scope): readonly string[] {
  return visibleNames(scope).flatMap((name) => {
    const declared = lookUp(scope, name);
    if (declared?.kind === "input") return declared.enums.map((each) => each.name);
    return declared?.kind === "enum" ? [name] : [];
  });
}
