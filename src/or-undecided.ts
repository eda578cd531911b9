/** Where a limit ends in an answer: "undecided", never a wrong one. */

import { LimitExceeded } from "./base/limit.ts";
import { report, type Diagnostic } from "./diagnostics/diagnostic.ts";
import { undecided } from "./diagnostics/proofs.ts";

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

/** Names the place where the limit was reached, if that is known. */
export function describeLimit({ message, place }: LimitExceeded, what: string): Diagnostic {
  const { span, help, what: atPlace = what } = place ?? {};
  return report(undecided, span, { what: atPlace, limit: message, help });
}
