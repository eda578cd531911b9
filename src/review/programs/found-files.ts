/** The rule files of a side of a comparison, and everything in it that may hide rules. */

export interface FoundFiles {
  /** Names of rule files. */
  readonly files: readonly string[];
  /** Names of links, called `*.rules`, that lead to one of `files`, and the name of that file. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Names of all other files. */
  readonly others: readonly string[];
  readonly obstacles: readonly Obstacle[];
  /** Submodules of a git repository, by name. */
  readonly submodules: ReadonlyMap<string, SubmoduleState>;
}

/** Something that is called `*.rules`, or may hold such files, and cannot be read. */
export interface Obstacle {
  readonly name: string;
  /** Why it cannot be read, in words. */
  readonly reason: string;
  /** Advice that follows the error; one line. */
  readonly help: string | undefined;
  /** Two obstacles of one name and one digest are the same; undefined if nothing is known of what is in it. */
  readonly digest: string | undefined;
}

export interface SubmoduleState {
  /** The id of the commit that it is at. */
  readonly commit: string;
  /** Rule files in it differ from that commit. */
  readonly isModified: boolean;
  /** Identities of its rule files at that commit, as one text; undefined if the commit is not in this clone. */
  readonly rules: () => string | undefined;
}
