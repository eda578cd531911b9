/** Finds the commits that git is merging, as far as a merge driver can. */

import { findCommit, mergeBases, readBlob, type Repository } from "../git/repository.ts";

export interface MergeCommits {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** The merged file, as git passed it to the driver. */
export interface MergedFile {
  /** Relative to the folder in which git runs. */
  readonly name: string;
  readonly base: Buffer;
  readonly ours: Buffer;
  readonly theirs: Buffer;
}

/**
 * `git merge` passes the merged commits to its driver in the environment, as GITHEAD_<commit>;
 * after the merge, MERGE_HEAD has them. Undefined for a rebase, a cherry-pick or a merge with
 * several bases, or if the commits have other contents of the file than git passed.
 */
export function findMergeCommits(
  repository: Repository,
  file: MergedFile,
  environment: Readonly<Record<string, string | undefined>>,
): MergeCommits | undefined {
  const ours = findCommit(repository, "HEAD");
  const theirs = findTheirs(repository, environment);
  if (ours === undefined || theirs === undefined) return undefined;
  const [base, ...others] = mergeBases(repository, ours, theirs);
  if (base === undefined || others.length > 0) return undefined;
  const isAsGiven = (commit: string, given: Buffer): boolean =>
    (readBlob(repository, `${commit}:${repository.prefix}${file.name}`) ?? EMPTY).equals(given);
  return isAsGiven(base, file.base) && isAsGiven(ours, file.ours) && isAsGiven(theirs, file.theirs)
    ? { base, ours, theirs }
    : undefined;
}

/** The content that git passes for a file that the base lacks. */
const EMPTY = Buffer.alloc(0);

function findTheirs(
  repository: Repository,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const heads = Object.keys(environment).flatMap((name) => {
    const [, id] = /^GITHEAD_([0-9a-f]{40,64})$/.exec(name) ?? [];
    return (id === undefined ? undefined : findCommit(repository, id)) ?? [];
  });
  if (heads.length > 1) return undefined;
  return heads[0] ?? findCommit(repository, "MERGE_HEAD");
}
