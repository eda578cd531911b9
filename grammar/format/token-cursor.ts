/**
 * Reads the tokens of a file one after the other, as the walk over its tree comes to them, and keeps their comments.
 *
 * A comment stands where a line can end, or it has to move. One at the end of a line moves on to the next place where the
 * formatted line ends. One on a line of its own, within a statement that is not broken there, goes before the statement.
 */

import { definitely, invariant } from "../../src/base/unreachable.ts";
import type { OwnLine, WrittenToken, WrittenTokens } from "./written-tokens.ts";

export class TokenCursor {
  readonly #tokens: readonly WrittenToken[];
  readonly #rest: readonly OwnLine[];
  #place = 0;
  /** Those of the next token, until someone takes them. */
  #comments: readonly OwnLine[];
  #trailing: string | undefined;
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

  /** @param distance 0 for the next token. */
  isNext(text: string, distance = 0): boolean {
    return this.#tokens[this.#place + distance]?.text === text;
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

  /** Those on lines of their own before the next token. */
  takeComments(): readonly OwnLine[] {
    const comments = this.#comments;
    this.#comments = [];
    return comments;
  }

  /** Sends those before the next token before the statement. */
  loosenComments(): void {
    this.#loose = this.#loose.concat(this.takeComments());
  }

  /** The one at the end of a line that has ended since the last call. */
  takeTrailing(): string | undefined {
    const trailing = this.#trailing;
    this.#trailing = undefined;
    return trailing;
  }

  /** Sends the one at the end of a line before the statement. */
  loosenTrailing(): void {
    const trailing = this.takeTrailing();
    if (trailing !== undefined) this.#loose.push({ comment: trailing, isAfterBlankLine: false });
  }

  /** Those that have to go before the statement. */
  takeLoose(): readonly OwnLine[] {
    const loose = this.#loose;
    this.#loose = [];
    return loose;
  }

  /** What was taken from the header of a block goes before the block, not into it. */
  giveBack(loose: readonly OwnLine[]): void {
    this.#loose = [...loose, ...this.#loose];
  }

  /** The end of the line of a header is the end of a block that is on that line. */
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
