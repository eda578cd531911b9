/**
 * Inserts an `End` token after each statement and each block, so that the parser need not look at
 * lines.
 *
 * A statement ends at the end of its line, unless a `(` or `{` that it opened is still open, or the
 * next line is indented deeper than the line on which it starts. A `{` may stand on a line of its
 * own. In a layout, line breaks mean nothing.
 *
 * In the result, parentheses and braces match, and each `}` except those of a layout's words is
 * followed by an `End`. Missing brackets are inserted and surplus ones dropped, each reported once.
 */

import type { IToken } from "chevrotain";

import type { SourceText } from "../src/base/source-text.ts";
import { strayBracket, unclosedBracket } from "../src/diagnostics/syntax.ts";
import { completeHeaders, isPutIn } from "./block-headers.ts";
import { findParenthesesEnd, inspectBlock, isFileKeyword } from "./brackets.ts";
import type { Findings } from "./findings.ts";
import { lineIndents, NOT_FIRST } from "./line-indents.ts";
import * as t from "./tokens.ts";

export interface Statements {
  /** The tokens with an `End` after each statement. */
  readonly tokens: IToken[];
  /**
   * Lines that continue a statement only because they are indented deeper: maps the offset of the
   * line's first token to that of the statement's.
   */
  readonly continuedLines: ReadonlyMap<number, number>;
}

export function insertStatementEnds(
  source: SourceText,
  tokens: IToken[],
  findings: Findings,
): Statements {
  const indents = lineIndents(source.text, tokens);
  const complete = completeHeaders(tokens, indents, findings);
  const ofComplete = complete === tokens ? indents : lineIndents(source.text, complete);
  return new StatementEnds(complete, ofComplete, findings).insert();
}

interface Block {
  readonly opener: IToken;
  /** The indentation of the line on which the block's statement starts. */
  readonly indent: number;
  readonly isLayout: boolean;
}

interface OpenStatement {
  readonly indent: number;
  /** The first token of the statement. */
  readonly first: IToken;
}

const NO_STRAYS: ReadonlySet<number> = new Set();

class StatementEnds {
  private readonly tokens: readonly IToken[];
  private readonly indents: Int32Array;
  private readonly findings: Findings;
  private readonly output: IToken[] = [];
  private readonly continuedLines = new Map<number, number>();
  private readonly blocks: Block[] = [];
  private statement: OpenStatement | undefined;
  private lineIndent = 0;
  /** The index of the token that ends the outermost open parenthesis. */
  private parenthesesEnd = -1;
  private missingParentheses = 0;
  private strays: ReadonlySet<number> = NO_STRAYS;
  private trustsIndents = false;
  /** The tokens up to this index are a block's `because`, not a statement. */
  private reasonEnd = -1;

  constructor(tokens: readonly IToken[], indents: Int32Array, findings: Findings) {
    this.tokens = tokens;
    this.indents = indents;
    this.findings = findings;
  }

  insert(): Statements {
    for (const [index, token] of this.tokens.entries()) {
      if (index === this.parenthesesEnd) this.closeParentheses();
      const indent = this.indents[index] ?? NOT_FIRST;
      if (indent !== NOT_FIRST) this.startLine(index, token, indent);
      this.take(index, token);
      if (this.findings.isFull) break;
    }
    this.closeParentheses();
    while (this.blocks.length > 0 && !this.findings.isFull) this.closeUnclosed();
    this.endStatement();
    return { tokens: this.output, continuedLines: this.continuedLines };
  }

  private startLine(index: number, token: IToken, indent: number): void {
    this.lineIndent = indent;
    const isWithin = index < this.parenthesesEnd;
    const closes = index === this.parenthesesEnd && token.tokenType === t.RightParen;
    if (isWithin || closes) return;
    const { statement } = this;
    const endsWithLine = statement !== undefined && statement.first.tokenType !== t.Layout;
    if (endsWithLine && token.tokenType !== t.LeftBrace) {
      if (indent <= statement.indent) this.endStatement();
      else this.continuedLines.set(token.startOffset, statement.first.startOffset);
    }
    this.closeBlocksBefore(token, indent);
  }

  /**
   * Closes the blocks that should have ended before this line, for blocks whose end indentation
   * decides.
   */
  private closeBlocksBefore(token: IToken, indent: number): void {
    const isBrace = token.tokenType === t.RightBrace;
    for (let block = this.blocks.at(-1); block !== undefined; block = this.blocks.at(-1)) {
      const hasBody = isBrace ? block.indent <= indent : block.indent < indent;
      if (hasBody) return;
      if (isBrace) {
        const isOfOuter = this.blocks.some((outer) => outer.indent === indent);
        if (!this.trustsIndents || !isOfOuter) return;
      } else if (!isPutIn(block.opener)) {
        if (!this.trustsIndents) return;
        if (this.blocks.length === 1 && !isFileKeyword(token.tokenType)) return;
      }
      this.closeUnclosed();
    }
  }

  private take(index: number, token: IToken): void {
    switch (token.tokenType) {
      case t.LeftBrace:
        this.openBlock(index, token);
        return;
      case t.RightBrace:
        if (this.blocks.length === 0 || this.strays.has(index)) this.reportStray(token);
        else this.closeBlock(token);
        return;
      case t.LeftParen:
        if (index >= this.parenthesesEnd) this.openParentheses(index);
        break;
      case t.RightParen:
        if (index > this.parenthesesEnd) {
          this.reportStray(token);
          return;
        }
        break;
      default:
    }
    if (index > this.reasonEnd) this.startStatement(token);
    this.output.push(token);
  }

  private startStatement(token: IToken): void {
    this.statement ??= { indent: this.lineIndent, first: token };
  }

  private openBlock(index: number, token: IToken): void {
    this.startStatement(token);
    const { indent, first } = this.statement ?? { indent: 0, first: token };
    const type = first.tokenType;
    const isLayout = type === t.Layout;
    if (this.blocks.length === 0) {
      const block = inspectBlock(this.tokens, this.indents, index, indent);
      this.strays = block.strays;
      this.trustsIndents = !block.isBalanced;
    }
    this.blocks.push({ opener: token, indent, isLayout });
    this.output.push(token);
    if (isLayout) return;
    this.statement = undefined;
    const [because, text] = this.tokens.slice(index + 1, index + 3);
    const hasReason = because?.tokenType === t.Because && text?.tokenType === t.Text;
    if (hasReason && (type === t.When || type === t.Caps)) this.reasonEnd = index + 2;
  }

  private closeBlock(brace: IToken): void {
    const block = this.blocks.pop();
    if (block?.isLayout === false) this.endStatement();
    this.output.push(brace);
    const isWord = block?.isLayout === true && this.blocks.length > 0;
    if (!isWord) this.endWith(t.End);
  }

  private closeUnclosed(): void {
    const opener = this.blocks.at(-1)?.opener;
    if (opener !== undefined && !isPutIn(opener)) {
      this.reportUnclosed(opener, "}");
    }
    this.closeBlock(t.virtualToken(t.RightBrace, this.lastEnd()));
  }

  private openParentheses(index: number): void {
    const indent = this.statement?.indent ?? this.lineIndent;
    const end = findParenthesesEnd(this.tokens, this.indents, index, indent);
    this.parenthesesEnd = end.index;
    this.missingParentheses = end.missing;
    if (end.unclosed !== undefined) this.reportUnclosed(end.unclosed, ")");
  }

  private closeParentheses(): void {
    for (; this.missingParentheses > 0; this.missingParentheses--) {
      this.output.push(t.virtualToken(t.RightParen, this.lastEnd()));
    }
  }

  private endStatement(): void {
    if (this.statement !== undefined) this.endWith(t.End);
  }

  private endWith(type: typeof t.End): void {
    this.output.push(t.virtualToken(type, this.lastEnd()));
    this.statement = undefined;
  }

  private lastEnd(): number {
    const last = this.output.at(-1);
    return last === undefined ? 0 : t.endOf(last);
  }

  private reportStray(token: IToken): void {
    const bracket = token.image;
    this.findings.add(strayBracket, token.startOffset, t.endOf(token), { bracket });
  }

  private reportUnclosed(token: IToken, closer: string): void {
    const bracket = token.image;
    this.findings.add(unclosedBracket, token.startOffset, t.endOf(token), { bracket, closer });
  }
}
