/** The known name that a misspelt one most likely means. */

/**
 * The candidate at the smallest edit distance, ignoring case; a swap of neighbours counts as one
 * edit (optimal string alignment). Allows one edit for up to three characters, two for up to seven,
 * else three; undefined if no candidate is that near. Prefers a candidate of the same length.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = 1 + (name.length <= 3 ? 1 : name.length <= 7 ? 2 : 3);
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
    const isSameLength = candidate.length === name.length && best?.length !== name.length;
    if (
      distance < bestDistance ||
      (distance === bestDistance && best !== undefined && isSameLength)
    ) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * The keyword that a misspelt one most likely means. Stricter than `nearestName`: keywords are so
 * short that many names are near one, so the name must be in lower case and begin with the same
 * letter.
 */
export function nearestKeyword(name: string, keywords: readonly string[]): string | undefined {
  if (name !== name.toLowerCase()) return undefined;
  return nearestName(
    name,
    keywords.filter((keyword) => keyword.charAt(0) === name.charAt(0)),
  );
}

/**
 * The edit distance, or infinity as soon as it must exceed `most`. Stopping early matters because a
 * file may misspell thousands of names.
 */
function editDistance(a: string, b: string, most: number): number {
  let beforeLast: number[] = [];
  let leastOfLast = 0;
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    // A swap may start from the row before.
    if (least > most && leastOfLast >= most) return Infinity;
    leastOfLast = least;
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
