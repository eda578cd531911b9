/** Formatting changes space only: the tree, the tokens and the comments stay, and formatted text stays as it is. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { formatFile } from "../../../grammar/format/format-file.ts";
import { parse } from "../../../grammar/parse.ts";
import { saysTheSame } from "../../../grammar/same-tree.ts";
import type { SyntaxTree } from "../../../grammar/syntax-tree.ts";
import { writtenPieces } from "../../../grammar/written-pieces.ts";
import { makeRuleText } from "../../harness/random-layout.ts";
import { makeProgram } from "../../harness/random-generate.ts";
import { printProgram } from "../../harness/random-print.ts";
import { randomRuns, randomSeed } from "../../harness/random-runs.ts";
import { tapes } from "../../harness/random-tape.ts";
import { parsed, ruleFiles } from "../rule-texts.ts";

const reference = readFileSync(join(import.meta.dirname, "../../../grammar/LANGUAGE.md"), "utf8");
const examples = [...reference.matchAll(/^```rules.*\n([^]*?)^```$/gm)]
  .map(({ 1: text = "" }, place) => ({ name: `example ${place + 1}`, text }))
  .filter(({ text }) => parse({ name: "x", text }).diagnostics.length === 0);

/** Tokens in the order of the text. Comments are sorted, as they may move within a statement. */
function solidOf(tree: SyntaxTree): { tokens: string[]; comments: string[] } {
  const pieces = writtenPieces(tree);
  const texts = (wanted: string): string[] =>
    pieces.filter(({ kind }) => kind === wanted).map(({ text }) => text.trimEnd());
  return {
    tokens: texts("token").filter((token) => token !== ";"),
    comments: texts("comment").sort(),
  };
}

/** @throws with the text. */
function expectFormatted(text: string): void {
  try {
    expectStable(text);
  } catch (error) {
    throw new Error(`${String(error)}\n--- the text:\n${text}`, { cause: error });
  }
}

function expectStable(text: string): void {
  const tree = parsed(text);
  const formatted = formatFile(tree);
  const again = parsed(formatted);
  if (!saysTheSame(tree.statements, again.statements))
    throw new Error(`another tree:\n${formatted}`);
  expect(solidOf(again)).toEqual(solidOf(tree));
  expect(formatFile(again)).toBe(formatted);
  const lines = formatted.replaceAll("\r\n", "\n");
  expect(lines).toMatch(/^$|\S\n$/);
  expect(lines).not.toMatch(/[ \t]\n|^\n|\n\n\n|\{\n\n|\n\n *\}/);
}

test.each([...ruleFiles, ...examples])("formatting $name keeps its tree", ({ text }) => {
  expectFormatted(text);
});

test.each(ruleFiles)("blanks in the lines of $name make no difference", ({ text }) => {
  const property = fc.property(tapes(2000), (tape) => {
    const blanks = (): string => " ".repeat(1 + tape.below(3));
    const pieces = writtenPieces(parsed(text)).map(({ kind, text: piece }) => {
      if (kind !== "space") return piece;
      // Indentation is doubled, so a line that was indented deeper still is.
      const indented = piece.replace(/\n */g, (line) => `${blanks()}${line}${line.slice(1)}`);
      return indented === piece ? blanks() : indented;
    });
    expect(formatFile(parsed(pieces.join("")))).toBe(formatFile(parsed(text)));
  });
  fc.assert(property, { seed: randomSeed(9), numRuns: randomRuns(2) });
});

test("formatting keeps the tree of any program", () => {
  const property = fc.property(tapes(1500), (tape) => {
    expectFormatted(printProgram(makeProgram(tape)));
  });
  fc.assert(property, { seed: randomSeed(9), numRuns: randomRuns(40) });
});

test("formatting keeps the tree and comments of any file of the grammar", () => {
  let tried = 0;
  const property = fc.property(tapes(400), (tape) => {
    const text = makeRuleText(tape);
    if (parse({ name: "test.rules", text }).diagnostics.length > 0) return;
    tried++;
    expectFormatted(text);
  });
  fc.assert(property, { seed: randomSeed(9), numRuns: randomRuns(500) });
  expect(tried).toBeGreaterThan(randomRuns(500) * 0.8);
});
