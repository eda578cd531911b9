/**
 * A tape of random numbers from which a program is made. Fast-check shrinks the tape: it takes numbers
 * out and lowers them, and 0, which is also what comes after the end, always is the simplest choice.
 */

import * as fc from "fast-check";

export class Tape {
  readonly #numbers: readonly number[];
  #next = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** 0 to `limit - 1`. */
  below(limit: number): number {
    return (this.#numbers[this.#next++] ?? 0) % Math.max(1, limit);
  }

  /** True once in `times`; never after the end. */
  once(times: number): boolean {
    return this.below(times) === times - 1;
  }

  /** @throws where there is nothing to choose from. */
  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error("nothing to choose from");
    return value;
  }

  /** Between `least` and `most` of what `make` makes. */
  list<T>(least: number, most: number, make: (place: number) => T): readonly T[] {
    const length = least + this.below(most - least + 1);
    return Array.from({ length }, (_, place) => make(place));
  }
}

export function tapes(length: number): fc.Arbitrary<Tape> {
  return fc
    .array(fc.nat(0xffff), { maxLength: length, size: "max" })
    .map((numbers) => new Tape(numbers));
}
