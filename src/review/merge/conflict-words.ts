/**
 * Describes a merge that succeeds as text but conflicts in meaning, for the terminal and in the
 * merged file.
 */

import { addToList } from "../../base/add-to-list.ts";
import { positionAt } from "../../base/source-text.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { visibleProse } from "../../diagnostics/visible-text.ts";
import type { StatedRule } from "../../evaluate/evaluate-sets.ts";
import type { MergeConflict } from "./judge-merge.ts";
import { nameList, onOff } from "../../base/words.ts";

/** @param file the merged file. */
export function showConflicts(file: string, conflicts: readonly MergeConflict[]): string {
  return showGroups(`conflict in ${file}`, conflicts);
}

/** Describes interactions, which are warnings: the merge stands. @param file the merged file. */
export function showInteractions(file: string, interactions: readonly MergeConflict[]): string {
  return showGroups(`warning in ${file}`, interactions);
}

function showGroups(head: string, conflicts: readonly MergeConflict[]): string {
  return groupConflicts(conflicts)
    .flatMap((group) => [`${head}: ${titleOf(group)}`, ...detailsOf(group)])
    .map((line) => `${visibleProse(line)}\n`)
    .join("");
}

/** Conflicts that differ only in the bit, such as those of a default. */
type ConflictGroup = readonly [MergeConflict, ...MergeConflict[]];

export function groupConflicts(conflicts: readonly MergeConflict[]): readonly ConflictGroup[] {
  const groups = new Map<string, [MergeConflict, ...MergeConflict[]]>();
  for (const conflict of conflicts) {
    const { kind, isLeftOut, rules, merged } = conflict;
    const key = JSON.stringify([kind, isLeftOut, rules, merged]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [conflict]);
    else known.push(conflict);
  }
  return [...groups.values()];
}

function titleOf(group: ConflictGroup): string {
  const where = group[0].isLeftOut
    ? ", only in cases that the merged text excludes and a branch allows"
    : "";
  return `${whatHappens(group)}${where}${rolesText(group[0])}`;
}

/** Names the roles of the set if the branches differ in them, because a role decides what a bit is to the guest. */
function rolesText({ set, roles: { ours, theirs } }: MergeConflict): string {
  if (ours === undefined || theirs === undefined || ours === theirs) return "";
  return `; ${set} is ${ours} in ours and ${theirs} in theirs`;
}

function whatHappens(group: ConflictGroup): string {
  const bits = nameList(group.map(({ set, bit }) => `${set}.${bit}`));
  switch (group[0].kind) {
    case "both":
      return `both branches change ${bits} in different ways`;
    case "neither":
      return `the merged text gives ${bits} a meaning that neither branch gave it`;
    case "interaction":
      return `one branch changes the rules of ${bits}, the other one the bits that these read, so the result is neither branch's`;
  }
}

function detailsOf([{ shown, rules }]: ConflictGroup): readonly string[] {
  const example =
    shown === undefined
      ? []
      : [
          `  when    ${shown.condition}`,
          `  shown   by ${shown.witness}: ${onOff(shown.values.base)} in base, ${onOff(shown.values.ours)} in ours, ${onOff(shown.values.theirs)} in theirs, ${onOff(shown.values.merged)} in the merged text`,
        ];
  return [
    ...example,
    ...rules.before.map((rule) => `  ours    ${ruleLine(rule)}`),
    ...rules.after.map((rule) => `  theirs  ${ruleLine(rule)}`),
  ];
}

function ruleLine({ text, file, line }: StatedRule): string {
  return `${text}  ${file}:${line}`;
}

/** Lines to insert between conflict markers, before a line of the merged text. */
export interface ConflictBlock {
  /** 1-based. */
  readonly line: number;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/** One block for each conflicting rule, so that the file cannot pass as merged. */
export function blocksOfConflicts(
  file: string,
  conflicts: readonly MergeConflict[],
): readonly ConflictBlock[] {
  return groupConflicts(conflicts).map((group) => {
    const [{ merged, rules }] = group;
    const title = `# ${titleOf(group)}:`;
    const comments = (all: readonly StatedRule[]): readonly string[] =>
      all.map((rule) => `#   ${ruleLine(rule)}`);
    return {
      line: merged?.file === file ? merged.line : 1,
      ours: [title, ...comments(rules.before)],
      theirs: [title, ...comments(rules.after)],
    };
  });
}

/** One block for each error of the merged program. */
export function blocksOfErrors(
  file: string,
  diagnostics: readonly Diagnostic[],
): readonly ConflictBlock[] {
  return diagnostics.map(({ code, message, span }) => ({
    line: span?.source.name === file ? positionAt(span.source, span.start).line : 1,
    ours: [`# neither branch has errors, but the merge has: ${code}: ${message}`],
    theirs: [],
  }));
}

/** Blocks contain comments only, so either side of a block leaves the merged rules unchanged. */
export function insertBlocks(
  text: string,
  blocks: readonly ConflictBlock[],
  markerSize: number,
): string {
  const byLine = new Map<number, ConflictBlock[]>();
  for (const block of blocks) addToList(byLine, block.line, block);
  const marker = (character: string): string => character.repeat(markerSize);
  const written = ({ ours, theirs }: ConflictBlock): readonly string[] =>
    [
      `${marker("<")} ours`,
      ...ours.map(visibleProse),
      marker("="),
      ...theirs.map(visibleProse),
      `${marker(">")} theirs`,
    ].map((line) => `${line}\n`);
  return text
    .split(/(?<=\n)/)
    .map((line, index) => [...(byLine.get(index + 1) ?? []).flatMap(written), line].join(""))
    .join("");
}
