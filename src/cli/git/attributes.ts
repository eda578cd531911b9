/** The lines of a `.gitattributes` file. */

import type { Repository } from "./repository.ts";
import { runGit } from "./run-git.ts";

/** The pattern, and so much of its line as matters: that it means this file only, at the root of the repository. */
export function patternFor(path: string): string {
  const literal = `/${path}`.replace(/[\\*?[\]]/g, "\\$&");
  if (!/[\s"\p{Cc}]/u.test(literal)) return literal;
  const quoted = literal.replace(/["\\]/g, "\\$&").replace(/\p{Cc}/gu, octal);
  return `"${quoted}"`;
}

/** Control characters are ASCII, or two bytes in UTF-8. */
function octal(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `\\${byte.toString(8).padStart(3, "0")}`)
    .join("");
}

/** Whether a line gives the pattern all of these attributes. */
export function hasLine(text: string, pattern: string, attributes: readonly string[]): boolean {
  return text.split(/\r?\n/).some((line) => {
    const [first, ...others] = line.trim().split(/[ \t]+/);
    return first === pattern && attributes.every((each) => others.includes(each));
  });
}

/** @param paths relative to where git is run. Those of which nothing says anything about the attribute. */
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
