/** Emits the flags and enumerations of a set: their interface and their checks. */

import type { FunctionDeclarationStructure, InterfaceDeclarationStructure } from "ts-morph";
import { definitely } from "../base/unreachable.ts";
import type { Enumeration, Flag } from "../model/model.ts";
import type { SetPlan } from "../plan/plan.ts";
import { escapeDoc, stringLiteral } from "./escape.ts";
import { property, readFlag } from "./flag-words.ts";
import type { ModuleNames, SetNames } from "./identifiers.ts";
import { StructureKind } from "./ts-morph.ts";

export function emitFlagsInterface(plan: SetPlan, name: string): InterfaceDeclarationStructure {
  const declare = (input: Flag | Enumeration, type: string) => ({
    name: property(input),
    type,
    isReadonly: true,
    docs: input.description === undefined ? [] : [escapeDoc(input.description)],
  });
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name,
    docs: [`The conditions that \`${plan.set.name}\` depends on.`],
    properties: [
      ...plan.flags.map((flag) => declare(flag, "boolean")),
      ...plan.enumerations.map((enumeration) =>
        declare(enumeration, enumeration.values.map(stringLiteral).join(" | ")),
      ),
    ],
  };
}

/**
 * The function that throws where a flag or an enumeration has none of its values; for callers without
 * types, it takes nothing at all as well.
 */
export function emitFlagsCheck(
  plan: SetPlan,
  names: SetNames,
  module: ModuleNames,
): FunctionDeclarationStructure {
  return {
    kind: StructureKind.Function,
    name: names.assertFlags,
    parameters: [{ name: "flags", type: `Partial<${names.flags}> | null | undefined` }],
    returnType: "void",
    statements: [
      ...plan.flags.map((flag) => {
        const argument = stringLiteral(readFlag(flag));
        return `assertBoolean(${argument}, ${readFlag(flag, "flags?")});`;
      }),
      ...plan.enumerations.map((enumeration) => {
        const check = module.enumerations.get(enumeration);
        return `${definitely(check, "every enumeration has a check")}(${readFlag(enumeration, "flags?")});`;
      }),
    ],
  };
}

/** The function that lets only the values of an enumeration pass. */
export function emitValueCheck(
  enumeration: Enumeration,
  name: string,
): FunctionDeclarationStructure {
  const isOther = enumeration.values.map((value) => `value !== ${stringLiteral(value)}`);
  const problem = stringLiteral(`is none of ${enumeration.values.join(", ")}`);
  return {
    kind: StructureKind.Function,
    name,
    parameters: [{ name: "value", type: "string | undefined" }],
    returnType: "void",
    statements: [
      `if (${isOther.join(" && ") || "true"}) {
        throw new CapabilityError(${stringLiteral(readFlag(enumeration))}, ${problem});
      }`,
    ],
  };
}
