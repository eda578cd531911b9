/** The rule files of one side of a comparison, and everything in it that may hide rules. */

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

/** An unreadable entry that is named `*.rules` or may contain such files. */
export interface Obstacle {
  readonly name: string;
  /** The reason why the entry cannot be read, in words. */
  readonly reason: string;
  /** Advice that follows the error; one line. */
  readonly help: string | undefined;
  /** Obstacles with the same name and digest are the same. Undefined if the content is unknown. */
  readonly digest: string | undefined;
}

export interface SubmoduleState {
  /** The id of the submodule's commit. */
  readonly commit: string;
  /** True if rule files of the submodule differ from that commit. */
  readonly isModified: boolean;
  /**
   * The ids of the submodule's rule files at that commit, as one text; undefined if this clone does
   * not have the commit.
   */
  readonly rules: () => string | undefined;
}
