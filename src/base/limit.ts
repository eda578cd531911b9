/** A limit that protects against hostile or enormous input. */

import type { Span } from "./span.ts";

/** For what a limit was reached. */
export interface LimitPlace {
  /** The rule, claim or set. */
  readonly span: Span;
  /** The question that stays open, in words. */
  readonly what: string;
  /** The advice to its author. */
  readonly help: string;
}

/** Thrown where going on would take too much time, memory or stack; caught once, by the pipeline. */
export class LimitExceeded extends Error {
  override readonly name = "LimitExceeded";
  readonly place: LimitPlace | undefined;

  constructor(message: string, place?: LimitPlace) {
    super(message);
    this.place = place;
  }
}

/** Says of a limit that an action reaches where that was. A place inside of the action is more exact, and stays. */
export function limitedAt<T>(place: () => LimitPlace, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof LimitExceeded) || error.place !== undefined) throw error;
    throw new LimitExceeded(error.message, place());
  }
}
