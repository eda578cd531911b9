import { expect, test } from "vitest";

import { expressionOf, mistakesOf, understood } from "./compact.ts";

function isFine(text: string): void {
  expect(mistakesOf(text)).toEqual([]);
}

test("a statement ends with its line", () => {
  isFine("A = b\nC = d");
  expect(understood("A = b\nC = d")).toEqual(["A", "C"]);
});

test("a deeper line goes on, also with an operator first", () => {
  expect(expressionOf("a &\n  b\n   & c")).toBe("(a & b & c)");
  expect(understood("emulated:\n  A B\n  C\nD = e")).toEqual(["emulated: A B C", "D"]);
});

test("a tab reaches to the next multiple of eight", () => {
  // Seven spaces and a tab are eight columns, no deeper than one tab.
  expect(understood("\tA = b\n       \tC = d")).toEqual(["A", "C"]);
  expect(understood("       A = b\n\t& c\n")).toEqual(["A"]);
});

test("an open parenthesis goes on, however the lines are indented", () => {
  isFine("  A = (\nb\n& c\n)\n  D = e\n");
  isFine("when (a &\nb) {\n  C = d\n}\n");
});

test("blocks nest, and may stand on one line", () => {
  expect(understood("caps c { when a { A = b } when d { when e { F = g } } H = i }")).toEqual([
    "c { when { A }; when { when { F } }; H }",
  ]);
});

test("a semicolon ends a statement, too", () => {
  expect(understood("A = b; C = d;; E = f;")).toEqual(["A", "C", "E"]);
});

test("blocks need no indentation, and the brace may stand on a line of its own", () => {
  expect(understood("caps c\n{\nA = b\nwhen d\n{\nE = f\n}\n}\nG = h")).toEqual([
    "c { A; when { E } }",
    "G",
  ]);
});

test("the reason of a block may stand beside its brace or on the next line", () => {
  expect(understood('when a {   because "b"\n  C = d\n}')).toEqual(["when { C }"]);
  expect(understood('when a {\n  because "b"\n  C = d\n}')).toEqual(["when { C }"]);
  expect(understood('when a { because "b"; C = d }')).toEqual(["when { C }"]);
});

test("in a layout line breaks mean nothing", () => {
  expect(
    understood(
      "layout\nx {\nleaf A =\n0x1\necx\n{\n0\nB\nalias\nc\nset\n1 D }\nword E {\n} }\nF = g",
    ),
  ).toEqual(["layout x { A { B D } E {  } }", "F"]);
});

test("statements after the reason of a block may be indented deeper", () => {
  const lines = '  because "b"\n    C = d\n    E = f\n}';
  expect(understood(`when a {\n${lines}`)).toEqual(["when { C; E }"]);
  expect(understood(`caps a {\n${lines}`)).toEqual(["a { C; E }"]);
  expect(understood(`when a {\n  when x { ${lines}\n}`)).toEqual(["when { when { C; E } }"]);
});

test("the first statement of a block starts with its first word", () => {
  isFine("when a {\n  A B\n    also c\n    & d\n}");
  isFine("caps a {\n  A B\n    also c\n    & d\n}");
  isFine("set s:\n  A B\n  C D\nX = a");
});

test("columns count from the first character that is seen", () => {
  expect(understood("\uFEFF  A = b\n  C = d")).toEqual(["A", "C"]);
  expect(understood("       A = b\n    \t& c\n       D = e")).toEqual(["A", "D"]);
  expect(understood("  A = b\n \t & c\n  D = e")).toEqual(["A", "D"]);
});

test("parentheses in parentheses go on to the end of the outermost", () => {
  isFine("X = (a &\n(b)\n| c)\nY = d");
  isFine("X = ((a)\n& (b\n| c)\n& d)\n  & (e\n)\nY = d");
});

test("a bracket at the beginning of a file is as wrong as elsewhere", () => {
  expect(mistakesOf("(a) = b")).toEqual(["1:1 CR0101 expected a statement, found `(`"]);
  expect(mistakesOf(") A = b")).toEqual(["1:1 CR0103 `)` closes nothing"]);
  expect(mistakesOf("A ) = b")).toEqual(["1:3 CR0103 `)` closes nothing"]);
});
