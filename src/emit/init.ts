/** Emits `init`, the function that computes every word of one capability set. */

import type { FunctionDeclarationStructure } from "ts-morph";
import { bitOf, layoutBit, type Layout } from "../model/layout.ts";
import type { RuleNote, SetPlan } from "../plan/plan.ts";
import { escapeComment, escapeDoc, LINE_WIDTH, lineComment } from "./escape.ts";
import { defineFlagWords, readsFlags } from "./flags.ts";
import type { SetNames } from "./identifiers.ts";
import type { LocalNames } from "./set-names.ts";
import { emitStep, type Elements } from "./step.ts";
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

function emitSteps(plan: SetPlan, local: LocalNames): readonly string[] {
  const out = (word: number): string => `out[${word}]`;
  const elements: Elements = {
    word: ({ parameter }, word) => `${parameter}[${word}]`,
    own: out,
    assign: (word, value) => `${out(word)} = ${value};`,
    refine: (word, operator, value) => `${out(word)} ${operator}= ${value};`,
  };
  return plan.steps.flatMap((step, at) => {
    const heading = wordHeading(plan, at);
    return [
      ...(heading === undefined ? [] : ["", heading]),
      ...step.notes.flatMap((note) => emitNote(note, plan.set.layout)),
      ...emitStep(plan, at, local, elements),
    ];
  });
}

/** The word's name, above the first of its steps in a row. */
export function wordHeading({ set, steps }: SetPlan, at: number): string | undefined {
  const word = steps[at]?.word ?? 0;
  if (steps[at - 1]?.word === word) return undefined;
  return `// ${escapeComment(set.layout.words[word]?.name ?? `word ${word}`)}`;
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
