/** Declares the object from which a set is computed, and the checks of its enumerations. */

import type { FunctionDeclarationStructure, InterfaceDeclarationStructure } from "ts-morph";
import type { Enumeration } from "../../../model/model.ts";
import { inputsOf, type SetInput, type SetPlan } from "../../plan/plan.ts";
import { escapeDoc, stringLiteral } from "./escape.ts";
import { memberName, memberPath } from "./identifiers.ts";
import { bitmapType, type ModuleNames, type SetNames } from "./module-names.ts";
import { StructureKind } from "./ts-morph.ts";

/** Each member is named as in the rules, so that no other bitmap can take its place. */
export function emitInputsInterface(
  plan: SetPlan,
  name: string,
  module: ModuleNames,
): InterfaceDeclarationStructure {
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name,
    docs: [`The inputs of \`${plan.set.name}\`.`],
    properties: inputsOf(plan).map((input) => ({
      name: memberName(input),
      type: memberType(input, module),
      isReadonly: true,
      docs: input.description === undefined ? [] : [escapeDoc(input.description)],
    })),
  };
}

function memberType(input: SetInput, module: ModuleNames): string {
  switch (input.kind) {
    case "flag":
      return "boolean";
    case "enum":
      return input.values.map(stringLiteral).join(" | ");
    default:
      return bitmapType(module, input.layout);
  }
}

/** `out`, and `inputs` where the set has any. */
export function initParameters(
  plan: SetPlan,
  names: SetNames,
  module: ModuleNames,
): { name: string; type: string }[] {
  const out = { name: "out", type: bitmapType(module, plan.set.layout) };
  return inputsOf(plan).length > 0 ? [out, { name: "inputs", type: names.inputs }] : [out];
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
    parameters: [{ name: "value", type: "unknown" }],
    returnType: "void",
    statements: [
      `if (${isOther.join(" && ") || "true"}) {
        throw new CapabilityError(${stringLiteral(memberPath(enumeration))}, ${problem});
      }`,
    ],
  };
}
