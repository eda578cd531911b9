/** Texts and numbers are what they stand for, and what is wrong in one is marked to its last character. */

import { expect, test } from "vitest";

import { parse } from "../../grammar/parse.ts";
import { spanText } from "../../src/base/span.ts";
import { definitely } from "../../src/base/unreachable.ts";

/** The path of a `use`, and what the diagnostics mark. */
function textOf(literal: string): readonly [text: string | undefined, ...marked: string[]] {
  const { tree, diagnostics } = parse({ name: "x", text: `use ${literal}\n` });
  const [statement] = tree.statements;
  const text = statement?.kind === "use" ? statement.path.value : undefined;
  return [text, ...diagnostics.map(({ span }) => spanText(definitely(span, "syntax has places")))];
}

test.each([
  ['""', ""],
  ['"a b"', "a b"],
  ['"#no comment; { }"', "#no comment; { }"],
  [String.raw`"a \"b\" c"`, 'a "b" c'],
  [String.raw`"\""`, '"'],
  [String.raw`"\\"`, "\\"],
  [String.raw`"\\\\"`, "\\\\"],
  [String.raw`"a\\"`, "a\\"],
  [String.raw`"\\n"`, "\\n"],
  [String.raw`"C:\\x \"\\\" y"`, String.raw`C:\x "\" y`],
  ['"é 😀"', "é 😀"],
])("%s", (literal, text) => {
  expect(textOf(literal)).toEqual([text]);
});

test.each([
  [String.raw`"a\nb"`, "anb", String.raw`\n`],
  [String.raw`"\t"`, "t", String.raw`\t`],
  [String.raw`"\\\x\""`, '\\x"', String.raw`\x`],
  [String.raw`"é\q"`, "éq", String.raw`\q`],
  [String.raw`"\😀!"`, "😀!", String.raw`\😀`],
  [String.raw`"\a\b"`, "ab", String.raw`\a`, String.raw`\b`],
])("%s has an invalid escape", (literal, text, ...marked) => {
  expect(textOf(literal)).toEqual([text, ...marked]);
});

test.each([
  ['"a b', "a b"],
  ['"', ""],
  [String.raw`"a \"b`, 'a "b'],
  [String.raw`"a \"`, 'a "'],
  [String.raw`"a \\`, "a \\"],
])("%s is not closed, and ends with its line", (literal, text) => {
  const { tree, diagnostics } = parse({ name: "x", text: `X = a because ${literal}\nY = b\n` });
  expect(tree.statements).toMatchObject([
    { because: { value: text } },
    { value: { kind: "name" } },
  ]);
  expect(diagnostics.map(({ span }) => spanText(definitely(span, "syntax has places")))).toEqual([
    literal,
  ]);
});

/** The number in `L[…]`. */
function numberOf(literal: string): number | undefined {
  const { tree, diagnostics } = parse({ name: "x", text: `X = L[${literal}]\n` });
  const [statement] = tree.statements;
  if (diagnostics.length > 0 || statement?.kind !== "rule" || statement.value.kind !== "name") {
    return undefined;
  }
  return statement.value.path.index?.value;
}

test.each([
  ["0", 0],
  ["9", 9],
  ["10", 10],
  ["0026", 26],
  ["0x0", 0],
  ["0x1f", 31],
  ["0x1F", 31],
  ["0xabcdef", 11_259_375],
  ["0xABCDEF", 11_259_375],
  ["0x80000001", 2_147_483_649],
  ["9007199254740991", 9_007_199_254_740_991],
  ["9007199254740992", undefined],
  ["0x20000000000000", undefined],
  ["0X1", undefined],
  ["0x", undefined],
  ["0xg", undefined],
  ["1_0", undefined],
  ["1a", undefined],
  ["-1", undefined],
  ["1.5", undefined],
])("the number %s is %s", (literal, value) => {
  expect(numberOf(literal)).toBe(value);
});

test("words of digits and letters are names, and keywords only as a whole", () => {
  const names = ["3DNOW", "0xg", "0x", "X0x1", "_", "_1", "useful", "all_", "In", "WHEN", "sets"];
  for (const name of names) {
    const { tree, diagnostics } = parse({ name: "x", text: `${name} = none\n` });
    expect(diagnostics).toEqual([]);
    expect(tree.statements).toMatchObject([
      { kind: "rule", targets: [{ parts: [{ text: name }] }], value: { kind: "constant" } },
    ]);
  }
});
