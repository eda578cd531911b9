import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { RuleFileParser } from "../../grammar/parser.ts";
import { keywordTokens, tokenTypes } from "../../grammar/tokens.ts";
import { productionsOfParser, productionsOfText } from "./ebnf.ts";

const ebnf = readFileSync(new URL("../../grammar/grammar.ebnf", import.meta.url), "utf8");

test("one token of lookahead decides everything, and chevrotain finds nothing wrong", () => {
  expect(() => new RuleFileParser({ validatesGrammar: true })).not.toThrow();
});

test("grammar.ebnf is the grammar of the parser", () => {
  const parser = new RuleFileParser({ validatesGrammar: false });
  expect(productionsOfText(ebnf)).toEqual(productionsOfParser(parser.getGAstProductions()));
});

test("a difference between grammar.ebnf and the parser is noticed", () => {
  const other = productionsOfText(ebnf.replace('"flag" NAME [ TEXT ]', '"flag" NAME TEXT'));
  expect(other).not.toEqual(productionsOfText(ebnf));
});

test("every keyword stands in grammar.ebnf", () => {
  const unused = keywordTokens.filter(({ LABEL }) => !ebnf.includes(LABEL ?? ""));
  expect(unused).toEqual([]);
});

test("the stated first characters of a token are those of its pattern", () => {
  for (const { name, PATTERN: pattern, START_CHARS_HINT: hint } of tokenTypes) {
    if (!(pattern instanceof RegExp)) continue;
    const beginnings = Array.from({ length: 0x100 }, (_, code) => String.fromCharCode(code)).filter(
      (first) => [first, `${first}"`].some((text) => text.search(pattern) === 0),
    );
    expect(new Set(beginnings), name).toEqual(new Set(hint));
  }
});
