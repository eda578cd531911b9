/**
 * Emits the statements that take the object of inputs apart. This file loads no ts-morph, because a replay emits
 * statements alone, and loading ts-morph takes longer than a whole comparison.
 */

import { definitely } from "../../../base/unreachable.ts";
import { inputsOf, type SetPlan } from "../../plan/plan.ts";
import { stringLiteral } from "./escape.ts";
import { memberName, memberPath } from "./identifiers.ts";
import type { ModuleNames } from "./module-names.ts";
import type { BitmapNames, LocalNames } from "./set-names.ts";

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
 * Statements that read the members and throw if one is invalid.
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
