/** Counts what agrees, field by field, and keeps the first mismatches. */

import type { Comparison } from "./comparison.ts";

interface Count {
  cases: number;
  words: number;
  mismatches: number;
}

/** How many mismatches of a field are shown. */
const SHOWN = 5;

export class Tally {
  readonly #counts = new Map<string, Count>();
  readonly #shown: string[] = [];

  get mismatches(): number {
    return [...this.#counts.values()].reduce((sum, { mismatches }) => sum + mismatches, 0);
  }

  /** @param id of the vector. */
  add(id: string, { field, layout, actual, expected, mask }: Comparison): void {
    const count = this.#counts.get(field) ?? { cases: 0, words: 0, mismatches: 0 };
    this.#counts.set(field, count);
    count.cases++;
    for (const [index, compared] of mask.entries()) {
      if (compared === 0) continue;
      count.words++;
      const difference = ((actual[index] ?? 0) ^ (expected[index] ?? 0)) & compared;
      if (difference === 0) continue;
      count.mismatches++;
      if (count.mismatches > SHOWN) continue;
      const bits = Array.from({ length: 32 }, (_, bit) => bit)
        .filter((bit) => ((difference >>> bit) & 1) === 1)
        .map((bit) => {
          const name = layout.bits.get(index * 32 + bit) ?? `${layout.words[index] ?? ""}[${bit}]`;
          return `${name} is ${((actual[index] ?? 0) >>> bit) & 1}`;
        });
      this.#shown.push(`${field} of ${id}: ${bits.join(", ")}`);
    }
  }

  /** A line a field, then the first mismatches. */
  describe(): string {
    const width = Math.max(...[...this.#counts.keys()].map(({ length }) => length));
    const lines = [...this.#counts].map(
      ([field, { cases, words, mismatches }]) =>
        `${field.padEnd(width)}  ${String(cases).padStart(6)} cases  ${String(words).padStart(7)} words  ${mismatches} mismatches`,
    );
    return [...lines, ...this.#shown].join("\n");
  }
}
