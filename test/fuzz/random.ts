/** Reproducible random numbers: everything that a fuzz run does follows from its seed. */

export interface Random {
  /** 0 to `limit - 1`. */
  below(limit: number): number;
  pick<T>(values: readonly [T, ...T[]]): T;
}

export function randomOf(seed: number): Random {
  let state = Math.imul(seed ^ 0x5bf0_3635, 0x9e37_79b1);
  const next = (): number => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => next() % Math.max(1, limit);
  return {
    below,
    pick: (values) => values[below(values.length)] ?? values[0],
  };
}
