/** Keeps a limit that is reached while one promise is compared from making all others undecided. */

import { LimitExceeded } from "../base/limit.ts";
import type { Bdd } from "../bdd/bdd.ts";

/** So many nodes a promise may make of its own once the table is full. They count for no other promise. */
const MOST_NODES = 200_000;

/**
 * Asks about one promise: within the limit of the table, and again with a limit of its own, since other
 * promises may have filled the table.
 * @param otherwise is given notes on the limit, where both are reached.
 */
export function decidePromise<T>(
  bdd: Bdd,
  ask: () => T,
  otherwise: (notes: readonly string[]) => T,
): T {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
  }
  try {
    return bdd.apart(MOST_NODES, ask);
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    return otherwise([`a limit was reached: ${error.message}`, ADVICE]);
  }
}

const ADVICE = "claim less at once, or compare some of the cases with `--assume`";
