/** A limit that protects against hostile or enormous input. */

/** Thrown where going on would take too much time, memory or stack; caught once, by the pipeline. */
export class LimitExceeded extends Error {
  override readonly name = "LimitExceeded";
}
