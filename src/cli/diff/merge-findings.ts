/** Where the new side is a merge: the bits that mean in it what neither of its parents says. */

import { report, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { mergeInteraction } from "../../diagnostics/proofs.ts";
import type { BySide } from "../../diff/merged-bits.ts";
import { judgeMerge, type MergeConflict, type MergeVerdict } from "../../merging.ts";
import type { ReadFile } from "../../names/read-file.ts";
import type { RuleSource } from "../../compile.ts";
import { nameList, onOff } from "./describe.ts";

/** How the two parents of a merge and their base read files. */
export type MergeParents = Readonly<Record<"base" | "ours" | "theirs", ReadFile>>;

/** Nothing of a program that a parent or the base does not have, or cannot compile. */
export async function mergeFindings(
  merged: RuleSource,
  parents: MergeParents | undefined,
): Promise<readonly Diagnostic[]> {
  if (parents === undefined) return [];
  const { entry } = merged;
  const isEverywhere = Object.values(parents).every((readFile) =>
    entry.every((name) => readFile(name).kind === "text"),
  );
  if (!isEverywhere) return [];
  const sides: BySide<RuleSource> = {
    base: { entry, readFile: parents.base },
    ours: { entry, readFile: parents.ours },
    theirs: { entry, readFile: parents.theirs },
    merged,
  };
  const verdict = await judgeMerge(sides);
  const interactions = groupsOf(findingsOf(verdict)).map((group) => {
    const [first] = group;
    const bits = nameList(group.map(({ set, bit }) => `${set}.${bit}`));
    return report(mergeInteraction, first.span, { bits }, { notes: notesOf(first) });
  });
  return verdict.kind === "interaction" ? [...interactions, ...verdict.roles] : interactions;
}

/** A bit that both parents change is not among them: whoever merged has decided what it is. */
function findingsOf(verdict: MergeVerdict): readonly MergeConflict[] {
  if (verdict.kind === "interaction") return verdict.interactions;
  return verdict.kind === "conflict"
    ? verdict.conflicts.filter(({ kind }) => kind === "neither")
    : [];
}

type Group = readonly [MergeConflict, ...MergeConflict[]];

/** Those of one rule are told together. */
function groupsOf(findings: readonly MergeConflict[]): readonly Group[] {
  const groups = new Map<string, [MergeConflict, ...MergeConflict[]]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.kind, finding.rules, finding.merged]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [finding]);
    else known.push(finding);
  }
  return [...groups.values()];
}

function notesOf({ shown }: MergeConflict): readonly string[] {
  if (shown === undefined) return [];
  const { condition, witness, values } = shown;
  return [
    `when ${condition}`,
    `in this case: ${witness}: ${onOff(values.base)} in the base, ${onOff(values.ours)} and ${onOff(values.theirs)} in the parents, ${onOff(values.merged)} in the merge`,
  ];
}
