/** Where a limit ends in an answer: "undecided", never a wrong one. */

import { LimitExceeded } from "./base/limit.ts";
import { report, type Diagnostic } from "./diagnostics/diagnostic.ts";
import { undecided } from "./diagnostics/proofs.ts";

/** @param what is undecided if a limit is reached, in words. */
export async function orUndecided<T>(
  what: string,
  action: () => T | Promise<T>,
  otherwise: (diagnostic: Diagnostic) => T,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    return otherwise(report(undecided, error.span, { what, limit: error.message }));
  }
}
