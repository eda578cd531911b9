/** Collects the error nodes of one file. */

import type { IToken } from "chevrotain";

import type { Span } from "../src/base/span.ts";
import type { ErrorNode, HalfWritten, Place } from "./syntax-tree.ts";

/** Tokens of text that could not be parsed. */
export interface BrokenText {
  readonly span: Span;
  /** The tokens before the mistake. */
  readonly written: readonly IToken[];
  /** The list in which the text stands; undefined if nothing can be made of it. */
  readonly place: Place | undefined;
}

/** Makes the part of the tree that the text before a mistake would become; undefined for none. */
export type Completion = (text: BrokenText & { readonly place: Place }) => HalfWritten | undefined;

export class ErrorNodes {
  private readonly complete: Completion;
  private readonly nodes = new Map<number, ErrorNode>();

  constructor(complete: Completion) {
    this.complete = complete;
  }

  /** A node with the same start is for a piece of the same text, so it gives way. */
  add({ span, written, place }: BrokenText): void {
    const made = place === undefined ? undefined : this.complete({ span, written, place });
    const part = made ?? this.nodes.get(span.start)?.part;
    if (part !== undefined) this.addPart(span, part);
    else if (span.end > span.start) this.nodes.set(span.start, { span });
  }

  addPart(span: Span, part: HalfWritten): void {
    this.nodes.set(span.start, { span, part });
  }

  /** The nodes, sorted by place. */
  list(): readonly ErrorNode[] {
    return [...this.nodes.values()].toSorted((a, b) => a.span.start - b.span.start);
  }
}
