/** Errors that leave a production; none leaves the parser. */

import type { Findings } from "./findings.ts";

/** Thrown if the next token is not allowed. The message names the expected tokens. */
export class Expectation extends Error {}

/** Thrown for a mistake that a production found itself. */
export class Mistake extends Error {
  readonly report: (findings: Findings) => void;
  /** The end of the text with the mistake, if the mistake is not at the next token. */
  readonly end: number | undefined;

  constructor(report: (findings: Findings) => void, end?: number) {
    super();
    this.report = report;
    this.end = end;
  }
}

/** Thrown to stop parsing when the limit of mistakes is reached. */
export class TooManyMistakes extends Error {}
