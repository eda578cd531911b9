/** Emits `init`, the function that computes every word of one capability set. */

import type { FunctionDeclarationStructure } from "ts-morph";
import type { SetPlan } from "../plan/plan.ts";
import { escapeDoc } from "./escape.ts";
import { readsFlags } from "./flag-words.ts";
import type { SetNames } from "./identifiers.ts";
import { initParameters, initStatements, ruleLine } from "./init-statements.ts";
import type { LocalNames } from "./set-names.ts";
import { StructureKind } from "./ts-morph.ts";

export function emitInit(
  plan: SetPlan,
  names: SetNames,
  local: LocalNames,
): FunctionDeclarationStructure {
  return {
    kind: StructureKind.Function,
    isExported: true,
    name: names.init,
    docs: [describeInit(plan, local)],
    parameters: initParameters(plan, names, local),
    returnType: "Uint32Array",
    statements: [
      `assertWords("out", out, ${plan.set.layout.words.length});`,
      ...Array.from(
        local.bitmaps.values(),
        ({ parameter, needed }) =>
          `assertInput(${JSON.stringify(parameter)}, ${parameter}, ${needed}, out);`,
      ),
      ...(readsFlags(plan) ? [`${names.assertFlags}(flags);`] : []),
      ...initStatements(plan, local),
    ],
  };
}

function describeInit({ set, defaultRules }: SetPlan, local: LocalNames): string {
  const parameters = Array.from(local.bitmaps.values(), ({ parameter }) => `\`${parameter}\``);
  const sources = parameters.join(", ").replace(/, (?=[^,]*$)/, " and ");
  const summary = `Computes \`${set.name}\`${sources === "" ? "" : ` from ${sources}`} into \`out\`.`;
  const description = set.description === undefined ? [] : [escapeDoc(set.description)];
  const rules = defaultRules.map((note) => escapeDoc(ruleLine(note, set.layout)));
  const otherwise =
    rules.length === 0 ? [] : ["", `Where no comment says otherwise: ${rules.join("; ")}`];
  const failure =
    "@throws CapabilityError naming an argument that is unfit; nothing is written then.";
  return [summary, ...description, ...otherwise, "", failure].join("\n");
}
