/** A pair of values, one for each of two compared programs. */

export interface BothSides<T> {
  readonly old: T;
  readonly new: T;
}

export function onBothSides<From, To>(
  { old, new: fresh }: BothSides<From>,
  of: (each: From) => To,
): BothSides<To> {
  return { old: of(old), new: of(fresh) };
}
