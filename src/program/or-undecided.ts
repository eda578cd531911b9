/** Converts a reached limit to the answer "undecided". */

import { LimitExceeded } from "../base/limit.ts";
import { describeLimit } from "../diagnostics/describe-limit.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** @param what the undecided question in words, used if the limit has no place. */
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
