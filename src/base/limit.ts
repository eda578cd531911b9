/** A limit that protects against hostile or enormous input. */

import type { Span } from "./span.ts";

/** Thrown where going on would take too much time, memory or stack; caught once, by the pipeline. */
export class LimitExceeded extends Error {
  override readonly name = "LimitExceeded";
  /** What was too much, where that is known. */
  readonly span: Span | undefined;

  constructor(message: string, span?: Span) {
    super(message);
    this.span = span;
  }
}
