/** Finds the class that a name means. */

import { nearestName } from "../base/nearest-name.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { unknownName, wrongKind } from "../diagnostics/names.ts";
import type { ClassDeclaration, Identifier } from "../../grammar/syntax-tree.ts";
import { kindWords } from "./declarations.ts";
import { lookUp, visibleNames, type Scope } from "./scope.ts";

/** Returns undefined and reports the name if no class has it. */
export function findClass(scope: Scope, { text, span }: Identifier): ClassDeclaration | undefined {
  const declared = lookUp(scope, text);
  if (declared?.kind === "class") return declared.declaration;
  if (scope.brokenNames.has(text)) return undefined;
  const isClass = (name: string): boolean => lookUp(scope, name)?.kind === "class";
  const nearest = (): string | undefined => nearestName(text, visibleNames(scope).filter(isClass));
  scope.diagnostics.push(
    declared === undefined
      ? report(unknownName, span, { name: text, expected: "class", nearest })
      : report(wrongKind, span, {
          name: text,
          actual: kindWords(declared),
          expected: "a class",
        }),
  );
  return undefined;
}
