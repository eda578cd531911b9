/** Assertions that fail only if the compiler itself has a bug. */

/** Ends a `switch` over a union: the call does not type-check while a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`caprules bug: unexpected ${JSON.stringify(value)}`);
}

/** @throws if `condition` is false, which is a bug in caprules and never the user's mistake. */
export function invariant(condition: boolean, claim: string): asserts condition {
  if (!condition) throw new Error(`caprules bug: ${claim}`);
}

/** Returns the value, which an invariant of the caller guarantees to exist. */
export function definitely<T>(value: T | undefined, claim: string): T {
  if (value === undefined) throw new Error(`caprules bug: ${claim}`);
  return value;
}
