/** The interface by which the compiler reads files. It never touches a file system itself. */

export type FileContent =
  | {
      readonly kind: "text";
      readonly text: string;
      /** The canonical name of the file, if several paths lead to it. */
      readonly name?: string;
    }
  | { readonly kind: "missing" }
  | { readonly kind: "directory" }
  /**
   * The file is outside of the project's root, or reached through a symbolic link that leaves it.
   */
  | { readonly kind: "outside" }
  /** The offset, in bytes, of the first byte that is not UTF-8. */
  | ({ readonly kind: "not-utf8"; readonly offset: number } & MaybeKnown)
  /** Sizes in bytes. */
  | ({ readonly kind: "too-large"; readonly size: number; readonly limit: number } & MaybeKnown)
  /** In the operating system's words. */
  | ({ readonly kind: "unreadable"; readonly reason: string } & MaybeKnown);

interface MaybeKnown {
  /** A digest of the content: equal digests mean equal contents. Absent if unknown. */
  readonly digest?: string;
}

/** @param name a path with `/`, as the user wrote it or joined from a `use`. */
export type ReadFile = (name: string) => FileContent;

/** Reads from memory: names are relative to the root. */
export function readFromMemory(files: Readonly<Record<string, string>>): ReadFile {
  const texts = new Map(Object.entries(files));
  return (name) => {
    const text = texts.get(name);
    if (text !== undefined) return { kind: "text", text };
    return name.startsWith("../") || name.startsWith("/")
      ? { kind: "outside" }
      : { kind: "missing" };
  };
}

/** The path of a `use`, relative to the root. `.` and `..` are resolved as far as possible. */
export function joinPath(fromFile: string, path: string): string {
  if (path.startsWith("/")) return path;
  const parts: string[] = [];
  for (const part of `${fromFile}/../${path}`.split("/")) {
    if (part === "..") {
      if (parts.length === 0 || parts.at(-1) === "..") parts.push("..");
      else parts.pop();
    } else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part);
  }
  return parts.join("/");
}
