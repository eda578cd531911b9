/**
 * Emits the batch form of `init`, which computes the same words for many rows stored back to back.
 * Its body is a second copy: calling `init` for each row would need an array object for each row,
 * and sharing one body with offsets makes `init` 1.7 times slower (measured).
 */

import type { FunctionDeclarationStructure } from "ts-morph";
import type { SetPlan } from "../../plan/plan.ts";
import { defineFlagWords } from "./flag-words.ts";
import { bitmapType, type ModuleNames, type SetNames } from "./module-names.ts";
import { wordHeading } from "./init-statements.ts";
import { initParameters } from "./inputs.ts";
import type { LocalNames } from "./set-names.ts";
import { emitStep, type Elements } from "./step.ts";
import { takeCheckedInputs } from "./take-inputs.ts";
import { StructureKind } from "./ts-morph.ts";

export function emitInitRows(
  plan: SetPlan,
  names: SetNames,
  local: LocalNames,
  module: ModuleNames,
): FunctionDeclarationStructure {
  const words = plan.set.layout.words.length;
  return {
    kind: StructureKind.Function,
    isExported: true,
    name: names.initRows,
    docs: [describeInitRows(plan, names, local)],
    parameters: [...initParameters(plan, names, module), { name: "rows", type: "number" }],
    returnType: bitmapType(module, plan.set.layout),
    statements: [
      `assertRows(out, ${words}, rows);`,
      ...takeCheckedInputs(plan, local, module, ({ stride }) => `rows * ${stride}`),
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
    ({ bitmap, stride }) => `, \`${bitmap.name}\` ${stride}`,
  );
  const words = plan.set.layout.words.length;
  return [
    `As \`${names.init}\`, for \`rows\` rows back to back.`,
    `Elements a row: \`out\` ${words}${strides.join("")}.`,
    "",
    "@throws CapabilityError naming an invalid argument; nothing is written then.",
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
    word: ({ array, offset }, word) => `(${element(array, offset, word)} ?? 0)`,
    own: (word) => `(${out(word)} ?? 0)`,
    assign: (word, value) => `${out(word)} = ${value};`,
    refine: (word, operator, value) => `${out(word)} = (${out(word)} ?? 0) ${operator} (${value});`,
  };
  return plan.steps.flatMap((_, at) => {
    const heading = wordHeading(plan, at);
    // The heading also separates changes of neighbouring words when branches are merged.
    return [...(heading === undefined ? [] : [heading]), ...emitStep(plan, at, local, elements)];
  });
}

function element(array: string, offset: string, word: number): string {
  return word === 0 ? `${array}[${offset}]` : `${array}[${offset} + ${word}]`;
}
