/** Reviews a change of rule files that are in memory, as a bot has them. */

import { readFromMemory } from "../names/read-file.ts";
import { isRuleFile } from "../names/rule-file.ts";
import { ACCEPTED_FILE } from "./accept/accepted-file.ts";
import type { BothSides } from "./compare/both-sides.ts";
import { describeReview, type Review } from "./describe/review.ts";
import type { DiffOptions } from "./diff.ts";
import { readAcceptances } from "./programs/acceptances.ts";
import { comparePrograms } from "./programs/compare-programs.ts";
import type { Side, Sides } from "./programs/side.ts";

/** One side of a change: a repository, or the part of it that has its rules. */
export interface RuleFolder {
  /** The side in words, such as `main (1a2b3c4d5e)`. */
  readonly title: string;
  /**
   * Texts of files by name, relative to one root, with `/`. Rule files are called `*.rules`;
   * `caprules.accepted.json` at the root has the accepted changes.
   */
  readonly files: Readonly<Record<string, string>>;
}

export interface ReviewResult {
  /** Undefined if there is a problem. */
  readonly review: Review | undefined;
  /** A mistake in the options or in the file of acceptances, in words; undefined if there is none. */
  readonly problem: string | undefined;
}

/**
 * Compares every program of two folders: each rule file that no other one uses. Mistakes in rules are diagnostics of the
 * review.
 */
export async function reviewFiles(
  folders: BothSides<RuleFolder>,
  options: Omit<DiffOptions, "accepted" | "asksOpen"> = {},
): Promise<ReviewResult> {
  const sides: Sides = {
    old: sideOf(folders.old),
    new: sideOf(folders.new),
    entry: undefined,
    pair: undefined,
    notes: [],
    covers: isRuleFile,
    onDisk: () => undefined,
  };
  const acceptances = readAcceptances(sides, ({ title }) => `${ACCEPTED_FILE} of ${title}`);
  if ("kind" in acceptances) return { review: undefined, problem: acceptances.problem };
  const { results, unchanged, problem } = await comparePrograms(sides, options, acceptances);
  if (problem !== undefined) return { review: undefined, problem };
  const review = describeReview({
    sides,
    programs: results,
    unchanged,
    acceptances,
    assumed: options.assume ?? [],
    hosts: undefined,
  });
  return { review, problem: undefined };
}

function sideOf({ title, files }: RuleFolder): Side {
  const names = Object.keys(files);
  const readFile = readFromMemory(files);
  return {
    title,
    files: names.filter(isRuleFile),
    aliases: new Map(),
    others: names.filter((name) => !isRuleFile(name)),
    obstacles: [],
    submodules: new Map(),
    open: (entry) => Promise.resolve({ entry, readFile }),
    root: undefined,
    nameInRoot: (file) => file,
    read: readFile,
    mergeParents: () => undefined,
  };
}
