/**
 * Emits the batch form of `init`: the same words for many rows that stand back to back.
 *
 * Its body is written out once more: calling `init` for each row needs an array object a row, and one
 * body with offsets for both makes `init` half as fast again.
 */

import { StructureKind, type FunctionDeclarationStructure } from "ts-morph";
import { definitely } from "../base/unreachable.ts";
import type { SetPlan } from "../plan/plan.ts";
import { defineFlagWords, readsFlags } from "./flags.ts";
import type { SetNames } from "./identifiers.ts";
import { initParameters, readsOf, wordHeading } from "./init.ts";
import type { LocalNames } from "./set-names.ts";
import { emitWordExpr } from "./word-expression.ts";

export function emitInitRows(
  plan: SetPlan,
  names: SetNames,
  local: LocalNames,
): FunctionDeclarationStructure {
  const words = plan.set.layout.words.length;
  const bitmaps = [...local.bitmaps.values()];
  const { outOffset } = local;
  return {
    kind: StructureKind.Function,
    isExported: true,
    name: names.initRows,
    docs: [describeInitRows(plan, names, local)],
    parameters: [...initParameters(plan, names, local), { name: "rows", type: "number" }],
    returnType: "Uint32Array",
    statements: [
      `assertRows(out, ${words}, rows);`,
      ...bitmaps.map(({ parameter, step, needed, stride }) => {
        const argument = JSON.stringify(parameter);
        return `const ${step} = rowStep(${argument}, ${parameter}, ${needed}, ${stride}, rows, out);`;
      }),
      ...(readsFlags(plan) ? [`${names.assertFlags}(flags);`] : []),
      ...defineFlagWords(local),
      "",
      `let ${outOffset} = 0;`,
      ...bitmaps.map(({ offset }) => `let ${offset} = 0;`),
      `for (let row = 0; row < rows; row++) {
        ${emitRow(plan, local).join("\n")}

        ${outOffset} += ${words};
        ${bitmaps.map(({ offset, step }) => `${offset} += ${step};`).join("\n")}
      }`,
      "return out;",
    ],
  };
}

function describeInitRows(plan: SetPlan, names: SetNames, local: LocalNames): string {
  const strides = Array.from(
    local.bitmaps.values(),
    ({ parameter, stride }) => `, \`${parameter}\` ${stride}`,
  );
  const words = plan.set.layout.words.length;
  const sharing = strides.length === 0 ? "" : "; all of them share an input that has only one";
  return [
    `As \`${names.init}\`, for \`rows\` rows back to back${sharing}.`,
    `Elements a row: \`out\` ${words}${strides.join("")}.`,
    "",
    "@throws CapabilityError naming an argument that is unfit; nothing is written then.",
  ].join("\n");
}

/** Every element that is read exists, as the checks saw; `?? 0` says so to the type checker, at no cost. */
function emitRow(plan: SetPlan, local: LocalNames): readonly string[] {
  const own = (word: number): string => element("out", local.outOffset, word);
  const reads = readsOf(plan, local, {
    word: (bitmap, word) => {
      const names = definitely(local.bitmaps.get(bitmap), "a plan lists the bitmaps that it reads");
      return `(${element(names.parameter, names.offset, word)} ?? 0)`;
    },
    own: (word) => `(${own(word)} ?? 0)`,
  });
  return plan.steps.flatMap(({ word, action, value }, at) => {
    const heading = wordHeading(plan, at);
    const expr = emitWordExpr(value, reads);
    return [
      // Also keeps changes of two neighbouring words apart when branches are merged.
      ...(heading === undefined ? [] : [heading]),
      action === "assign"
        ? `${own(word)} = ${expr};`
        : `${own(word)} = ${reads.own(word)} ${action === "merge" ? "|" : "&"} (${expr});`,
    ];
  });
}

function element(array: string, offset: string, word: number): string {
  return word === 0 ? `${array}[${offset}]` : `${array}[${offset} + ${word}]`;
}
