/** Opens the programs of a merged file in base, ours, theirs and the merged text. */

import type { RuleSource } from "../../program/source.ts";
import { bySide, type BySide, type SideName } from "../../review/merge/merged-bits.ts";
import { load } from "../../names/load.ts";
import type { FileContent, ReadFile } from "../../names/read-file.ts";
import { openCommit, type CommitFiles } from "../git/commit-files.ts";
import { workingFiles } from "../git/list-files.ts";
import type { Repository } from "../git/repository.ts";
import type { Io } from "../io.ts";
import { openRuleFiles } from "../read-rule-file.ts";
import { isRuleFile } from "../../names/rule-file.ts";
import type { MergeCommits } from "./merge-commits.ts";
import { mergeTexts } from "./merge-text.ts";

export interface MergeProgram {
  readonly sides: BySide<RuleSource>;
  /** Used files with text conflicts; until these are resolved, the program has no meaning. */
  readonly conflicting: readonly string[];
}

export interface MergeRequest {
  /** The path of the file, relative to the current folder. */
  readonly name: string;
  readonly texts: BySide<string>;
  /** Undefined outside of any repository. */
  readonly repository: Repository | undefined;
  readonly commits: MergeCommits | undefined;
}

/** Returns the root programs that use the merged file, or the file itself if there are none. */
export async function openMergePrograms(
  request: MergeRequest,
  io: Io,
): Promise<readonly MergeProgram[]> {
  const commits = openCommits(request);
  const readers = await openReaders(request, commits, io);
  const entries = programsWith(request.name, ruleFiles(request, commits), readers.merged);
  return entries.map((entry) => ({
    sides: bySide((side) => ({ entry: [entry], readFile: emptyIfMissing(entry, readers[side]) })),
    conflicting: conflictingFiles(entry, readers.merged),
  }));
}

function conflictingFiles(entry: string, merged: ReadFile): readonly string[] {
  const used = load([entry], merged).files.flatMap(({ uses }) => uses);
  return [...new Set(used)].filter((name) => merged(name) === CONFLICTING);
}

type Commits = Readonly<Record<keyof MergeCommits, CommitFiles>>;

function openCommits({ repository, commits }: MergeRequest): Commits | undefined {
  if (repository === undefined || commits === undefined) return undefined;
  return {
    base: openCommit(repository, commits.base),
    ours: openCommit(repository, commits.ours),
    theirs: openCommit(repository, commits.theirs),
  };
}

async function openReaders(
  { name, texts }: MergeRequest,
  commits: Commits | undefined,
  io: Io,
): Promise<BySide<ReadFile>> {
  const others = await openOthers(name, commits, io);
  return bySide((side: SideName): ReadFile => {
    const own: FileContent = { kind: "text", text: texts[side] };
    return (each) => (each === name ? own : others[side](each));
  });
}

async function openOthers(
  name: string,
  commits: Commits | undefined,
  io: Io,
): Promise<BySide<ReadFile>> {
  if (commits === undefined) {
    const { readFile } = await openRuleFiles([name], io);
    return bySide(() => readFile);
  }
  const sides = {
    base: commits.base.readFile,
    ours: commits.ours.readFile,
    theirs: commits.theirs.readFile,
  };
  const known = new Map<string, FileContent>();
  const merged: ReadFile = (each) => {
    const content = known.get(each) ?? mergeContents(io.cwd, each, sides);
    known.set(each, content);
    return content;
  };
  return { ...sides, merged };
}

const CONFLICTING: FileContent = {
  kind: "unreadable",
  reason: "both branches change it, and the changes conflict",
};

/** Merges another file of the program as git does, before or after this one. */
function mergeContents(
  cwd: string,
  name: string,
  readers: Readonly<Record<"base" | "ours" | "theirs", ReadFile>>,
): FileContent {
  const [base, ours, theirs] = [readers.base(name), readers.ours(name), readers.theirs(name)];
  const isLike = (one: FileContent, other: FileContent): boolean =>
    JSON.stringify(one) === JSON.stringify(other);
  if (isLike(ours, theirs) || isLike(ours, base)) return theirs;
  if (isLike(theirs, base)) return ours;
  if (ours.kind === "text" && theirs.kind === "text") {
    const texts = { base: base.kind === "text" ? base.text : "", ours: ours.text };
    const text = mergeTexts(cwd, { ...texts, theirs: theirs.text });
    if (text !== undefined) return { kind: "text", text };
  }
  return CONFLICTING;
}

function ruleFiles(
  { name, repository }: MergeRequest,
  commits: Commits | undefined,
): readonly string[] {
  if (repository === undefined) return [name];
  const files =
    commits === undefined
      ? workingFiles(repository)
      : [...commits.ours.found.files, ...commits.theirs.found.files];
  return [...new Set([...files.filter(isRuleFile), name])];
}

function programsWith(
  name: string,
  files: readonly string[],
  readFile: ReadFile,
): readonly string[] {
  const loaded = load(files, readFile).files;
  const usersOf = (used: string): readonly string[] =>
    loaded.filter(({ uses }) => uses.includes(used)).map((file) => file.name);
  const reaching = new Set([name]);
  for (const each of reaching) for (const user of usersOf(each)) reaching.add(user);
  const entries = [...reaching].filter((each) => usersOf(each).length === 0);
  // A cycle of files has no root.
  return entries.length > 0 ? entries : [name];
}

/** A side that lacks the program reads it as an empty file. */
function emptyIfMissing(entry: string, readFile: ReadFile): ReadFile {
  return (name) => {
    const content = readFile(name);
    return name === entry && content.kind === "missing" ? { kind: "text", text: "" } : content;
  };
}
