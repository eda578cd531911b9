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
