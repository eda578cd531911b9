/**
 * Prints an evaluated capability set: the bits that are on, by leaf, then the bits that differ from
 * the inputs, with reasons, and the bits that depend on unknown inputs.
 */

import { addToList } from "../base/add-to-list.ts";
import type { EvaluatedBit, EvaluatedSet, StatedRule } from "../evaluate/evaluate-sets.ts";
import type { Paint } from "../diagnostics/paint.ts";
import { displayWidth, visibleProse } from "../diagnostics/visible-text.ts";
import { counted } from "../base/words.ts";

/** In columns. */
const WIDTH = 100;

/** The number of bits with several unknown inputs to show, unless all are asked for. */
const MOST_DEPENDING = 20;

/** The number of unknown inputs to name for one bit. */
const MOST_UNKNOWNS = 4;

/** The number of leaves to show for one default, unless all are asked for. */
const MOST_DEFAULT_LEAVES = 12;

export function showEvaluation(set: EvaluatedSet, showsAll: boolean, paint: Paint): string {
  const on = set.bits.filter(({ isOn }) => isOn);
  const exceptions = set.bits.filter(({ mark, rule }) => mark !== undefined && !rule.isDefault);
  const defaults = set.bits.filter(({ mark, rule }) => mark !== undefined && rule.isDefault);
  const shown = showsAll ? set.bits : on;
  const lines = [
    "",
    paint.bold(`${visibleProse(set.name)}: ${counted(on.length, "bit")} on${countDepending(set)}`),
    ...leafLines(shown, (bits, columns) =>
      wrap(bits.map(stateBit), columns).map((line) => line.map(colored(paint)).join(" ")),
    ),
    ...section("On, though not every input has it:", exceptionRows(exceptions, "granted", paint)),
    ...section("Off, though an input has it:", exceptionRows(exceptions, "withheld", paint)),
    ...defaultSections(defaults, showsAll),
    ...dependingSections(set, showsAll),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** `, 2 depend on unknown inputs` */
function countDepending({ dependingWords }: EvaluatedSet): string {
  const count = bitsSet(dependingWords);
  return count === 0 ? "" : `, ${count} ${count === 1 ? "depends" : "depend"} on unknown inputs`;
}

function bitsSet(words: Uint32Array): number {
  let count = 0;
  for (const word of words) for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/**
 * `XSAVE`; `+RDPID` if the bit is on although an input lacks it; `XSAVES:off` and `XSAVES:?` if all
 * bits are listed.
 */
function stateBit(bit: EvaluatedBit): string {
  if (!bit.isKnown) return `${nameInLeaf(bit)}:?`;
  if (!bit.isOn) return `${nameInLeaf(bit)}:off`;
  return `${bit.mark === "granted" ? "+" : ""}${nameInLeaf(bit)}`;
}

function colored(paint: Paint): (stated: string) => string {
  return (stated) => {
    if (stated.startsWith("+")) return paint.green(stated);
    if (stated.endsWith(":?")) return paint.yellow(stated);
    return stated.endsWith(":off") ? paint.dim(stated) : stated;
  };
}

/** The name without the leaf, which is printed beside it: `APIC`, `[10]`. */
function nameInLeaf({ name, leaf }: EvaluatedBit): string {
  const inFull = name.startsWith(`${leaf}.`) || name.startsWith(`${leaf}[`);
  const short = inFull ? name.slice(leaf.length).replace(/^\./, "") : name;
  return visibleProse(short);
}

/** `  CPUID_1_ECX  …`, with as many lines as the leaf needs; the names of leaves make one column. */
function leafLines(
  bits: readonly EvaluatedBit[],
  show: (bits: readonly EvaluatedBit[], columns: number) => readonly string[],
): readonly string[] {
  const leaves = [...new Set(bits.map(({ leaf }) => leaf))];
  const width = Math.max(0, ...leaves.map((leaf) => displayWidth(visibleProse(leaf))));
  return leaves.flatMap((leaf) => {
    const [first = "", ...more] = show(
      bits.filter((bit) => bit.leaf === leaf),
      WIDTH - width - 4,
    );
    const label = padded(visibleProse(leaf), width);
    return [`  ${label}  ${first}`, ...more.map((line) => `  ${" ".repeat(width)}  ${line}`)];
  });
}

function section(title: string, rows: readonly string[]): readonly string[] {
  return rows.length === 0 ? [] : ["", title, ...rows];
}

/** `  +RDPID  host lacks it  emulated = guest  cpu.rules:6`, and the reason below. */
function exceptionRows(
  exceptions: readonly EvaluatedBit[],
  mark: NonNullable<EvaluatedBit["mark"]>,
  paint: Paint,
): readonly string[] {
  const marked = exceptions.filter((bit) => bit.mark === mark);
  const rows = marked.map((bit) => [
    `${mark === "granted" ? "+" : "-"}${visibleProse(bit.name)}`,
    describeInputs(bit, mark),
    visibleProse(bit.rule.text),
  ]);
  const widths = [0, 1].map((column) =>
    Math.max(0, ...rows.map((row) => displayWidth(row[column] ?? ""))),
  );
  const [nameWidth = 0, inputWidth = 0] = widths;
  return marked.flatMap((bit, row) => {
    const [name = "", inputs = "", text = ""] = rows[row] ?? [];
    const colored = mark === "granted" ? paint.green : paint.red;
    const because = reasonOf(bit.rule);
    return [
      `  ${colored(padded(name, nameWidth))}  ${padded(inputs, inputWidth)}  ${text}  ${paint.dim(placeOf(bit.rule))}`,
      ...(because === undefined ? [] : [`  ${" ".repeat(nameWidth)}  because ${because}`]),
    ];
  });
}

/** `host lacks it`, `guest has it` */
function describeInputs({ inputs }: EvaluatedBit, mark: EvaluatedBit["mark"]): string {
  const odd = inputs
    .filter(({ isOn, isKnown }) => isKnown && isOn === (mark === "withheld"))
    .map(({ name }) => name);
  const verb = mark === "withheld" ? "has" : "lacks";
  return `${visibleProse(odd.join(", "))} ${odd.length > 1 ? plural(verb) : verb} it`;
}

function plural(verb: "has" | "lacks"): string {
  return verb === "has" ? "have" : "lack";
}

/**
 * Shows bits under a default in one line for each leaf, or in one line for all if there are many
 * leaves.
 */
function defaultSections(bits: readonly EvaluatedBit[], showsAll: boolean): readonly string[] {
  const byTitle = new Map<string, EvaluatedBit[]>();
  for (const bit of bits) {
    const title = describeDefault(bit);
    byTitle.set(title, [...(byTitle.get(title) ?? []), bit]);
  }
  return [...byTitle].flatMap(([title, alike]) => {
    if (showsAll) return section(`${title}:`, wholeLeaves(alike));
    const leafCount = new Set(alike.map(({ leaf }) => leaf)).size;
    if (leafCount <= MOST_DEFAULT_LEAVES) return section(`${title}:`, shortLeaves(alike));
    const amount = `${counted(alike.length, "bit")} in ${leafCount} leaves`;
    return ["", `${title}: ${amount} (--all lists them)`];
  });
}

function wholeLeaves(bits: readonly EvaluatedBit[]): readonly string[] {
  return leafLines(bits, (inLeaf, columns) =>
    wrap(inLeaf.map(nameInLeaf), columns).map((line) => line.join(" ")),
  );
}

/** Leaves out most unnamed bits, which are many if an input is `all`. */
function shortLeaves(bits: readonly EvaluatedBit[]): readonly string[] {
  const named = bits.filter((bit) => !nameInLeaf(bit).startsWith("["));
  const unnamed = bits.length - named.length;
  return [
    ...leafLines(named, (inLeaf, columns) => [fit(inLeaf.map(nameInLeaf), columns)]),
    ...(unnamed > 0 ? [`  and ${counted(unnamed, "bit")} without a name`] : []),
  ];
}

/** `Off by default = host & guest (cpu.rules:3), as host lacks them` */
function describeDefault({ inputs, isOn, rule }: EvaluatedBit): string {
  const lacking = inputs.filter((input) => input.isKnown && !input.isOn).map(({ name }) => name);
  const who = `${lacking.join(", ")} ${lacking.length === 1 ? "lacks" : "lack"} them`;
  const why = isOn
    ? `though ${who}`
    : lacking.length === 0
      ? "though every input has them"
      : `as ${who}`;
  return `${isOn ? "On" : "Off"} by ${visibleProse(rule.text)} (${placeOf(rule)}), ${visibleProse(why)}`;
}

/**
 * Shows bits that depend only on the same bit of some inputs by leaf. Other bits are shown one by
 * one, with their unknown inputs.
 */
function dependingSections(
  { bits, dependingWords }: EvaluatedSet,
  showsAll: boolean,
): readonly string[] {
  const depending = bits.filter(({ isKnown }) => !isKnown);
  const byInputs = new Map<string, EvaluatedBit[]>();
  for (const bit of depending) addToList(byInputs, ownInputs(bit) ?? "", bit);
  const others = byInputs.get("") ?? [];
  const leaves = showsAll ? wholeLeaves : shortLeaves;
  const unnamed = bitsSet(dependingWords) - depending.length;
  const groups = [...byInputs].filter(([inputs]) => inputs !== "");
  return [
    ...groups.flatMap(([inputs, alike]) =>
      section(`Not known, as ${visibleProse(inputs)} does not tell them:`, leaves(alike)),
    ),
    ...section("Not known, as they depend on unknown inputs:", dependingRows(others, showsAll)),
    ...(unnamed === 0 ? [] : ["", `Not known: ${counted(unnamed, "bit")} without a name`]),
  ];
}

/** The inputs, if the bit depends only on their bit of the same name. */
function ownInputs({ name, dependsOn, inputs }: EvaluatedBit): string | undefined {
  const own = inputs.filter((input) => dependsOn.includes(`${input.name}.${name}`));
  return own.length === dependsOn.length ? own.map((input) => input.name).join(" or ") : undefined;
}

/** `  ?XSAVES  on host.XSAVE, guest.vendor` */
function dependingRows(bits: readonly EvaluatedBit[], showsAll: boolean): readonly string[] {
  const shown = showsAll ? bits : bits.slice(0, MOST_DEPENDING);
  const width = Math.max(0, ...shown.map(({ name }) => displayWidth(visibleProse(name))));
  const more = bits.length - shown.length;
  return [
    ...shown.map(
      (bit) =>
        `  ?${padded(visibleProse(bit.name), width)}  on ${visibleProse(listUnknowns(bit.dependsOn))}`,
    ),
    ...(more > 0 ? [`  and ${more} more (--all lists them)`] : []),
  ];
}

/** Lists the first few names and counts the rest. */
export function listUnknowns(names: readonly string[]): string {
  const shown = names.slice(0, MOST_UNKNOWNS).join(", ");
  const more = names.length - MOST_UNKNOWNS;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function placeOf({ file, line }: StatedRule): string {
  return `${visibleProse(file)}:${line}`;
}

function reasonOf({ because }: StatedRule): string | undefined {
  return because === undefined ? undefined : `"${visibleProse(because)}"`;
}

/** As many words as fit one line, and the number of the others. */
function fit(words: readonly string[], columns: number): string {
  const whole = words.join(" ");
  if (displayWidth(whole) <= columns) return whole;
  const shown: string[] = [];
  let width = displayWidth(`and ${words.length} more`);
  for (const word of words) {
    width += displayWidth(word) + 1;
    if (width > columns) break;
    shown.push(word);
  }
  return [...shown, `and ${words.length - shown.length} more`].join(" ");
}

/** Wraps words into lines. A word longer than a line gets a line of its own. */
function wrap(words: readonly string[], columns: number): readonly (readonly string[])[] {
  const lines: string[][] = [[]];
  let width = 0;
  for (const word of words) {
    width += displayWidth(word) + 1;
    if (width - 1 > columns && lines.at(-1)?.length !== 0) {
      lines.push([]);
      width = displayWidth(word) + 1;
    }
    lines.at(-1)?.push(word);
  }
  return lines;
}

function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}
