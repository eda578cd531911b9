import { describe, expect, test } from "vitest";
import {
  escapeComment,
  escapeDoc,
  lineComment,
  stringLiteral,
} from "../../../../src/codegen/typescript/emit/escape.ts";

describe("text in comments", () => {
  test.each([
    ["ends no comment", "a */ b", "a *\\/ b"],
    ["ends no script", "</script> </SCRIPT>", "\\u003c/script> \\u003c/SCRIPT>"],
    ["opens no HTML comment", "<!-- x", "\\u003c!-- x"],
    ["stays on its line", "a\r\nb\u2028c\u2029d\u0085", "a\\u000d\\u000ab\\u2028c\\u2029d\\u0085"],
    ["sends no terminal a command", "\u001b[31m\u009b0m", "\\u001b[31m\\u009b0m"],
    ["hides and reverses nothing", "\u202ea\u200bb\ufeff", "\\u202ea\\u200bb\\ufeff"],
    ["has no half character", "a\ud800b", "a\\ud800b"],
    ["is as written otherwise", "`${x}` \\ é 😀 \"'", "`${x}` \\ é 😀 \"'"],
  ])("%s", (_, text, escaped) => {
    expect(escapeComment(text)).toBe(escaped);
  });

  test("begins no tag of a doc comment", () => {
    expect(escapeDoc("  @deprecated a@b")).toBe("\\u0040deprecated a@b");
  });
});

describe("string literals", () => {
  test.each(['"', "\\", "\n", "\u2028", "</script>", "`${x}`", "\u0000", "\ud800"])(
    "give back %j",
    (text) => {
      const literal = stringLiteral(text);
      expect(JSON.parse(literal)).toBe(text);
      expect(escapeComment(literal)).toBe(literal);
    },
  );
});

describe("line comments", () => {
  test("are wrapped between words, and indented from the second line on", () => {
    expect(lineComment("RDPID: because it must", 17)).toEqual([
      "// RDPID: because",
      "//   it must",
    ]);
  });

  test("never start a line with what a tool could take for an order", () => {
    expect(lineComment("RDPID: see eslint-disable-line or @ts-ignore here", 12)).toEqual([
      "// RDPID:",
      "//   see eslint-disable-line",
      "//   or @ts-ignore",
      "//   here",
    ]);
  });

  test.each([
    ...["word", "word,", "word.", "word;", "word:", '"word', 'word"', "(word)", "word]"],
    ...["`word`", "`word`)", 'word".', "word_2"],
  ])("start a line with %s", (word) => {
    expect(lineComment(`RDPID: ${word}`, 9)).toEqual(["// RDPID:", `//   ${word}`]);
  });

  test.each([
    ...["@internal", "-word", "a-b", "a:b", "/word", "#word", "*word", "<word", "'word", "é"],
    ...['""word', "word)word", ":", ""],
  ])("start no line with %s", (word) => {
    expect(lineComment(`RDPID: ${word}`, 9)).toEqual([`// RDPID: ${word}`]);
  });
});
