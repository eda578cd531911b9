/** Why emitted text could not be proved: a statement outside the subset that the proof understands. */

import type { ts } from "ts-morph";

/** Thrown where the execution meets it, caught once for each function by `read-back.ts`. */
export class CannotFollow extends Error {
  override readonly name = "CannotFollow";
  readonly node: ts.Node;

  constructor(node: ts.Node, why?: string) {
    super(why);
    this.node = node;
  }
}

const LONGEST_QUOTE = 80;

/** ``line 12: cannot follow `kvm[40]`: it has 27 elements``. */
export function describe(error: CannotFollow, source: ts.SourceFile): string {
  if (error.node === source) return error.message;
  const start = error.node.getStart(source);
  const { line } = source.getLineAndCharacterOfPosition(start);
  const text = source.text.slice(start, error.node.end).replaceAll(/\s+/g, " ");
  const quote = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
  const why = error.message === "" ? "" : `: ${error.message}`;
  return `line ${line + 1}: cannot follow \`${quote}\`${why}`;
}
