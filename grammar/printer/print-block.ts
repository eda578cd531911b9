/** Writes the braces of a block, and what stands between them. */

/** @param parts of one or more lines each. */
export function printBlock(parts: readonly string[]): string {
  const lines = parts.flatMap((part) => part.split("\n"));
  return ["{", ...lines.map((line) => `  ${line}`), "}"].join("\n");
}
