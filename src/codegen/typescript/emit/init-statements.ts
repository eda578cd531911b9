/**
 * Emits the statements of `init` after its inputs are read and checked. They are also valid
 * JavaScript.
 */

import { bitOf, layoutBit, type BitIndex, type Layout } from "../../../model/layout.ts";
import type { RuleNote, SetPlan, WordStep } from "../../plan/plan.ts";
import { escapeComment, LINE_WIDTH, lineComment } from "./escape.ts";
import { defineFlagWords } from "./flag-words.ts";
import type { LocalNames } from "./set-names.ts";
import { emitStep, type Elements } from "./step.ts";

export function initStatements(plan: SetPlan, local: LocalNames): readonly string[] {
  return [...defineFlagWords(local), ...emitSteps(plan, local), "", "return out;"];
}

function emitSteps(plan: SetPlan, local: LocalNames): readonly string[] {
  const out = (word: number): string => `out[${word}]`;
  const elements: Elements = {
    word: ({ array }, word) => `${array}[${word}]`,
    own: out,
    assign: (word, value) => `${out(word)} = ${value};`,
    refine: (word, operator, value) => `${out(word)} ${operator}= ${value};`,
  };
  return plan.steps.flatMap((step, at) => {
    const heading = wordHeading(plan, at);
    return [
      ...(heading === undefined ? [] : ["", heading]),
      ...step.notes.flatMap((note) => emitNote(note, plan.set.layout)),
      ...overlapNote(step, plan.set.layout),
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

/** A comment on bits of which several rules can apply at once if the assumptions do not hold. */
function overlapNote({ overlapping }: WordStep, layout: Layout): readonly string[] {
  if (overlapping.length === 0) return [];
  const names = bitNames(overlapping, layout);
  return lineComment(
    `${names}: if several of these rules apply, which the assumptions exclude, a bit is on if any of them gives it`,
    LINE_WIDTH - 2,
  );
}

/** `RDPID, MOVBE: emulated = guest`, `XSAVES = host, because "…"`, `AVX requires XSAVE`. */
export function ruleLine({ bits, rule, because }: RuleNote, layout: Layout): string {
  const names = bitNames(bits, layout);
  const reason = because === undefined ? "" : `, because "${because}"`;
  const separator = names === "" ? "" : /^(=|also|requires) /.test(rule) ? " " : ": ";
  return `${names}${separator}${rule}${reason}`;
}

function bitNames(bits: readonly BitIndex[], layout: Layout): string {
  return bits.map((bit) => layoutBit(layout, bit)?.name ?? `bit ${bitOf(bit)}`).join(", ");
}
