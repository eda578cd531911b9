/** Emits `init`, the function that computes every word of one capability set. */

import type { FunctionDeclarationStructure } from "ts-morph";
import type { SetPlan } from "../../plan/plan.ts";
import { escapeDoc } from "./escape.ts";
import { bitmapType, type ModuleNames, type SetNames } from "./module-names.ts";
import { initStatements, ruleLine } from "./init-statements.ts";
import { initParameters } from "./inputs.ts";
import type { LocalNames } from "./set-names.ts";
import { takeCheckedInputs } from "./take-inputs.ts";
import { StructureKind } from "./ts-morph.ts";

export function emitInit(
  plan: SetPlan,
  names: SetNames,
  local: LocalNames,
  module: ModuleNames,
): FunctionDeclarationStructure {
  return {
    kind: StructureKind.Function,
    isExported: true,
    name: names.init,
    docs: [describeInit(plan)],
    parameters: initParameters(plan, names, module),
    returnType: bitmapType(module, plan.set.layout),
    statements: [
      `assertWords("out", out, ${plan.set.layout.words.length});`,
      ...takeCheckedInputs(plan, local, module, ({ needed }) => String(needed)),
      ...initStatements(plan, local),
    ],
  };
}

function describeInit({ set, bitmaps, defaultRules }: SetPlan): string {
  const sources = bitmaps
    .map(({ name }) => `\`${name}\``)
    .join(", ")
    .replace(/, (?=[^,]*$)/, " and ");
  const summary = `Computes \`${set.name}\`${sources === "" ? "" : ` from ${sources}`} into \`out\`.`;
  const description = set.description === undefined ? [] : [escapeDoc(set.description)];
  const rules = defaultRules.map((note) => escapeDoc(ruleLine(note, set.layout)));
  const otherwise =
    rules.length === 0 ? [] : ["", `Where no comment says otherwise: ${rules.join("; ")}`];
  const failure = "@throws CapabilityError naming an invalid argument; nothing is written then.";
  return [summary, ...description, ...otherwise, "", failure].join("\n");
}
