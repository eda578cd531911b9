/** Keeps a limit that is reached while one promise is compared from making all others undecided. */

import { LimitExceeded } from "../../base/limit.ts";
import type { Bdd } from "../../bdd/bdd.ts";

/** The number of nodes that a promise may add once the table is full. They count for no other promise. */
const MOST_NODES = 200_000;

/**
 * Asks about one promise: within the limit of the table, and again with a limit of its own, since other
 * promises may have filled the table.
 * @param bdd the table that is shared with other promises; undefined where `ask` makes its own.
 * @param otherwise is given notes on the limit, where both are reached.
 */
export function decidePromise<T>(
  bdd: Bdd | undefined,
  ask: () => T,
  otherwise: (notes: readonly string[]) => T,
): T {
  const attempts = bdd === undefined ? [ask] : [ask, () => bdd.apart(MOST_NODES, ask)];
  let reached = "";
  for (const attempt of attempts) {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof LimitExceeded)) throw error;
      reached = error.message;
    }
  }
  return otherwise([`a limit was reached: ${reached}`, ADVICE]);
}

const ADVICE = "claim less at once, or compare some of the cases with `--assume`";
