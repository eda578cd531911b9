/** Reads grammar.ebnf, and writes it and the parser's own grammar in one normal form. */

import {
  Alternation,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  Terminal,
  type IProduction,
  type Rule,
} from "chevrotain";

/** Each production's right side in normal form, by its name. */
export type Productions = Readonly<Record<string, string>>;

export function productionsOfText(ebnf: string): Productions {
  const words = ebnf
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, ""))
    .join("\n")
    .match(/"[^"]*"|\w+|[=|;[\]{}()]/g);
  const reader = new Reader(words ?? []);
  return Object.fromEntries(reader.productions());
}

export function productionsOfParser(rules: Record<string, Rule>): Productions {
  return Object.fromEntries(
    Object.values(rules).map((rule) => [rule.name, sequence(rule.definition)]),
  );
}

class Reader {
  private readonly words: readonly string[];
  private next = 0;

  constructor(words: readonly string[]) {
    this.words = words;
  }

  *productions(): Generator<[name: string, definition: string]> {
    while (this.next < this.words.length) {
      const name = this.take();
      this.expect("=");
      yield [name, this.choice()];
      this.expect(";");
    }
  }

  private choice(): string {
    const alternatives = [this.sequence()];
    while (this.words[this.next] === "|") {
      this.next++;
      alternatives.push(this.sequence());
    }
    return alternatives.length === 1 ? (alternatives[0] ?? "") : `( ${alternatives.join(" | ")} )`;
  }

  private sequence(): string {
    const items: string[] = [];
    while (!["|", ";", "]", "}", ")", undefined].includes(this.words[this.next])) {
      items.push(this.item());
    }
    return items.join(" ");
  }

  private item(): string {
    const word = this.take();
    const closer = { "[": "]", "{": "}", "(": ")" }[word];
    if (closer === undefined) return word;
    const inner = this.choice();
    this.expect(closer);
    return word === "(" ? inner : `${word} ${inner} ${closer}`;
  }

  private take(): string {
    return this.words[this.next++] ?? "";
  }

  private expect(word: string): void {
    const taken = this.take();
    if (taken !== word) throw new Error(`expected ${word}, found ${taken}`);
  }
}

function sequence(productions: readonly IProduction[]): string {
  return productions.map(item).join(" ");
}

function item(production: IProduction): string {
  if (production instanceof Terminal) {
    return production.terminalType.LABEL ?? production.terminalType.name;
  }
  if (production instanceof NonTerminal) return production.nonTerminalName;
  if (production instanceof Option) return `[ ${sequence(production.definition)} ]`;
  if (production instanceof Repetition) return `{ ${sequence(production.definition)} }`;
  if (production instanceof RepetitionMandatory) {
    const once = sequence(production.definition);
    return `${once} { ${once} }`;
  }
  if (production instanceof Alternation) {
    return `( ${production.definition.map((one) => sequence(definitionOf(one))).join(" | ")} )`;
  }
  return sequence(definitionOf(production));
}

function definitionOf(production: IProduction): readonly IProduction[] {
  if ("definition" in production && Array.isArray(production.definition)) {
    return production.definition as IProduction[]; // chevrotain types them as `unknown`
  }
  return [];
}
