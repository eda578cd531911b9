/** Every text that differs from a function in one operator, number, name or write. */

import ts from "typescript";

export interface Mutant {
  readonly what: string;
  /** The whole module. */
  readonly text: string;
  /** The function alone. */
  readonly code: string;
}

type Mutation = Pick<Mutant, "what" | "code">;

interface Token {
  readonly kind: ts.SyntaxKind;
  readonly text: string;
  readonly start: number;
}

const BINARY = ["&", "|", "^", "<<", ">>", ">>>", "+", "-"];
/** The proof refuses each of them in an index; `|` and `^` may mean the same there as `+`. */
const INDEXING = ["+", "-", "&", "<<", ">>>"];
const UNARY = ["~", "-", "+", ""];
const WRITES = ["=", "|=", "&=", "^="];
const COMPARISONS = ["===", "!=="];

export interface MutationOptions {
  /** Names of which each is replaced by each other one of its group. */
  readonly nameGroups: readonly (readonly string[])[];
  readonly texts: readonly string[];
  /** Lines that are left as they are. */
  readonly skip: RegExp;
}

/** The mutants of the function of that name; the rest of the module stays as it is. */
export function mutantsOf(text: string, name: string, options: MutationOptions): readonly Mutant[] {
  const start = text.indexOf(`function ${name}(`);
  const end = text.indexOf("\n}\n", start) + 3;
  const code = text.slice(start, end);
  const mutants = [...replacedTokens(code, options), ...swappedChoices(code), ...lostWrites(code)];
  return mutants.map((mutation) => ({
    ...mutation,
    text: text.slice(0, start) + mutation.code + text.slice(end),
  }));
}

function replacedTokens(code: string, options: MutationOptions): readonly Mutation[] {
  const tokens = tokensOf(code).filter(({ start }) => !options.skip.test(lineAt(code, start)));
  return tokens.flatMap((token, index) =>
    replacements(tokens, index, options).map((replacement) => {
      const end = token.start + token.text.length;
      return {
        what: `${token.text} → ${replacement} in ${lineAt(code, token.start).trim()}`,
        code: `${code.slice(0, token.start)} ${replacement} ${code.slice(end)}`,
      };
    }),
  );
}

function replacements(
  tokens: readonly Token[],
  index: number,
  { nameGroups, texts }: MutationOptions,
): readonly string[] {
  const { kind, text } = tokens[index] ?? { kind: ts.SyntaxKind.Unknown, text: "" };
  const others = (group: readonly string[]): readonly string[] =>
    group.filter((candidate) => candidate !== text);
  const before = tokens[index - 1];
  const isAfterOperand =
    before !== undefined &&
    (before.kind === ts.SyntaxKind.Identifier ||
      before.kind === ts.SyntaxKind.NumericLiteral ||
      [")", "]"].includes(before.text));

  if (kind === ts.SyntaxKind.NumericLiteral) return otherNumbers(text);
  if (kind === ts.SyntaxKind.StringLiteral) return others(texts);
  if (kind === ts.SyntaxKind.Identifier) {
    if (["const", "let"].includes(before?.text ?? "") || before?.text === ".") return [];
    return nameGroups.filter((group) => group.includes(text)).flatMap(others);
  }
  if (WRITES.includes(text) && before?.text === "]") return others(WRITES);
  if (COMPARISONS.includes(text)) return others(COMPARISONS);
  if (text === "*") return BINARY;
  if (BINARY.includes(text) && isAfterOperand) {
    return others(isInIndex(tokens, index) ? INDEXING : BINARY);
  }
  return UNARY.includes(text) && !isAfterOperand ? others(UNARY) : [];
}

function isInIndex(tokens: readonly Token[], index: number): boolean {
  const bracket = tokens.slice(0, index).findLast(({ text }) => text === "[" || text === "]");
  return bracket?.text === "[";
}

/** A mask with each of its bits flipped; for other numbers, the neighbours and what may be confused. */
function otherNumbers(text: string): readonly string[] {
  const value = Number(text);
  const candidates = text.startsWith("0x")
    ? Array.from({ length: 32 }, (_, bit) => (value ^ (1 << bit)) >>> 0)
    : [value - 1, value + 1, value + 2, value + 31, value + 32, 0, 1, 2, 3, 5].filter(
        (n) => n >= 0,
      );
  return [...new Set(candidates)].filter((candidate) => candidate !== value).map(String);
}

/** `c ? b : a` for each `c ? a : b` of plain operands. */
function swappedChoices(text: string): readonly Mutation[] {
  return [...text.matchAll(/\? (-?\w+) : (-?\w+)/g)].map((match) => ({
    what: `swapped ${match[0]}`,
    code: replaceAt(text, match, `? ${match[2] ?? ""} : ${match[1] ?? ""}`),
  }));
}

function lostWrites(text: string): readonly Mutation[] {
  return [...text.matchAll(/^ *out\[[^;]*;/gm)].map((match) => ({
    what: `lost ${match[0].trim()}`,
    code: replaceAt(text, match, ""),
  }));
}

function replaceAt(text: string, match: RegExpExecArray, replacement: string): string {
  return text.slice(0, match.index) + replacement + text.slice(match.index + match[0].length);
}

function tokensOf(text: string): readonly Token[] {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, text);
  const tokens: Token[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const whole = kind === ts.SyntaxKind.GreaterThanToken ? scanner.reScanGreaterToken() : kind;
    tokens.push({ kind: whole, text: scanner.getTokenText(), start: scanner.getTokenStart() });
  }
  return tokens;
}

function lineAt(text: string, position: number): string {
  const start = text.lastIndexOf("\n", position) + 1;
  return text.slice(start, text.indexOf("\n", position));
}
