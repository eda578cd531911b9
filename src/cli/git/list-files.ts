/** Lists the files of commits and of the working tree. Names that are not UTF-8 are kept apart, never altered. */

import { decodeName, unnamed } from "../found-files.ts";
import type { Obstacle } from "../../review/programs/found-files.ts";
import { nameFromHere, succeed, type Repository } from "./repository.ts";
import { runGit } from "./run-git.ts";

/** An entry of a commit or of the index. */
export interface TreeEntry {
  readonly kind: "file" | "link" | "submodule";
  /** For a submodule, its commit. */
  readonly id: string;
}

/** A path is relative to the root of the repository. */
export interface Tree<Entry> {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Files whose names are not UTF-8. */
  readonly unnamed: readonly Obstacle[];
}

/** @throws UsageError if git cannot read the commit. */
export function readTree({ cwd }: Repository, commit: string): Tree<TreeEntry> {
  const outcome = runGit(cwd, ["ls-tree", "-r", "-z", "--full-tree", commit]);
  const { stdout } = succeed(outcome, `list the files of ${commit}`);
  return readEntries(stdout, /^(\d+) \w+ (\w+)\t([^]*)$/, ([mode = "", id = ""]) => ({
    kind: kindOfMode(mode),
    id,
  }));
}

export interface WorkingEntry extends TreeEntry {
  /**
   * True if the entry is marked `skip-worktree`, as files outside of a sparse checkout are. If the
   * file is not on the disk, its content is in the index.
   */
  readonly isSkipped: boolean;
}

/** The entries of the index, and the files that git would add to it; the latter have an empty `id`. */
export function readWorkingEntries({ cwd }: Repository): Tree<WorkingEntry> {
  const list = (...args: readonly string[]): Buffer =>
    succeed(runGit(cwd, ["ls-files", "-z", "--full-name", ...args, "--", ":/"]), "list the files")
      .stdout;
  const tracked = readEntries<WorkingEntry>(
    list("--cached", "--stage", "-t"),
    /^(\w) (\d+) (\w+) \d\t([^]*)$/,
    ([tag, mode = "", id = ""]) => ({ kind: kindOfMode(mode), id, isSkipped: tag === "S" }),
  );
  const untracked = readEntries<WorkingEntry>(
    list("--others", "--exclude-standard"),
    /^([^]*)$/,
    () => ({ kind: "file", id: "", isSkipped: false }),
  );
  return {
    entries: new Map([...untracked.entries, ...tracked.entries]),
    unnamed: [...tracked.unnamed, ...untracked.unnamed].map((each) => ({
      ...each,
      digest: undefined,
    })),
  };
}

/** Files of the working tree that git knows or would add, relative to `cwd`, wherever in the repository they are. */
export function workingFiles(repository: Repository): readonly string[] {
  return [...readWorkingEntries(repository).entries.keys()].map((path) =>
    nameFromHere(repository, path),
  );
}

function kindOfMode(mode: string): TreeEntry["kind"] {
  if (mode.startsWith("100")) return "file";
  return mode === "120000" ? "link" : "submodule";
}

/** @param pattern matches an entry; its last group is the path. */
function readEntries<Entry extends TreeEntry>(
  output: Buffer,
  pattern: RegExp,
  read: (fields: readonly string[]) => Entry,
): Tree<Entry> {
  const entries = new Map<string, Entry>();
  const bad: Obstacle[] = [];
  // Decoding as Latin-1 keeps each byte as one character.
  for (const text of output.toString("latin1").split("\0").slice(0, -1)) {
    const fields = (pattern.exec(text) ?? []).slice(1);
    const bytes = Buffer.from(fields.pop() ?? "", "latin1");
    const path = decodeName(bytes);
    const entry = read(fields);
    if (path === undefined) bad.push(unnamed(bytes, entry.id));
    else entries.set(path, entry);
  }
  return { entries, unnamed: bad };
}
