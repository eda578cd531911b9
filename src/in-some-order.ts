/**
 * Tries orders of variables in turn, each with a table of diagrams of its own, until one of them is within
 * the limits. Which one it is depends on the rules only.
 */

import { LimitExceeded } from "./base/limit.ts";
import { definitely } from "./base/unreachable.ts";
import { Bdd, DEFAULT_NODE_LIMIT } from "./bdd/bdd.ts";
import { lowerModel, vocabularyOf, type Meaning } from "./meaning/lower.ts";
import { SLOT_ORDERS, type SlotOrder } from "./meaning/slot-order.ts";
import type { Model } from "./model/model.ts";

/** @throws LimitExceeded of the first order when none is within the limits. */
export function inSomeOrder<T>(attempt: (bdd: Bdd, order: SlotOrder) => T): T {
  let first: LimitExceeded | undefined;
  for (const order of SLOT_ORDERS) {
    try {
      return attempt(new Bdd(), order);
    } catch (error) {
      if (!(error instanceof LimitExceeded)) throw error;
      first ??= error;
    }
  }
  throw definitely(first, "there is no order");
}

/**
 * The same for a question about a meaning that was found already: it is asked of that meaning, then of the
 * model's meaning in each later order. A table that earlier questions have filled is replaced by a fresh one first.
 * @throws LimitExceeded of the given meaning when none is within the limits.
 */
export async function inLaterOrders<T>(
  model: Model,
  meaning: Meaning,
  attempt: (meaning: Meaning) => T | Promise<T>,
): Promise<T> {
  const isFilled = meaning.bdd.nodeCount > DEFAULT_NODE_LIMIT / 2;
  try {
    return await attempt(meaning);
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    const tried = SLOT_ORDERS.indexOf(meaning.variables.order);
    for (const order of SLOT_ORDERS.slice(isFilled ? tried : tried + 1)) {
      try {
        return await attempt(lowerModel(new Bdd(), model, vocabularyOf(model, order)));
      } catch (again) {
        if (!(again instanceof LimitExceeded)) throw again;
      }
    }
    throw error;
  }
}
