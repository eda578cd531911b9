/** A limit that protects against hostile or enormous input. */

import type { Span } from "./span.ts";

/** The place in the rules where a limit was reached. */
export interface LimitPlace {
  /** The rule, claim or set. */
  readonly span: Span;
  /** The question that stays open, in words. */
  readonly what: string;
  /** The advice to its author. */
  readonly help: string;
}

/**
 * Thrown if continuing would take too much time, memory or stack. The pipeline catches it in one
 * place.
 */
export class LimitExceeded extends Error {
  override readonly name = "LimitExceeded";
  readonly place: LimitPlace | undefined;

  constructor(message: string, place?: LimitPlace) {
    super(message);
    this.place = place;
  }
}

/**
 * Adds a place to a limit that the action reaches. A place that was set inside the action is more
 * exact and is kept.
 */
export function limitedAt<T>(place: () => LimitPlace, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof LimitExceeded) || error.place !== undefined) throw error;
    throw new LimitExceeded(error.message, place());
  }
}
