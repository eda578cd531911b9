/** Writes a block: its braces, and its parts between them. */

/** @param parts of one or more lines each. */
export function printBlock(parts: readonly string[]): string {
  const lines = parts.flatMap((part) => part.split("\n"));
  return ["{", ...lines.map((line) => `  ${line}`), "}"].join("\n");
}
