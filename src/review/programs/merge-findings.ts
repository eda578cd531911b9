/** If the new side is a merge, finds the bits whose meaning in it is that of neither parent. */

import { report, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { mergeInteraction, mergeUnjudged } from "../../diagnostics/proofs.ts";
import type { BySide, SideName } from "../merge/merged-bits.ts";
import type { StatedRule } from "../../evaluate/evaluate-sets.ts";
import {
  judgeMerge,
  type MergeConflict,
  type MergeVerdict,
  type ShownConflict,
} from "../merge/judge-merge.ts";
import type { ReadFile } from "../../names/read-file.ts";
import type { RuleSource } from "../../program/source.ts";
import { groupConflicts } from "../merge/conflict-words.ts";
import { nameList, onOff } from "../../base/words.ts";

/** Reads files of the two parents of a merge and of their base. */
export type MergeParents = Readonly<Record<"base" | "ours" | "theirs", ReadFile>>;

/** Returns nothing for a program that a parent or the base lacks. */
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
  return findingsOf(await judgeMerge(sides));
}

function findingsOf(verdict: MergeVerdict): readonly Diagnostic[] {
  switch (verdict.kind) {
    case "clean":
      return [];
    case "unknown":
      return [reportUnjudged(verdict)];
    default: {
      const interactions = groupConflicts(unseenBits(verdict)).map((group) => {
        const [first] = group;
        const bits = nameList(group.map(({ set, bit }) => `${set}.${bit}`));
        return report(mergeInteraction, first.span, { bits }, { notes: notesOf(first) });
      });
      return [...interactions, ...verdict.roles, ...verdict.disagreements];
    }
  }
}

const SIDES_IN_WORDS: Readonly<Record<SideName, string>> = {
  base: "the base of its parents",
  ours: "its first parent",
  theirs: "its second parent",
  merged: "it",
};

function reportUnjudged({ side, diagnostics }: UnknownVerdict): Diagnostic {
  if (side !== undefined) {
    const why = `${SIDES_IN_WORDS[side]} has errors`;
    const help =
      "review these rules in the merge; it can be compared only with programs without errors";
    return report(mergeUnjudged, undefined, { why, help });
  }
  return report(
    mergeUnjudged,
    undefined,
    {
      why: "a limit is reached",
      help: "compare it with each parent alone, as in `caprules diff REV^1..REV`: two programs take less than four",
    },
    { notes: diagnostics.map(({ message }) => message) },
  );
}

/** Leaves out bits that both parents change, since the person who merged has decided about them. */
function unseenBits(verdict: JudgedVerdict): readonly MergeConflict[] {
  const conflicts = verdict.kind === "conflict" ? verdict.conflicts : [];
  return [...conflicts, ...verdict.interactions].filter(({ kind }) => kind !== "both");
}

type UnknownVerdict = Extract<MergeVerdict, { readonly kind: "unknown" }>;

/** A verdict that lists bits. */
type JudgedVerdict = Extract<MergeVerdict, { readonly interactions: unknown }>;

function notesOf({ kind, shown, rules, isLeftOut }: MergeConflict): readonly string[] {
  const places = (parent: string, all: readonly StatedRule[]): readonly string[] =>
    all.map(({ text, file, line }) => `${parent}: ${text}  ${file}:${line}`);
  return [
    ...(isLeftOut ? [`only in cases that the merge excludes and a parent allows`] : []),
    ...(shown === undefined ? [] : shownNotes(shown)),
    ...(kind === "interaction"
      ? [...places("first parent", rules.before), ...places("second parent", rules.after)]
      : []),
  ];
}

function shownNotes({ condition, witness, values }: ShownConflict): readonly string[] {
  return [
    `when ${condition}`,
    `in this case: ${witness}: ${onOff(values.base)} in the base, ${onOff(values.ours)} and ${onOff(values.theirs)} in the parents, ${onOff(values.merged)} in the merge`,
  ];
}
