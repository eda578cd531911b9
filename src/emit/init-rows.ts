/**
 * Emits the batch form of `init`: the same words for many rows that stand back to back.
 *
 * Its body is written out once more: calling `init` for each row needs an array object a row, and one
 * body with offsets for both makes `init` half as fast again.
 */

import type { FunctionDeclarationStructure } from "ts-morph";
import type { SetPlan } from "../plan/plan.ts";
import { defineFlagWords, readsFlags } from "./flag-words.ts";
import type { SetNames } from "./identifiers.ts";
import { initParameters, wordHeading } from "./init-statements.ts";
import type { LocalNames } from "./set-names.ts";
import { emitStep, type Elements } from "./step.ts";
import { StructureKind } from "./ts-morph.ts";

export function emitInitRows(
  plan: SetPlan,
  names: SetNames,
  local: LocalNames,
): FunctionDeclarationStructure {
  const words = plan.set.layout.words.length;
  const bitmaps = [...local.bitmaps.values()];
  return {
    kind: StructureKind.Function,
    isExported: true,
    name: names.initRows,
    docs: [describeInitRows(plan, names, local)],
    parameters: [...initParameters(plan, names, local), { name: "rows", type: "number" }],
    returnType: "Uint32Array",
    statements: [
      `assertRows(out, ${words}, rows);`,
      ...bitmaps.map(
        ({ parameter, stride }) =>
          `assertInput(${JSON.stringify(parameter)}, ${parameter}, rows * ${stride}, out);`,
      ),
      ...(readsFlags(plan) ? [`${names.assertFlags}(flags);`] : []),
      ...defineFlagWords(local),
      "",
      // V8 knows most of the offsets where the loop itself computes them, even if it is compiled
      // while it runs.
      `for (let row = 0; row < rows; row++) {
        ${defineOffsets(words, local).join("\n")}

        ${emitRow(plan, local).join("\n")}
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
  return [
    `As \`${names.init}\`, for \`rows\` rows back to back.`,
    `Elements a row: \`out\` ${words}${strides.join("")}.`,
    "",
    "@throws CapabilityError naming an argument that is unfit; nothing is written then.",
  ].join("\n");
}

/** Rows of equal length have one product: V8 does not always see by itself that two are the same. */
function defineOffsets(words: number, { outOffset, bitmaps }: LocalNames): readonly string[] {
  const firstOfStride = new Map<number, string>();
  const arrays = [{ offset: outOffset, stride: words }, ...bitmaps.values()];
  return arrays.map(({ offset, stride }) => {
    const equal = firstOfStride.get(stride);
    if (equal === undefined) firstOfStride.set(stride, offset);
    return `const ${offset} = ${equal ?? `row * ${stride}`};`;
  });
}

/** Every element that is read exists, as the checks saw; `?? 0` says so to the type checker, at no cost. */
function emitRow(plan: SetPlan, local: LocalNames): readonly string[] {
  const out = (word: number): string => element("out", local.outOffset, word);
  const elements: Elements = {
    word: ({ parameter, offset }, word) => `(${element(parameter, offset, word)} ?? 0)`,
    own: (word) => `(${out(word)} ?? 0)`,
    assign: (word, value) => `${out(word)} = ${value};`,
    refine: (word, operator, value) => `${out(word)} = (${out(word)} ?? 0) ${operator} (${value});`,
  };
  return plan.steps.flatMap((_, at) => {
    const heading = wordHeading(plan, at);
    // Also keeps changes of two neighbouring words apart when branches are merged.
    return [...(heading === undefined ? [] : [heading]), ...emitStep(plan, at, local, elements)];
  });
}

function element(array: string, offset: string, word: number): string {
  return word === 0 ? `${array}[${offset}]` : `${array}[${offset} + ${word}]`;
}
