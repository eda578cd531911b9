/**
 * Reads the tokens of a file one after the other, as the walk over its tree reaches them, and keeps their comments.
 *
 * A comment that does not stand where a line can end has to move. A comment at the end of a line moves on to the next
 * place where the formatted line ends. A comment on a line of its own goes before the statement, unless the statement
 * is broken there.
 */

import { definitely, invariant } from "../../src/base/unreachable.ts";
import type { OwnLine, WrittenToken, WrittenTokens } from "./written-tokens.ts";

export class TokenCursor {
  readonly #tokens: readonly WrittenToken[];
  readonly #rest: readonly OwnLine[];
  #place = 0;
  /** The comments before the next token that have not been taken yet. */
  #comments: readonly OwnLine[];
  /** The last comment at the end of a line, if it has not been taken yet. */
  #trailing: string | undefined;
  /** The comments that have to go before the statement. */
  #loose: OwnLine[] = [];

  constructor({ tokens, rest }: WrittenTokens) {
    this.#tokens = tokens;
    this.#rest = rest;
    this.#comments = tokens[0]?.comments ?? rest;
  }

  /** Undefined at the end of the file. */
  get next(): WrittenToken | undefined {
    return this.#tokens[this.#place];
  }

  isNext(text: string): boolean {
    return this.next?.text === text;
  }

  /** The tokens from the next one on to the `}` that closes the block which starts there. */
  block(): readonly WrittenToken[] {
    let depth = 0;
    let end = this.#place;
    do {
      const text = this.#tokens[end++]?.text;
      if (text === "{") depth++;
      if (text === "}") depth--;
    } while (depth > 0);
    return this.#tokens.slice(this.#place, end);
  }

  /** @throws if the next token is another one: then the tree does not tell what was written. */
  take(text?: string): string {
    const token = definitely(this.next, "the tree has no more tokens than its text");
    invariant(text === undefined || token.text === text, `\`${token.text}\` is what the tree says`);
    this.loosenComments();
    this.#keep(token.comment);
    this.#place++;
    this.#comments = this.next?.comments ?? this.#rest;
    return token.text;
  }

  /** Takes the comments on lines of their own before the next token. */
  takeComments(): readonly OwnLine[] {
    const comments = this.#comments;
    this.#comments = [];
    return comments;
  }

  /** Moves the comments before the next token to before the statement. */
  loosenComments(): void {
    this.#loose = this.#loose.concat(this.takeComments());
  }

  /** Takes the comment at the end of a line that has ended since the last call. */
  takeTrailing(): string | undefined {
    const trailing = this.#trailing;
    this.#trailing = undefined;
    return trailing;
  }

  /** Moves the comment at the end of a line to before the statement. */
  loosenTrailing(): void {
    const trailing = this.takeTrailing();
    if (trailing !== undefined) this.#loose.push({ comment: trailing, isAfterBlankLine: false });
  }

  /** Takes the comments that have to go before the statement. */
  takeLoose(): readonly OwnLine[] {
    const loose = this.#loose;
    this.#loose = [];
    return loose;
  }

  /** Gives back comments of the header of a block: they go before the block, not into it. */
  giveBack(loose: readonly OwnLine[]): void {
    this.#loose = [...loose, ...this.#loose];
  }

  /** Gives back the comment of the header of a block on one line: it ends the line of the whole block. */
  giveBackTrailing(comment: string | undefined): void {
    if (comment === undefined) return;
    const own = this.takeTrailing();
    this.#keep(comment);
    this.#keep(own);
  }

  #keep(trailing: string | undefined): void {
    if (trailing === undefined) return;
    this.loosenTrailing();
    this.#trailing = trailing;
  }
}
