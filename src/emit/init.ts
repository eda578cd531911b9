/** Emits `init`, the function that computes every word of one capability set. */

import { StructureKind, type FunctionDeclarationStructure } from "ts-morph";
import { definitely } from "../base/unreachable.ts";
import { bitOf, layoutBit, type Layout } from "../model/layout.ts";
import type { RuleNote, SetPlan } from "../plan/plan.ts";
import { escapeComment, escapeDoc, LINE_WIDTH, lineComment } from "./escape.ts";
import { defineFlagWords, readsFlags } from "./flags.ts";
import type { SetNames } from "./identifiers.ts";
import type { LocalNames } from "./set-names.ts";
import { emitWordExpr, type Reads } from "./word-expression.ts";

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
      ...defineFlagWords(local),
      ...emitSteps(plan, local),
      "",
      "return out;",
    ],
  };
}

/** `out`, the bitmaps, and `flags` where the set has any. */
export function initParameters(
  plan: SetPlan,
  names: SetNames,
  local: LocalNames,
): { name: string; type: string }[] {
  const bitmaps = Array.from(local.bitmaps.values(), ({ parameter }) => parameter);
  const arrays = ["out", ...bitmaps].map((name) => ({ name, type: "Uint32Array" }));
  return readsFlags(plan) ? [...arrays, { name: "flags", type: names.flags }] : arrays;
}

/** What every word expression of a set reads, given how words of bitmaps and of the set are read. */
export function readsOf(
  plan: SetPlan,
  local: LocalNames,
  elements: Pick<Reads, "word" | "own">,
): Reads {
  return {
    ...elements,
    layout: plan.set.layout,
    flag: (flag) => definitely(local.flags.get(flag), "a plan lists the flags that it reads"),
    value: (enumeration, value) =>
      definitely(
        local.values.get(enumeration)?.get(value),
        "a plan lists the enumerations that it reads",
      ),
  };
}

function describeInit({ set, defaultRule }: SetPlan, local: LocalNames): string {
  const parameters = Array.from(local.bitmaps.values(), ({ parameter }) => `\`${parameter}\``);
  const sources = parameters.join(", ").replace(/, (?=[^,]*$)/, " and ");
  const summary = `Computes \`${set.name}\`${sources === "" ? "" : ` from ${sources}`} into \`out\`.`;
  const description = set.description === undefined ? [] : [escapeDoc(set.description)];
  const otherwise =
    defaultRule === undefined
      ? []
      : ["", `Where no comment says otherwise: ${escapeDoc(ruleLine(defaultRule, set.layout))}`];
  const failure =
    "@throws CapabilityError naming an argument that is unfit; nothing is written then.";
  return [summary, ...description, ...otherwise, "", failure].join("\n");
}

function emitSteps(plan: SetPlan, local: LocalNames): readonly string[] {
  const { layout } = plan.set;
  const reads = readsOf(plan, local, {
    word: (bitmap, word) => `${parameterOf(local, bitmap)}[${word}]`,
    own: (word) => `out[${word}]`,
  });
  return plan.steps.flatMap((step, at) => {
    const heading = wordHeading(plan, at);
    const operator = { assign: "=", merge: "|=", restrict: "&=" }[step.action];
    return [
      ...(heading === undefined ? [] : ["", heading]),
      ...step.notes.flatMap((note) => emitNote(note, layout)),
      `out[${step.word}] ${operator} ${emitWordExpr(step.value, reads)};`,
    ];
  });
}

/** The word's name, above the first of its steps in a row. */
export function wordHeading({ set, steps }: SetPlan, at: number): string | undefined {
  const word = steps[at]?.word ?? 0;
  if (steps[at - 1]?.word === word) return undefined;
  return `// ${escapeComment(set.layout.words[word]?.name ?? `word ${word}`)}`;
}

function parameterOf(local: LocalNames, bitmap: Parameters<Reads["word"]>[0]): string {
  return definitely(local.bitmaps.get(bitmap), "a plan lists the bitmaps that it reads").parameter;
}

function emitNote(note: RuleNote, layout: Layout): readonly string[] {
  // Function bodies are indented by two columns.
  return lineComment(ruleLine(note, layout), LINE_WIDTH - 2);
}

/** `RDPID, MOVBE: emulated = guest`, `XSAVES = host, because "…"`, `AVX requires XSAVE`. */
function ruleLine({ bits, rule, because }: RuleNote, layout: Layout): string {
  const names = bits.map((bit) => layoutBit(layout, bit)?.name ?? `bit ${bitOf(bit)}`).join(", ");
  const reason = because === undefined ? "" : `, because "${because}"`;
  const separator = names === "" ? "" : /^(=|also|requires) /.test(rule) ? " " : ": ";
  return `${names}${separator}${rule}${reason}`;
}
