/** What the user is told of a limit that was reached. */

import type { LimitExceeded } from "../base/limit.ts";
import { report, type Diagnostic } from "./diagnostic.ts";
import { undecided } from "./proofs.ts";

/** @param what is undecided where the limit names no place, in words. */
export function describeLimit({ message, place }: LimitExceeded, what: string): Diagnostic {
  const { span, help, what: atPlace = what } = place ?? {};
  return report(undecided, span, { what: atPlace, limit: message, help });
}
