/** Where a limit ends in an answer: "undecided", never a wrong one. */

import { LimitExceeded } from "./base/limit.ts";
import { describeLimit } from "./diagnostics/describe-limit.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";

/** @param what is undecided if a limit is reached of which no place is known, in words. */
export async function orUndecided<T>(
  what: string,
  action: () => T | Promise<T>,
  otherwise: (diagnostic: Diagnostic) => T,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    return otherwise(describeLimit(error, what));
  }
}
