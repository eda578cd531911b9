/**
 * The rule files of a folder, a commit or a working tree, and everything in them that may hide
 * rules.
 */

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

/** A file name as text; undefined if its bytes are not UTF-8. */
export function decodeName(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A file whose name is not UTF-8. @param digest the digest of its content. */
export function unnamed(bytes: Uint8Array, digest?: string): Obstacle {
  const name = Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`,
  ).join("");
  return { name, reason: "its name is not UTF-8", help: "rename it", digest };
}

/**
 * A link without a target that could be compared.
 * @param target the target as stored in the link.
 */
export function brokenLink(name: string, target: string, where: "nowhere" | "outside"): Obstacle {
  const reason =
    where === "nowhere"
      ? "it is a link that leads to no file"
      : "it is a link that leads out of the compared files";
  return { name, reason, help: "make it a file, or remove it", digest: `link ${target}` };
}

export function noRegularFile(name: string): Obstacle {
  const reason = "it is neither a regular file nor a folder";
  return { name, reason, help: "remove it", digest: undefined };
}
