/** Bitmaps to measure with: many different ones, so that nothing is constant. */

export const ROW_COUNT = 64;

export interface Row {
  readonly host: Uint32Array;
  readonly guest: Uint32Array;
}

/** @param length elements a bitmap, with its presence bits. */
export function randomRows(length: number): readonly Row[] {
  const random = randomWords();
  const bitmap = (): Uint32Array =>
    // The OR of two random words: three bits in four are set.
    Uint32Array.from({ length }, () => random() | random());
  return Array.from({ length: ROW_COUNT }, () => ({ host: bitmap(), guest: bitmap() }));
}

/** The same 32-bit words in every run (xorshift). */
export function randomWords(): () => number {
  let state = 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

export function hasBit(bitmap: Uint32Array, bit: number): boolean {
  return (((bitmap[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
}
