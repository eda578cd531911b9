/** Reads and writes lines of a `.gitattributes` file. */

import type { Repository } from "./repository.ts";
import { runGit } from "./run-git.ts";

/** The pattern that matches only this path, relative to the root of the repository. */
export function patternFor(path: string): string {
  const literal = `/${path}`.replace(/[\\*?[\]]/g, "\\$&");
  if (!/[\s"\p{Cc}]/u.test(literal)) return literal;
  const quoted = literal.replace(/["\\]/g, "\\$&").replace(/\p{Cc}/gu, octal);
  return `"${quoted}"`;
}

/** The octal escapes of a character's UTF-8 bytes. */
function octal(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `\\${byte.toString(8).padStart(3, "0")}`)
    .join("");
}

/** True if a line gives the pattern all of these attributes. */
export function hasLine(text: string, pattern: string, attributes: readonly string[]): boolean {
  return text.split(/\r?\n/).some((line) => {
    const [first, ...others] = line.trim().split(/[ \t]+/);
    return first === pattern && attributes.every((each) => others.includes(each));
  });
}

/**
 * The paths for which the attribute is unspecified.
 * @param paths relative to the folder in which git runs.
 */
export function withoutAttribute(
  { cwd }: Repository,
  attribute: string,
  paths: readonly string[],
): readonly string[] {
  const input = paths.map((path) => `${path}\0`).join("");
  const { stdout } = runGit(cwd, ["check-attr", "--stdin", "-z", attribute], input);
  const fields = stdout.toString().split("\0");
  return paths.filter((_, index) => fields[index * 3 + 2] === "unspecified");
}
