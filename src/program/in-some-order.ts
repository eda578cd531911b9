/**
 * Tries orders of variables in turn, each with its own table of diagrams, until one stays within
 * the limits. The choice depends on the rules only.
 */

import { LimitExceeded } from "../base/limit.ts";
import { definitely } from "../base/unreachable.ts";
import { Bdd, DEFAULT_NODE_LIMIT } from "../bdd/bdd.ts";
import { lowerModel, vocabularyOf, type Meaning } from "../meaning/lower.ts";
import { SLOT_ORDERS, type SlotOrder } from "../meaning/slot-order.ts";
import type { Model } from "../model/model.ts";

/** @throws the LimitExceeded of the first order if none stays within the limits. */
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
 * Like {@link inSomeOrder}, for a question about an existing meaning: it is asked of that meaning,
 * then of the model's meaning in each later order. A table that earlier questions have filled is
 * replaced by a fresh one first.
 * @throws the LimitExceeded of the given meaning if no order stays within the limits.
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
