/** Puts a computation off until its result is asked for. */

/** @returns a function that computes on its first call, and returns the same result on every call. */
export function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => (result ??= { value: compute() }).value;
}
