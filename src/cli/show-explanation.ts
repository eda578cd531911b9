/** Prints the explanation of one bit in a few lines. */

import type { Paint } from "../diagnostics/paint.ts";
import { visibleProse } from "../diagnostics/visible-text.ts";
import type { StatedRule } from "../evaluate/evaluate-sets.ts";
import type { Explanation } from "../explain/explain-bit.ts";
import { describeNamesWithoutBit } from "./names-without-bit.ts";
import { describeQuestion, type Question } from "./question.ts";
import { listUnknowns } from "./show-evaluation.ts";

const MOST_READS = 10;

export function showExplanation(
  explanation: Explanation,
  question: Question,
  paint: Paint,
): string {
  const { set, bit, rule, reads } = explanation;
  const rows = [
    `${paint.bold(visibleProse(`${set}.${bit}`))} ${showState(explanation, paint)} (${visibleProse(describeQuestion(question))})`,
    `  rule     ${visibleProse(ruleOf(bit, rule.text))}  ${paint.dim(`${visibleProse(rule.file)}:${rule.line}`)}`,
    ...(rule.because === undefined ? [] : [`  because  "${visibleProse(rule.because)}"`]),
    `  inputs   ${visibleProse(describeReads(reads))}`,
    ...showOutcome(explanation, question),
    ...describeNamesWithoutBit(question.sources).map((line) => `  note     ${line}`),
  ];
  return rows.map((row) => `${row}\n`).join("");
}

function showState({ isOn, isKnown, dependsOn }: Explanation, paint: Paint): string {
  if (!isKnown) return `${paint.yellow("depends on")} ${visibleProse(listUnknowns(dependsOn))}`;
  return `is ${isOn ? paint.green("on") : paint.red("off")}`;
}

/**
 * Shows the change that would flip the bit. If the bit depends on unknown inputs, shows when it is
 * on and how to find out.
 */
function showOutcome(
  { isOn, onWhen, dependsOn, flip }: Explanation,
  question: Question,
): readonly string[] {
  if (onWhen === undefined) return [`  flip     ${visibleProse(describeFlip(flip, isOn))}`];
  const silent = question.sources.filter(({ name }) =>
    dependsOn.some((each) => each.startsWith(`${name}.`) || each.startsWith(`${name} has `)),
  );
  const who = silent.map(({ name, source }) => `${source} does not tell it of ${name}`).join("; ");
  const options = silent.map(({ name }) => optionOf(name)).join(" and ");
  return [
    `  on       when ${visibleProse(onWhen)}`,
    `  unknown  ${visibleProse(who)}; give registers, as in \`cpuid -1 -r\`, with ${options}`,
  ];
}

function optionOf(input: string): string {
  return input === "host" || input === "guest" ? `--${input}` : `--input ${input}=FILE`;
}

/** Adds the name to a bit's own rule, which has none: `= guest`. */
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
