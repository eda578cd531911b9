/** A script of SMT-LIB 2 in the making: boolean variables, definitions and assertions, each once. */

const SYMBOL = /\|[^|]*\|/g;

export class SmtScript {
  readonly #lines: string[] = [];
  readonly #variables = new Set<string>();
  readonly #definitions = new Map<string, string>();
  readonly #variablesOf = new Map<string, ReadonlySet<string>>();

  /** @returns whether it is a new one. */
  declare(symbol: string): boolean {
    if (this.#variables.has(symbol)) return false;
    this.#variables.add(symbol);
    this.#lines.push(`(declare-const ${symbol} Bool)`);
    return true;
  }

  /** @param body is made where the symbol is new, and after what it reads. */
  define(symbol: string, body: () => string): void {
    if (this.#definitions.has(symbol)) return;
    const formula = body();
    this.#definitions.set(symbol, formula);
    this.#lines.push(`(define-fun ${symbol} () Bool ${formula})`);
  }

  assert(formula: string): void {
    this.#lines.push(`(assert ${formula})`);
  }

  /** Commands, a line each. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** All that the formula reads, through definitions too. */
  variablesOf(formula: string): ReadonlySet<string> {
    const symbols = new Set(formula.match(SYMBOL) ?? []);
    return new Set([...symbols].flatMap((symbol) => [...this.#variablesOfSymbol(symbol)]));
  }

  #variablesOfSymbol(symbol: string): ReadonlySet<string> {
    if (this.#variables.has(symbol)) return new Set([symbol]);
    const known = this.#variablesOf.get(symbol);
    if (known !== undefined) return known;
    const variables = this.variablesOf(this.#definitions.get(symbol) ?? "");
    this.#variablesOf.set(symbol, variables);
    return variables;
  }
}

export function not(formula: string): string {
  return `(not ${formula})`;
}

export function and(...formulas: readonly string[]): string {
  return nary("and", formulas, "true");
}

export function or(...formulas: readonly string[]): string {
  return nary("or", formulas, "false");
}

export function xor(...formulas: readonly string[]): string {
  return nary("xor", formulas, "false");
}

export function implies(premise: string, conclusion: string): string {
  return `(=> ${premise} ${conclusion})`;
}

export function choice(condition: string, whenTrue: string, whenFalse: string): string {
  return `(ite ${condition} ${whenTrue} ${whenFalse})`;
}

function nary(operator: string, formulas: readonly string[], ofNone: string): string {
  return formulas.length > 1 ? `(${operator} ${formulas.join(" ")})` : (formulas[0] ?? ofNone);
}
