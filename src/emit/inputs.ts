/** Emits the object from which a set is computed: its interface, how a function takes it apart, and its checks. */

import type { FunctionDeclarationStructure, InterfaceDeclarationStructure } from "ts-morph";
import { definitely } from "../base/unreachable.ts";
import type { Enumeration } from "../model/model.ts";
import { inputsOf, type SetInput, type SetPlan } from "../plan/plan.ts";
import { escapeDoc, stringLiteral } from "./escape.ts";
import { memberName, memberPath, type ModuleNames, type SetNames } from "./identifiers.ts";
import type { BitmapNames, LocalNames } from "./set-names.ts";
import { StructureKind } from "./ts-morph.ts";

/** Each member is named as in the rules, so that no other bitmap can take its place. */
export function emitInputsInterface(plan: SetPlan, name: string): InterfaceDeclarationStructure {
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name,
    docs: [`What \`${plan.set.name}\` is computed from.`],
    properties: inputsOf(plan).map((input) => ({
      name: memberName(input),
      type: memberType(input),
      isReadonly: true,
      docs: input.description === undefined ? [] : [escapeDoc(input.description)],
    })),
  };
}

export function memberType(input: SetInput): string {
  switch (input.kind) {
    case "flag":
      return "boolean";
    case "enum":
      return input.values.map(stringLiteral).join(" | ");
    default:
      return "Uint32Array";
  }
}

/** `out`, and `inputs` where the set has any. */
export function initParameters(plan: SetPlan, names: SetNames): { name: string; type: string }[] {
  const out = { name: "out", type: "Uint32Array" };
  return inputsOf(plan).length > 0 ? [out, { name: "inputs", type: names.inputs }] : [out];
}

/** The statement that reads each member once, so that what was checked is what is used. */
export function takeInputs(plan: SetPlan, local: LocalNames): readonly string[] {
  const inputs = inputsOf(plan);
  if (inputs.length === 0) return [];
  const members = inputs.map((input) => {
    const member = memberName(input);
    const name = definitely(local.members.get(input), "every member has a name");
    return member === name ? name : `${member}: ${name}`;
  });
  return [`const { ${members.join(", ")} } = inputs;`];
}

/**
 * Statements that take the members and throw where one is unfit.
 * @param elements how many a bitmap must have, as an expression.
 */
export function takeCheckedInputs(
  plan: SetPlan,
  local: LocalNames,
  module: ModuleNames,
  elements: (names: BitmapNames) => string,
): readonly string[] {
  if (inputsOf(plan).length === 0) return [];
  return [
    "assertInputs(inputs);",
    ...takeInputs(plan, local),
    ...inputsOf(plan).map((input) => {
      const name = definitely(local.members.get(input), "every member has a name");
      const argument = stringLiteral(memberPath(input));
      if (input.kind === "flag") return `assertBoolean(${argument}, ${name});`;
      if (input.kind === "enum") {
        const check = module.enumerations.get(input);
        return `${definitely(check, "every enumeration has a check")}(${name});`;
      }
      const names = definitely(local.bitmaps.get(input), "every bitmap has names");
      return `assertInput(${argument}, ${name}, ${elements(names)}, out);`;
    }),
  ];
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
