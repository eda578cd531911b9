/** Measures the likeness of two texts, to distinguish a renamed file from a new one. */

/** The number of occurrences of each line; blank lines are left out. */
export type Lines = ReadonlyMap<string, number>;

export function countLines(content: string): Lines {
  const lines = new Map<string, number>();
  for (const line of content.split("\n")) {
    const text = line.trim();
    if (text !== "") lines.set(text, (lines.get(text) ?? 0) + 1);
  }
  return lines;
}

/** The share of the longer text's lines that both have: 0 to 1. */
export function likeness(one: Lines, other: Lines): number {
  const sum = (lines: Lines): number => [...lines.values()].reduce((all, each) => all + each, 0);
  const common = [...one].reduce(
    (all, [line, count]) => all + Math.min(count, other.get(line) ?? 0),
    0,
  );
  return common / Math.max(1, sum(one), sum(other));
}

/** Like git's threshold for a rename. */
export function isSameFile(alike: number): boolean {
  return alike >= 0.5;
}
