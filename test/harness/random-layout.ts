/** Writes sentences of the grammar as texts: with line breaks, blanks and comments wherever the language allows them. */

import { END, makeSentence } from "./random-sentence.ts";
import type { Tape } from "./random-tape.ts";

/** A rule file of any syntax, which means nothing. Some have a mistake that the grammar does not exclude. */
export function makeRuleText(tape: Tape): string {
  const writer = new Writer(tape);
  for (const word of makeSentence(tape)) writer.write(word);
  return writer.text();
}

interface Block {
  readonly isLayout: boolean;
  readonly isOnOneLine: boolean;
}

const COMMENTS = ["# a comment", "#", '# { "', "#!  ;  "];

class Writer {
  readonly #tape: Tape;
  readonly #blocks: Block[] = [];
  #text = "";
  /** The indentation of the line on which the statement starts. */
  #indent = 0;
  #parentheses = 0;
  /** The first word of the statement; undefined between statements. */
  #statement: string | undefined;
  #last = "";

  constructor(tape: Tape) {
    this.#tape = tape;
  }

  text(): string {
    return this.#text + this.#tape.pick(["", "\n", "\n\n# the end", "  \n"]);
  }

  write(word: string): void {
    const block = this.#blocks.at(-1);
    if (word === END) this.#endStatement(block);
    else if (word === "}") this.#close(block);
    else this.#add(word, block);
    this.#last = word;
  }

  #endStatement(block: Block | undefined): void {
    this.#statement = undefined;
    if (block?.isOnOneLine === true) this.#text += this.#last === "}" ? " ;" : ";";
    else this.#breakLine();
  }

  #close(block: Block | undefined): void {
    this.#blocks.pop();
    if (block?.isLayout === true) this.#text += this.#gap(true, "}");
    else if (block?.isOnOneLine !== true) this.#breakLine();
    this.#text += "}";
    if (this.#blocks.at(-1)?.isLayout === true) this.#statement = "layout";
  }

  #add(word: string, block: Block | undefined): void {
    const isFree = block?.isLayout === true || this.#parentheses > 0;
    if (this.#statement !== undefined || isFree) {
      if (word !== ";") this.#text += block?.isOnOneLine === true ? " " : this.#gap(isFree, word);
      if (word === "{" && this.#tape.once(6)) this.#text += "\n";
    } else if (block?.isOnOneLine === true) this.#text += " ";
    this.#text += word;
    this.#statement ??= word;
    if (word === ";" && !isFree && this.#last === END) this.#statement = undefined;
    if (word === "(") this.#parentheses++;
    if (word === ")") this.#parentheses--;
    if (word === "{") this.#open(block);
  }

  #open(block: Block | undefined): void {
    const isLayout = block?.isLayout === true || this.#statement === "layout";
    const isOnOneLine = block?.isOnOneLine === true || (!isLayout && this.#tape.once(3));
    this.#blocks.push({ isLayout, isOnOneLine });
    if (isLayout) return;
    this.#statement = undefined;
    if (!isOnOneLine) this.#breakLine();
  }

  /** Before a statement or a `}`. */
  #breakLine(): void {
    if (this.#tape.once(4)) this.#text += ` ${this.#tape.pick(COMMENTS)}`;
    this.#text += this.#tape.pick(["\n", "\n", "\n\n", "\n\n\n", "\r\n"]);
    this.#indent = this.#tape.below(4);
    while (this.#tape.once(4)) {
      this.#text += " ".repeat(this.#tape.below(6));
      this.#text += this.#tape.pick(COMMENTS) + this.#tape.pick(["\n", "\n\n"]);
    }
    this.#text += " ".repeat(this.#indent);
  }

  /** Before a word of a statement that is not the first. @param isFree whether its lines may start anywhere. */
  #gap(isFree: boolean, word: string): string {
    const least = isFree ? 0 : this.#indent + 1;
    const indent = " ".repeat(least + this.#tape.below(8));
    const kind = this.#tape.below(12);
    if (kind < 3 && !(/\w$/.test(this.#last) && /^\w/.test(word))) return "";
    if (kind < 8) return " ".repeat(1 + this.#tape.below(2));
    if (kind === 8) return `\n${indent}`;
    if (kind === 9) return `\n\n${indent}`;
    const comment = this.#tape.pick(COMMENTS);
    return kind === 10 ? ` ${comment}\n${indent}` : `\n${comment}\n${indent}`;
  }
}
