/** Makes the diagnostic for a limit that was reached. */

import type { LimitExceeded } from "../base/limit.ts";
import { report, type Diagnostic } from "./diagnostic.ts";
import { undecided } from "./proofs.ts";

/** @param what the undecided question in words, used if the limit has no place. */
export function describeLimit({ message, place }: LimitExceeded, what: string): Diagnostic {
  const { span, help, what: atPlace = what } = place ?? {};
  return report(undecided, span, { what: atPlace, limit: message, help });
}
