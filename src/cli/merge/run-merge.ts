/** The merge driver: merges the texts as git does, then judges the result by meaning. */

import { readFileSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";

import { bySide } from "../../review/merge/merged-bits.ts";
import {
  judgeMerge,
  type MergeConflict,
  type MergeVerdict,
  type MergeWarnings,
} from "../../review/merge/judge-merge.ts";
import { visibleProse } from "../../diagnostics/visible-text.ts";
import type { FileContent } from "../../names/read-file.ts";
import { EXIT, UsageError, type ExitCode } from "../exit.ts";
import { findRepository } from "../git/repository.ts";
import { runGit } from "../git/run-git.ts";
import type { Io } from "../io.ts";
import { ACCEPTED_FILE } from "../../review/accept/accepted-file.ts";
import { nameList } from "../../base/words.ts";
import { printDiagnostics } from "../print.ts";
import { decodeText, systemCode, systemReason } from "../read-file.ts";
import { LARGEST_RULE_FILE, nameFromFolder } from "../read-rule-file.ts";
import { findMergeCommits } from "./merge-commits.ts";
import { openMergePrograms } from "./merge-sources.ts";
import { mergeFiles } from "./merge-text.ts";
import {
  blocksOfConflicts,
  blocksOfErrors,
  insertBlocks,
  showConflicts,
  showInteractions,
  type ConflictBlock,
} from "../../review/merge/conflict-words.ts";

export interface MergeFiles {
  /** The paths from the command line. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  /** The path of the file in the repository. */
  readonly path: string;
  readonly markerSize: number;
}

/** The length of conflict markers that git uses by default. */
const USUAL_MARKER_SIZE = 7;

/**
 * Writes the result to the file `ours`, as git expects. If the texts conflict, the result has git's
 * markers and is not judged, since it is no program yet. If only the meanings conflict, the result
 * is the merged text with conflict markers before the rule in question. The markers surround
 * comments that describe the meaning of the bit in each branch. They are needed because a file
 * without markers would count as merged after an unwary `git add`. A file with markers does not
 * compile, editors and `git diff --check` find them, and the file is a program again once they are
 * resolved.
 * @throws UsageError if a file cannot be read or written, or if there is no git; then `ours` is
 *   unchanged.
 */
export async function runMerge(files: MergeFiles, io: Io): Promise<ExitCode> {
  const { markerSize } = files;
  const name = nameFromFolder(io.cwd, files.path);
  const paths = {
    base: resolve(io.cwd, files.base),
    ours: resolve(io.cwd, files.ours),
    theirs: resolve(io.cwd, files.theirs),
  };
  const given = {
    base: readBytes(files.base, paths.base),
    ours: readBytes(files.ours, paths.ours),
    theirs: readBytes(files.theirs, paths.theirs),
  };
  const accepted = await mergedAcceptances(name, given, io);
  if (accepted !== undefined) {
    writeResult(files.ours, paths.ours, accepted);
    return EXIT.fine;
  }
  const { bytes, isClean } = mergeFiles(io.cwd, paths, markerSize);
  if (bytes === undefined) {
    io.stderr.write(`note: ${name} cannot be merged as text, and stays as ours has it\n`);
    return EXIT.findings;
  }
  const isJudged = isClean && !isAcceptances(name) && !isOfAncestors(name, markerSize, io);
  const blocks = isJudged ? await findBlocks(name, { ...given, merged: bytes }, io) : [];
  const result = blocks.length === 0 ? bytes : insertBlocks(bytes.toString(), blocks, markerSize);
  writeResult(files.ours, paths.ours, result);
  return isClean && blocks.length === 0 ? EXIT.fine : EXIT.findings;
}

function isAcceptances(name: string): boolean {
  return basename(name) === ACCEPTED_FILE;
}

/** Undefined if the file is not the file of acceptances, or can only be merged as text. */
async function mergedAcceptances(
  name: string,
  given: Omit<GivenBytes, "merged">,
  { cwd }: Io,
): Promise<string | undefined> {
  if (!isAcceptances(name)) return undefined;
  const { mergeAccepted } = await import("../../review/accept/merge-accepted.ts");
  const { printAccepted } = await import("../diff/print-accepted.ts");
  const read = (side: keyof typeof given): FileContent =>
    decodeText(given[side], LARGEST_RULE_FILE);
  const contents = { base: read("base"), ours: read("ours"), theirs: read("theirs") };
  const merged = mergeAccepted(contents);
  return merged && printAccepted(merged, resolve(cwd, name));
}

/**
 * True for a merge of common ancestors, which git makes first if histories cross, with longer
 * markers. Conflicts in it were resolved long ago, and a base with markers could not be compared.
 */
function isOfAncestors(name: string, markerSize: number, { cwd }: Io): boolean {
  if (markerSize === USUAL_MARKER_SIZE) return false;
  const { stdout } = runGit(cwd, ["check-attr", "-z", "conflict-marker-size", "--", name]);
  const size = Number(stdout.toString().split("\0")[2]);
  return markerSize > (Number.isInteger(size) ? size : USUAL_MARKER_SIZE);
}

interface GivenBytes {
  readonly base: Buffer;
  readonly ours: Buffer;
  readonly theirs: Buffer;
  readonly merged: Buffer;
}

/**
 * The findings that turn a merge of texts into a conflict; empty if there are none, or if the
 * verdict is unknown.
 */
async function findBlocks(
  name: string,
  given: GivenBytes,
  io: Io,
): Promise<readonly ConflictBlock[]> {
  const contents = bySide((side) => decodeText(given[side], LARGEST_RULE_FILE));
  const { base, ours, theirs, merged } = contents;
  if (
    base.kind !== "text" ||
    ours.kind !== "text" ||
    theirs.kind !== "text" ||
    merged.kind !== "text"
  ) {
    io.stderr.write(`note: ${name} is merged as text only: it is not a readable rule file\n`);
    return [];
  }
  const texts = { base: base.text, ours: ours.text, theirs: theirs.text, merged: merged.text };
  const repository = findRepository(io.cwd);
  const commits = repository && findMergeCommits(repository, { name, ...given }, process.env);
  const programs = await openMergePrograms({ name, texts, repository, commits }, io);
  const seen = new Set<string>();
  const blocks: ConflictBlock[] = [];
  for (const { sides, conflicting } of programs) {
    if (conflicting.length > 0) {
      const files = nameList(conflicting);
      io.stderr.write(
        `note: ${visibleProse(`${name} is merged as text only, as there are conflicts in ${files}`)}\n`,
      );
      continue;
    }
    const verdict = withoutSeen(await judgeMerge(sides), seen);
    printVerdict(name, verdict, io);
    blocks.push(...blocksOf(name, verdict));
  }
  return blocks;
}

/** Removes conflicts that were reported for another program with the same files. */
function withoutSeen(verdict: MergeVerdict, seen: Set<string>): MergeVerdict {
  const isNew = (key: readonly unknown[]): boolean => {
    const text = JSON.stringify(key);
    const isFirst = !seen.has(text);
    seen.add(text);
    return isFirst;
  };
  if (verdict.kind === "clean" || verdict.kind === "unknown") return verdict;
  const areNew = (conflicts: readonly MergeConflict[]): readonly MergeConflict[] =>
    conflicts.filter(({ set, bit, rules }) => isNew([set, bit, rules]));
  const warnings = {
    interactions: areNew(verdict.interactions),
    roles: verdict.roles.filter(({ code, message }) => isNew([code, message])),
    disagreements: verdict.disagreements,
    undecided: verdict.undecided.filter(({ message, span }) =>
      isNew([message, span?.source.name, span?.start]),
    ),
  };
  const areAnyWarnings = Object.values(warnings).some(({ length }) => length > 0);
  const rest: MergeVerdict = areAnyWarnings
    ? { kind: "interaction", ...warnings }
    : { kind: "clean" };
  switch (verdict.kind) {
    case "conflict": {
      const conflicts = areNew(verdict.conflicts);
      return conflicts.length === 0 ? rest : { kind: "conflict", conflicts, ...warnings };
    }
    case "broken": {
      const diagnostics = verdict.diagnostics.filter(({ code, message, span }) =>
        isNew([code, message, span?.source.name, span?.start]),
      );
      return diagnostics.length === 0 ? rest : { kind: "broken", diagnostics, ...warnings };
    }
    case "interaction":
      return rest;
  }
}

function blocksOf(name: string, verdict: MergeVerdict): readonly ConflictBlock[] {
  switch (verdict.kind) {
    case "conflict":
      return blocksOfConflicts(name, verdict.conflicts);
    case "broken":
      return blocksOfErrors(name, verdict.diagnostics);
    default:
      return [];
  }
}

function printVerdict(name: string, verdict: MergeVerdict, io: Io): void {
  switch (verdict.kind) {
    case "clean":
      return;
    case "conflict":
      io.stderr.write(showConflicts(name, verdict.conflicts));
      printWarnings(name, verdict, io);
      return;
    case "interaction":
      printWarnings(name, verdict, io);
      return;
    case "broken":
      io.stderr.write(`conflict in ${name}: neither branch has errors, but the merge has\n`);
      printDiagnostics(io, verdict.diagnostics);
      printWarnings(name, verdict, io);
      return;
    default: {
      const { side, diagnostics } = verdict;
      const why = side === undefined ? "its meaning is undecided" : `${side} has errors`;
      io.stderr.write(
        `note: ${name} is merged as text only: ${why}; compare the result with both branches, as in \`caprules diff HEAD\`\n`,
      );
      printDiagnostics(io, diagnostics);
    }
  }
}

function printWarnings(
  name: string,
  { interactions, roles, disagreements, undecided }: MergeWarnings,
  io: Io,
): void {
  io.stderr.write(showInteractions(name, interactions));
  printDiagnostics(io, roles);
  printDiagnostics(io, disagreements);
  if (undecided.length > 0) {
    io.stderr.write(
      `note: not all promises of ${name} are decided, so a broken one may be missed\n`,
    );
    printDiagnostics(io, undecided);
  }
}

function readBytes(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new UsageError(`cannot read \`${name}\`: ${systemReason(error)}`);
  }
}

function writeResult(name: string, path: string, result: Buffer | string): void {
  try {
    writeFileSync(path, result);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new UsageError(`cannot write \`${name}\`: ${systemReason(error)}`);
  }
}
