/** The rule files of a folder, a commit or a working tree, and everything in it that may hide rules. */

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

/** A file name as text; undefined if its bytes are not UTF-8. */
export function decodeName(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A file whose name is not UTF-8. @param digest of its content. */
export function unnamed(bytes: Uint8Array, digest?: string): Obstacle {
  const name = Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`,
  ).join("");
  return { name, reason: "its name is not UTF-8", help: "rename it", digest };
}

/** A link that leads to no file that could be compared. @param target as the link has it. */
export function brokenLink(name: string, target: string, where: "nowhere" | "outside"): Obstacle {
  const reason =
    where === "nowhere"
      ? "it is a link that leads to no file"
      : "it is a link out of what is compared";
  return { name, reason, help: "make it a file, or remove it", digest: `link ${target}` };
}

export function noRegularFile(name: string): Obstacle {
  const reason = "it is neither a regular file nor a folder";
  return { name, reason, help: "remove it", digest: undefined };
}
