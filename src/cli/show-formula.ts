/** Prints the formula of a bit or of a condition. */

import type { Paint } from "../diagnostics/paint.ts";
import { visibleProse } from "../diagnostics/visible-text.ts";
import type { Formula } from "../explain/formula.ts";
import type { Possibility } from "../explain/possibility.ts";
import type { TruthTable } from "../explain/truth-table.ts";
import { counted } from "../base/words.ts";

/** In columns; longer formulas are wrapped. */
const WIDTH = 100;
const INDENT = 11;

const MOST_RULES = 8;
const LONGEST_RULE = 70;
const MOST_NAMES = 12;

export function showFormula(formula: Formula, paint: Paint): string {
  const { set, bit, rules, inputs, reads, readBy, table, assumptions } = formula;
  const name = `${set}.${bit}`;
  const given = assumptions === 0 ? "" : ` in which what is assumed holds`;
  const stated = rules.slice(0, MOST_RULES).map(({ text, file, line }) => {
    const rule = shorten(text.startsWith("= ") ? `${bit} ${text}` : text);
    return `${visibleProse(rule)}  ${paint.dim(`${visibleProse(file)}:${line}`)}`;
  });
  const more = rules.length - stated.length;
  const rows = [
    `${paint.bold(visibleProse(name))} in all cases${given}`,
    ...labelled("formula", wrap(visibleProse(describeFormula(formula.formula)))),
    ...labelled("rules", more > 0 ? [...stated, `... and ${more} more`] : stated),
    ...labelled("inputs", wrap(listed(inputs))),
    ...labelled("reads", wrap(listed(reads))),
    ...labelled("read by", wrap(listed(readBy))),
  ];
  return [...rows, ...(table === undefined ? [] : ["", ...showTable(table, name, paint)])]
    .map((row) => `${row}\n`)
    .join("");
}

export function showPossibility(
  { condition, holds, whateverTheRules, bits, possibleBits, example }: Possibility,
  paint: Paint,
): string {
  const color = holds === "never" ? paint.red : paint.green;
  const scope = [
    ...(bits === undefined || holds === "never"
      ? []
      : [`for ${possibleBits.length} of ${counted(bits, "bit")}`]),
    ...(whateverTheRules ? ["whatever the rules say"] : []),
  ];
  const inWords = scope.length === 0 ? "" : ` (${scope.join(", ")})`;
  const headline = `${color(holds)}: ${visibleProse(condition + inWords)}`;
  if (example === undefined || holds === "always") return `${headline}\n`;
  const { bit, when, caseText, values } = example;
  const then = values.map(({ name, isOn }) => `${name} is ${isOn ? "on" : "off"}`).join(", ");
  const rows = [
    headline,
    ...(bits === undefined ? [] : labelled("bits", wrap(listed(possibleBits)))),
    ...labelled("when", wrap(visibleProse(`${when}${forBit(bit)}`))),
    ...labelled("smallest", wrap(visibleProse(caseText))),
    ...(then === "" ? [] : labelled("then", wrap(visibleProse(then)))),
  ];
  return rows.map((row) => `${row}\n`).join("");
}

function shorten(text: string): string {
  return text.length <= LONGEST_RULE ? text : `${text.slice(0, LONGEST_RULE - 1)}…`;
}

function forBit(bit: string | undefined): string {
  return bit === undefined ? "" : `, for ${bit}`;
}

function describeFormula(formula: string): string {
  if (formula === "none") return "none: nothing turns it on";
  return formula === "all" ? "all: nothing turns it off" : formula;
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return "nothing";
  const shown = names.slice(0, MOST_NAMES).map(visibleProse).join(", ");
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function labelled(label: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, place) => `  ${(place === 0 ? label : "").padEnd(INDENT - 2)}${line}`);
}

/** Breaks before operators and after commas. */
function wrap(text: string): readonly string[] {
  const pieces = text.split(/ (?=[|&] )|(?<=[,;]) /);
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    const isRoom = last !== undefined && INDENT + last.length + 1 + piece.length <= WIDTH;
    if (isRoom) lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(piece);
  }
  return lines;
}

/** Prints the truth table, each column as wide as its widest value. */
function showTable({ columns, rows }: TruthTable, name: string, paint: Paint): readonly string[] {
  const headings = columns.map(visibleProse);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map(({ values }) => values[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[], result: string): string => {
    const padded = cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
    return `  ${padded} | ${result}`;
  };
  return [
    line(headings, visibleProse(name)),
    ...rows.map(({ values, isOn }) => line(values, isOn ? paint.green("1") : paint.dim("0"))),
  ];
}
