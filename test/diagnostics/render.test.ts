import pico from "picocolors";
import { expect, test } from "vitest";

import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { renderDiagnostic, renderDiagnostics } from "../../src/diagnostics/render.ts";

const plain = pico.createColors(false);

/** A diagnostic about the first place where each text stands. */
function about(
  text: string,
  primary: string,
  related: readonly (readonly [string, string])[] = [],
  more: Partial<Diagnostic> = {},
): Diagnostic {
  const source = { name: "cpu.rules", text };
  const spanOf = (part: string) => ({
    source,
    start: text.indexOf(part),
    end: text.indexOf(part) + part.length,
  });
  return {
    code: "CR0301",
    severity: "error",
    message: "`GBPAGES` has two rules",
    span: spanOf(primary),
    related: related.map(([part, label]) => ({ span: spanOf(part), label })),
    notes: [],
    help: undefined,
    ...more,
  };
}

const render = (diagnostic: Diagnostic): readonly string[] =>
  renderDiagnostic(diagnostic, plain).split("\n");

test("a frame shows every place with its label, and leaves out what is between", () => {
  const text = "GBPAGES = host\n\n\nRDPID = guest\nGBPAGES = guest\n";
  const diagnostic = about(text, "GBPAGES = guest", [["GBPAGES = host", "the first rule"]], {
    notes: ["a note"],
    help: "merge them",
  });
  expect(render(diagnostic)).toEqual([
    "cpu.rules:5:1: error[CR0301]: `GBPAGES` has two rules",
    "  1 | GBPAGES = host",
    "    | -------------- the first rule",
    "  ...",
    "  5 | GBPAGES = guest",
    "    | ^^^^^^^^^^^^^^^",
    "  note: a note",
    "  help: merge them",
  ]);
});

test("one line between two places is shown", () => {
  const diagnostic = about("A = host\nB = host\nA = guest\n", "A = guest", [["A = host", "first"]]);
  expect(render(diagnostic).slice(1)).toEqual([
    "  1 | A = host",
    "    | -------- first",
    "  2 | B = host",
    "  3 | A = guest",
    "    | ^^^^^^^^^",
  ]);
});

test("two places on one line share it", () => {
  expect(render(about("A = host & guest\n", "guest", [["host", "here"]]))).toEqual([
    "cpu.rules:1:12: error[CR0301]: `GBPAGES` has two rules",
    "  1 | A = host & guest",
    "    |     ---- here",
    "    |            ^^^^^",
  ]);
});

test("columns are right behind tabs, wide characters and escapes", () => {
  expect(render(about("\t漢\u001b X\r\n", "X"))).toEqual([
    "cpu.rules:1:5: error[CR0301]: `GBPAGES` has two rules",
    "  1 |     漢\\x1b X",
    "    |            ^",
  ]);
});

test("a place in another file says which", () => {
  const other = { name: "kvm.rules", text: "A = none\n" };
  const diagnostic = about("A = host\n", "A = host");
  const related = [{ span: { source: other, start: 0, end: 1 }, label: "the first rule" }];
  expect(render({ ...diagnostic, related })).toEqual([
    "cpu.rules:1:1: error[CR0301]: `GBPAGES` has two rules",
    "  1 | A = host",
    "    | ^^^^^^^^",
    "  --> kvm.rules:1:1",
    "  1 | A = none",
    "    | - the first rule",
  ]);
});

test("a line of five megabytes is cut around the place", () => {
  const text = `${"A ".repeat(2_500_000)}WRONG${" B".repeat(1000)}`;
  const [, line = "", marks = ""] = render(about(text, "WRONG"));
  expect(line.length).toBeLessThan(140);
  expect(line.slice(marks.indexOf("^"), marks.lastIndexOf("^") + 1)).toBe("WRONG");
});

test("a place at the end of the text is shown", () => {
  const source = { name: "cpu.rules", text: "A = host &" };
  const span = { source, start: 10, end: 10 };
  expect(render({ ...about("A", "A"), span }).slice(1)).toEqual([
    "  1 | A = host &",
    "    |           ^",
  ]);
});

test("the first line of a longer place is underlined", () => {
  expect(render(about("when tdp {\n  A = host\n}\n", "tdp {\n  A = host\n}")).slice(1)).toEqual([
    "  1 | when tdp {",
    "    |      ^^^^^",
  ]);
});

test("escape sequences in names, texts and messages never reach the terminal", () => {
  const evil = "\u001b]0;owned\u0007\u202e";
  const diagnostic = about(`A = ${evil}\n`, evil, [["A", evil]], {
    message: evil,
    notes: [evil],
    help: evil,
  });
  expect(renderDiagnostic(diagnostic, plain)).not.toMatch(/[^\P{C}\n]/u);
});

test("a diagnostic without a place has no frame", () => {
  const { code, severity, message } = about("", "");
  expect(render({ code, severity, message, related: [], notes: [], help: undefined })).toEqual([
    "error[CR0301]: `GBPAGES` has two rules",
  ]);
});

test("after fifty diagnostics only their number is given", () => {
  const many = Array.from({ length: 60 }, () => about("A\n", "A"));
  const text = renderDiagnostics(many, plain);
  expect(text.split("error[CR0301]").length - 1).toBe(50);
  expect(text.trimEnd().split("\n").at(-1)).toBe("... and 10 more");
});

test("colours are used only if they are wanted", () => {
  const coloured = renderDiagnostic(about("A\n", "A"), pico.createColors(true));
  expect(coloured).toContain("\u001b[31m");
});
