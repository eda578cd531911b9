import { describe, expect, test } from "vitest";

import { parse } from "../../grammar/parse.ts";
import { mistakesOf, understood } from "./compact.ts";

/** Codes with their places. */
function codes(text: string): string[] {
  return mistakesOf(text).map((mistake) => mistake.split(" ").slice(0, 2).join(" "));
}

test("thirty lines with five mistakes give five diagnostics, and the rest is parsed", () => {
  const text = `# the policy of a product
layout x86 {
  leaf CPUID_1_ECX = 0x1 ecx {
    0 XMM3 alias sse3
    3 alias monitor
    26 XSAVE
  }
}
input host: x86
input guest x86
flag tdp
enum vendor: intel amd

caps vcpu: x86 {
  default = host & guest
  class emulated = guest

  emulated: RDPID, MOVBE
  AVX AVX2
    requires XSAVE

  when tdp & {
    GBPAGES = host
  }
  XSAVES = host & (guest | XSAVE
  FMA = guest
}

assert vcpu -> guest
`;
  expect(mistakesOf(text)).toEqual([
    "5:7 CR0105 `alias` is a keyword; choose another name",
    "10:13 CR0101 expected `:` and a layout after the input's name, found `x86`",
    "18:18 CR0106 `,` is not part of the language: the items of a list are separated by spaces",
    "22:14 CR0101 expected an expression after `&`, found `{`",
    "25:19 CR0102 `(` is never closed",
  ]);
  expect(understood(text)).toEqual([
    "layout x86 { CPUID_1_ECX { XMM3 XSAVE } }",
    "input host",
    "flag tdp",
    "enum vendor",
    "vcpu { default; class emulated; emulated: RDPID MOVBE; AVX AVX2; when { GBPAGES }; XSAVES; FMA }",
    "assert",
  ]);
});

test("names in text that was not parsed are known to be broken", () => {
  const { tree } = parse({ name: "x", text: "flag tdp on here\ninput guest x86\nA = b\n" });
  expect([...tree.brokenNames].toSorted()).toEqual(["guest", "here", "on", "tdp", "x86"]);
});

describe("a broken statement costs one diagnostic and only itself", () => {
  const around = (middle: string): string => `A = b\n${middle}\nC = d\n`;
  test.each([
    ["X = host &", "2:11 CR0101 expected an expression after `&`, found the end of the statement"],
    ["X =", "2:4 CR0101 expected an expression after `=`, found the end of the statement"],
    ["X = a b", "2:7 CR0101 expected an operator or the end of the statement, found `b`"],
    ["= a", "2:1 CR0101 expected a statement, found `=`"],
    [
      "X",
      "2:2 CR0101 expected `=`, `also`, `requires`, or `:` and a list of bits after `X`, found the end of the statement",
    ],
    [
      "X Y",
      "2:4 CR0101 expected `=`, `also` or `requires` after `Y`, found the end of the statement",
    ],
    [
      "X = a because",
      "2:14 CR0101 expected a reason in double quotes after `because`, found the end of the statement",
    ],
    [
      "X = a ? b",
      "2:10 CR0101 expected `:` and what holds otherwise, found the end of the statement",
    ],
    ["X = v in amd", "2:10 CR0101 expected `(` and the enum's values after `in`, found `amd`"],
    ["X = a.b.c.d", "2:10 CR0101 expected an operator or the end of the statement, found `.`"],
    ["X = L[y]", "2:7 CR0101 expected the number of a bit, found `y`"],
    ["X = L[3", "2:8 CR0101 expected `]` after `3`, found the end of the statement"],
    ["X = a.b has L", "2:5 CR0118 expected the plain name of a bitmap, found `a.b`"],
    ["a.b: Y", "2:1 CR0118 expected the plain name of a class, found `a.b`"],
    ["also = a", "2:1 CR0101 expected a statement, found the keyword `also`"],
    ["class set = a", "2:7 CR0105 `set` is a keyword; choose another name"],
    ["flag when", "2:6 CR0105 `when` is a keyword; choose another name"],
    ["use kvm", "2:5 CR0101 expected a path in double quotes after `use`, found `kvm`"],
    ["override class X = a", "2:1 CR0116 `override` cannot stand before `class`"],
    ["override", "2:9 CR0101 expected a rule after `override`, found the end of the statement"],
    ["leaf X = 0x1 ecx { 0 Y }", "2:1 CR0117 `leaf` can only stand in a `layout`"],
    [
      "when a { flag tdp }",
      "2:10 CR0117 `flag` can only stand at the top of a file, outside of blocks",
    ],
    [
      'when a { X = b\nbecause "c" }',
      "3:1 CR0117 `because` can only stand at the end of a rule, or first in a `when` or `caps` block",
    ],
    [
      "X = a, b, c",
      "2:6 CR0106 `,` is not part of the language: the items of a list are separated by spaces",
    ],
    ["X = a && b && c", "2:7 CR0107 write `&` instead of `&&`"],
    ["X = a || b", "2:7 CR0107 write `|` instead of `||`"],
    ["X = a => b", "2:7 CR0107 write `->` instead of `=>`"],
    ["X = a + b + c", "2:7 CR0109 unexpected character `+` (U+002B)"],
    ["// a comment", "2:1 CR0109 unexpected character `/` (U+002F)"],
    ["X = \u{1F600} a", "2:5 CR0109 unexpected character `\u{1F600}` (U+1F600)"],
    ["X = \0\0a", "2:5 CR0108 control character U+0000"],
    ["# \u001B[31m", "2:3 CR0108 control character U+001B"],
    ['X = a because "b', '2:15 CR0110 this text has no closing `"`'],
    ['when a { X = b because "c }', '2:24 CR0110 this text has no closing `"`'],
    ['X = a because "b\\n"', "2:17 CR0111 `\\n` is not an escape"],
    ["X = L[9007199254740992]", "2:7 CR0112 the number `9007199254740992` is too large"],
    ["X = (a & b", "2:5 CR0102 `(` is never closed"],
    ["X = (a & (b)\n  & c", "2:5 CR0102 `(` is never closed"],
    ["when (a & b { X = c }", "2:6 CR0102 `(` is never closed"],
    ["X = a & b)", "2:10 CR0103 `)` closes nothing"],
    ["X = a ]", "2:7 CR0101 expected an operator or the end of the statement, found `]`"],
    ["}", "2:1 CR0103 `}` closes nothing"],
    ["when a\n  X = b\n}", "2:1 CR0104 expected `{` at the end of this `when`"],
    ["when a = b { X = c }", "2:8 CR0101 expected `{`, found `=`"],
    ["when { X = c }", "2:6 CR0101 expected an expression after `when`, found `{`"],
    [
      "when a { because X }",
      "2:18 CR0101 expected a reason in double quotes after `because`, found `X`",
    ],
    ["layout { word X { 0 Y } }", "2:8 CR0101 expected the layout's name, found `{`"],
    ["caps a b { X = c }", "2:8 CR0101 expected `{`, found `b`"],
    ["test { expect a: B }", "2:6 CR0101 expected the test's title in double quotes, found `{`"],
    [
      'test "a" { given b c; d\nexpect e: F }',
      "2:20 CR0101 expected `;` or the end of the statement, found `c`",
    ],
    [
      'test "a" { expect e: F; g }',
      "2:26 CR0101 expected `:` and a list of bits after `g`, found the end of the statement",
    ],
    ['test "a" { X = b }', "2:12 CR0101 expected `given` or `expect`, found `X`"],
    [
      "layout l { word X { 0 Y  2  3 Z } }",
      "2:29 CR0101 expected the bit's name, found the number `3`",
    ],
    [
      "layout l { word X { Y 3 Z } }",
      "2:21 CR0101 expected the number of a bit, or `}`, found `Y`",
    ],
    [
      "layout l { leaf X 0x1 ecx { 0 Y } }",
      "2:19 CR0101 expected `=` and a CPUID address such as `0x7.0 ebx` after `X`, found the number `0x1`",
    ],
    [
      "layout l { flag x  word X { } }",
      "2:12 CR0101 expected `leaf`, `word`, `enum` or `}`, found the keyword `flag`",
    ],
  ])("%s", (middle, expected) => {
    expect(mistakesOf(around(middle))).toEqual([expected]);
    const names = understood(around(middle));
    expect([names.at(0), names.at(-1)]).toEqual(["A", "C"]);
  });
});

describe("one mistake in the header of a block is one diagnostic", () => {
  test.each([
    ["when vendor = amd {\n  X = a\n}", "1:13 CR0101 expected `{`, found `=`"],
    ["when tdp X = a", "1:1 CR0104 expected `{` at the end of this `when`"],
    ["when v = amd\n  X = a\n}", "1:1 CR0104 expected `{` at the end of this `when`"],
    ["layout foo bar", "1:1 CR0104 expected `{` at the end of this `layout`"],
    ["caps", "1:1 CR0104 expected `{` at the end of this `caps`"],
    ["caps v X = a", "1:1 CR0104 expected `{` at the end of this `caps`"],
    ["when", "1:1 CR0104 expected `{` at the end of this `when`"],
    ["test", "1:1 CR0104 expected `{` at the end of this `test`"],
  ])("%s", (text, expected) => {
    expect(mistakesOf(`${text}\nA = b\n`)).toEqual([expected]);
    expect(understood(`${text}\nA = b\n`).at(-1)).toBe("A");
  });

  test("and the block is still parsed", () => {
    expect(understood("when tdp X = a\n")).toEqual(["when { X }"]);
    expect(understood("when v = amd\n  X = a\n}\n")).toEqual(["when { X }"]);
  });
});

test("a broken condition is never true, and its names are known to be broken", () => {
  const { tree } = parse({ name: "x", text: "when vendor = amd {\n  X = a\n}\n" });
  const [when] = tree.statements;
  expect(when?.kind === "when" && when.condition).toMatchObject({ kind: "constant", value: false });
  expect([...tree.brokenNames]).toEqual(["vendor", "amd"]);
});

test("the names of a header without a brace are known to be broken", () => {
  const { tree } = parse({ name: "x", text: "caps v\n" });
  expect([...tree.brokenNames]).toEqual(["v"]);
});

test("a stray bracket alone on its line does not hide what is wrong around it", () => {
  expect(codes("A = b c\n)\nD = = e\n}\nF =\n")).toEqual([
    "1:7 CR0101",
    "2:1 CR0103",
    "3:5 CR0101",
    "4:1 CR0103",
    "5:4 CR0101",
  ]);
});

test("a stray bracket instead of an expression is one mistake", () => {
  expect(codes("class other = )\nA = b\n")).toEqual(["1:15 CR0103"]);
  expect(codes("caps v { A = = b } )\nC = d\n")).toEqual(["1:14 CR0101", "1:20 CR0103"]);
});

test("after `use` and a text without its end, any name may be declared elsewhere", () => {
  const { tree } = parse({ name: "x", text: 'use "a\nX = host\n' });
  expect(tree.statements.map(({ kind }) => kind)).toEqual(["rule"]);
  expect([...tree.brokenNames]).toEqual(["X", "host"]);
});

describe("a line that continues a statement by indentation gets a note", () => {
  test.each([
    ["caps v { default = i\n  when a { X = b }\n}", 1],
    ['test "x" { given a: B\n  expect v: B\n}', 1],
    ['test "x" {\n  given a: B\n    expect v: B; c: D\n}', 2],
    ["emulated: X\n  Y = a", 1],
  ])("%s", (text, line) => {
    const { diagnostics } = parse({ name: "x", text });
    expect(diagnostics.map(({ notes }) => notes)).toEqual([
      [
        `this line continues the statement that starts on line ${line}, because it is indented deeper`,
      ],
    ]);
  });

  test("but not where it was meant to", () => {
    const texts = ["A = b\n  & & c", "A = (b\n  c)", "layout l { word\n    = { } }"];
    const notes = texts.flatMap((text) => parse({ name: "x", text }).diagnostics);
    expect(notes.map((each) => each.notes)).toEqual([[], [], []]);
  });
});

describe("the most likely intention", () => {
  test.each([
    ["when vendor = amd { X = a }", "to compare an enum, write `==` or `in (…)`"],
    ["X == a", "a rule is written with `=`"],
    ["X = a and b", "write `&` instead of `and`"],
    ["X = a or b", "write `|` instead of `or`"],
    ["X = not a", "write `!` instead of `not`"],
    ["asert a -> b", "did you mean `assert` instead of `asert`?"],
    ["wehn a { X = b }", "did you mean `when` instead of `wehn`?"],
    ["flg tdp", "did you mean `flag` instead of `flg`?"],
    ["inptu a: b", "did you mean `input` instead of `inptu`?"],
    ["X require Y", "did you mean `requires` instead of `require`?"],
    ["X aslo a", "did you mean `also` instead of `aslo`?"],
    ['X = a becuase "b"', "did you mean `because` instead of `becuase`?"],
    ["layout l { lef X = 0x1 ecx { } }", "did you mean `leaf` instead of `lef`?"],
    ['test "x" { gven a }', "did you mean `given` instead of `gven`?"],
    ["X = = a", undefined],
    ["host guest", undefined],
    ["SEV SEP x", undefined],
  ])("%s", (text, expected) => {
    const { diagnostics } = parse({ name: "x", text });
    expect(diagnostics.map(({ help }) => help)).toEqual([expected]);
  });
});

describe("a missing brace is found by indentation", () => {
  test("of an inner block, before the next line with its indentation", () => {
    const text = "caps c {\n  when a {\n    B = d\n  E = f\n}\nflag g\n";
    expect(mistakesOf(text)).toEqual(["2:10 CR0102 `{` is never closed"]);
    expect(understood(text)).toEqual(["c { when { B }; E }", "flag g"]);
  });

  test("of an inner block, before the brace of the outer", () => {
    const text = "caps c {\n  E = f\n  when a {\n    B = d\n}\nflag g\n";
    expect(mistakesOf(text)).toEqual(["3:10 CR0102 `{` is never closed"]);
    expect(understood(text)).toEqual(["c { E; when { B } }", "flag g"]);
  });

  test("of an outer block, before the next declaration", () => {
    const text = "caps c {\n  when a {\n    B = d\n  }\ncaps e {\n  F = g\n}\n";
    expect(mistakesOf(text)).toEqual(["1:8 CR0102 `{` is never closed"]);
    expect(understood(text)).toEqual(["c { when { B } }", "e { F }"]);
  });

  test("of a layout, before the next declaration", () => {
    const text = "layout l {\n  word A { 0 B }\ninput c: l\n";
    expect(mistakesOf(text)).toEqual(["1:10 CR0102 `{` is never closed"]);
    expect(understood(text)).toEqual(["layout l { A { B } }", "input c"]);
  });

  test("a brace too many in a block does not end it", () => {
    const text = "caps c {\n  when a {\n    B = d\n  }\n  }\n  E = f\n}\nflag g\n";
    expect(mistakesOf(text)).toEqual(["5:3 CR0103 `}` closes nothing"]);
    expect(understood(text)).toEqual(["c { when { B }; E }", "flag g"]);
  });
});

test("an unclosed and a stray parenthesis in two statements are two mistakes", () => {
  const text = "A = (b\nC = d\nE = f)\nG = h\n";
  expect(codes(text)).toEqual(["1:5 CR0102", "3:6 CR0103"]);
  expect(understood(text)).toEqual(["A", "C", "E", "G"]);
});

test("each broken bit is one mistake", () => {
  const text = "layout l { word W { 0 1 A 2 B alias 3 C = 4 D } }";
  expect(codes(text)).toEqual(["1:23 CR0101", "1:37 CR0101", "1:41 CR0101"]);
  expect(understood(text)).toEqual(["layout l { W { A C D } }"]);
});

test("mistakes in statements that follow each other are told apart", () => {
  expect(codes("A =\nB =\nC =\n")).toEqual(["1:4 CR0101", "2:4 CR0101", "3:4 CR0101"]);
  expect(codes("A =; B =; C =")).toEqual(["1:4 CR0101", "1:9 CR0101", "1:14 CR0101"]);
});
