/** An explanation of one bit as a person reads it: five lines at most. */

import type { Paint } from "../diagnostics/paint.ts";
import { visibleProse } from "../diagnostics/visible-text.ts";
import type { StatedRule } from "../evaluate/evaluate.ts";
import type { Explanation } from "../explain/explain.ts";
import { describeQuestion, type Question } from "./question.ts";

const MOST_READS = 10;

export function showExplanation(
  { set, bit, isOn, rule, reads, flip }: Explanation,
  question: Question,
  paint: Paint,
): string {
  const state = isOn ? paint.green("on") : paint.red("off");
  const rows = [
    `${paint.bold(visibleProse(`${set}.${bit}`))} is ${state} (${visibleProse(describeQuestion(question))})`,
    `  rule     ${visibleProse(ruleOf(bit, rule.text))}  ${paint.dim(`${visibleProse(rule.file)}:${rule.line}`)}`,
    ...(rule.because === undefined ? [] : [`  because  "${visibleProse(rule.because)}"`]),
    `  inputs   ${visibleProse(describeReads(reads))}`,
    `  flip     ${visibleProse(describeFlip(flip, isOn))}`,
  ];
  return rows.map((row) => `${row}\n`).join("");
}

/** A bit's own rule is given without the bit: `= guest`. */
function ruleOf(bit: string, text: string): string {
  return text.startsWith("= ") ? `${bit} ${text}` : text;
}

function describeRule({ text, file, line }: StatedRule): string {
  return `\`${text}\` (${file}:${line})`;
}

function describeReads(reads: Explanation["reads"]): string {
  if (reads.length === 0) return "none: it is the same in every case";
  const shown = reads.slice(0, MOST_READS).map(({ name, value }) => `${name} ${value}`);
  const more = reads.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

function describeFlip(flip: Explanation["flip"], isOn: boolean): string {
  if (flip === undefined) return `nothing turns it ${isOn ? "off" : "on"}`;
  const by = flip.rule === undefined ? "" : `, by ${describeRule(flip.rule)}`;
  return `${isOn ? "off" : "on"} with ${flip.changes.join(", ")}${by}`;
}
