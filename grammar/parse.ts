/** Parses a rule file: text into a syntax tree, and a diagnostic for each mistake in it. */

import type { IToken } from "chevrotain";

import type { SourceText } from "../src/base/source-text.ts";
import { report, type Diagnostic } from "../src/diagnostics/diagnostic.ts";
import { fileTooLarge } from "../src/diagnostics/syntax.ts";
import { Findings } from "./findings.ts";
import { replaceForeignTokens } from "./foreign-tokens.ts";
import { lex } from "./lex.ts";
import { RuleFileParser, type ParsedFile } from "./parser.ts";
import { TooManyMistakes } from "./recovering-parser.ts";
import { insertStatementEnds } from "./statement-ends.ts";
import type { SyntaxTree } from "./syntax-tree.ts";
import { Name } from "./tokens.ts";

export interface ParseResult {
  /** The statements that could be parsed. */
  readonly tree: SyntaxTree;
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
}

/** In UTF-16 units. */
const LARGEST_FILE = 16 * 1024 * 1024;

/** Shared, because making a parser takes longer than parsing most files. */
let theParser: RuleFileParser | undefined;

/** Never throws; mistakes in the text are returned as diagnostics. */
export function parse(source: SourceText): ParseResult {
  if (source.text.length > LARGEST_FILE) {
    const span = { source, start: 0, end: 0 };
    return {
      tree: { source, statements: [], comments: [], brokenNames: new Set() },
      diagnostics: [report(fileTooLarge, span, { limit: LARGEST_FILE })],
    };
  }
  const findings = new Findings(source);
  const { tokens, comments } = lex(source, findings);
  const parsed = parseTokens(source, tokens, findings);
  return { tree: { source, comments, ...parsed }, diagnostics: findings.list() };
}

function parseTokens(source: SourceText, tokens: IToken[], findings: Findings): ParsedFile {
  const { tokens: withEnds, continuedLines } = insertStatementEnds(source, tokens, findings);
  const native = replaceForeignTokens(withEnds, findings);
  if (findings.isFull) return nothing(tokens);
  theParser ??= new RuleFileParser({ validatesGrammar: false });
  try {
    return theParser.parseFile(source, { tokens: native, continuedLines }, findings);
  } catch (error) {
    if (error instanceof TooManyMistakes) return nothing(tokens);
    throw error;
  }
}

function nothing(tokens: readonly IToken[]): ParsedFile {
  const names = tokens.filter(({ tokenType }) => tokenType === Name);
  return { statements: [], brokenNames: new Set(names.map(({ image }) => image)) };
}
