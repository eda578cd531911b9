import { describe, expect, test } from "vitest";

import { parse } from "../../grammar/parse.ts";
import type { SyntaxTree } from "../../grammar/syntax-tree.ts";
import { keywordTokens } from "../../grammar/tokens.ts";
import { spanText, type Span } from "../../src/base/span.ts";
import { compact, expressionKinds } from "./compact.ts";
import { ruleFiles } from "./rule-texts.ts";

const read = (text: string): SyntaxTree => parse({ name: "test.rules", text }).tree;

/** The half-written node of a text with one error node, without places. */
function halfWritten(text: string): unknown {
  const [error, ...others] = read(text).errors;
  return others.length === 0 && error?.part !== undefined ? compact(error.part.node) : undefined;
}

describe("a half-written statement keeps what is written", () => {
  test.each<[string, object]>([
    ["A = host.", { kind: "rule", targets: ["A"], value: "host." }],
    ["A = host &", { kind: "rule", targets: ["A"], value: "(host & )" }],
    ["A = (host & (b |", { kind: "rule", targets: ["A"], value: "(host & (b | ))" }],
    ["A B requires", { kind: "requires", targets: ["A", "B"], value: "" }],
    ["A also !", { kind: "also", targets: ["A"], value: "!" }],
    ["A =", { kind: "rule", targets: ["A"], value: "" }],
    ["A", { kind: "rule", targets: ["A"], value: "" }],
    ["L (A", { kind: "rule", targets: ["L.A"], value: "" }],
    ["override A B", { kind: "rule", override: true, targets: ["A", "B"], value: "" }],
    ["A = a ? b", { kind: "rule", targets: ["A"], value: "(a ? b : )" }],
    ["A = v ==", { kind: "rule", targets: ["A"], value: "(v in )" }],
    ["A = v in (", { kind: "rule", targets: ["A"], value: "(v in )" }],
    ["A = host has", { kind: "rule", targets: ["A"], value: "(host has )" }],
    ["A = v is", { kind: "rule", targets: ["A"], value: "(v is )" }],
    ["A = b because", { kind: "rule", targets: ["A"], value: "b", because: "" }],
    ["hidden:", { kind: "apply", class: "hidden", targets: [""] }],
    ["default =", { kind: "default", leaves: [], value: "" }],
    ["default L", { kind: "default", leaves: ["L"], value: "" }],
    ["unnamed", { kind: "unnamed", value: "" }],
    ["class c", { kind: "class", name: "c", value: "" }],
    ["set s:", { kind: "set", name: "s", members: [""] }],
    ["assert", { kind: "assert", claim: "" }],
    ["assume a ->", { kind: "assume", claim: "(a -> )" }],
    ["use", { kind: "use", path: "" }],
    ['use "kv', { kind: "use", path: "kv" }],
    ["input host", { kind: "input", name: "host", layout: "" }],
    ["flag", { kind: "flag", name: "" }],
    ["enum v:", { kind: "enum", name: "v", values: [""] }],
    ["caps v: ", { kind: "caps", name: "v", layout: "", statements: [] }],
    ["caps v extends {\n A = b\n}", { kind: "caps", name: "v", base: "", statements: [] }],
    ["when x & {\n A = b\n}", { kind: "when", condition: "(x & )", statements: [] }],
    ["layout", { kind: "layout", name: "", words: [] }],
    ["layout l { leaf X = \n}", { name: "X", address: { function: 0, register: "" }, bits: [] }],
    ["layout l { enum v }", { kind: "enum", name: "v", values: [""] }],
    ["layout l { word X { 3 } }", { bit: 3, name: "", aliases: [] }],
    ["test", { kind: "test", title: "", givens: [], expectations: [] }],
    ['test "a" { given host:\n}', { kind: "bits", bitmap: "host", elements: [{ path: "" }] }],
    ['test "a" { given v =\n}', { kind: "value", enum: "v", value: "" }],
    ['test "a" { given host has\n}', { kind: "presence", bitmap: "host", leaf: "" }],
    ['test "a" { given\n}', { kind: "flag", flag: "", on: true }],
    ['test "a" { expect v: A !\n}', { kind: "bits", bitmap: "v" }],
  ])("%s", (text, expected) => {
    expect(halfWritten(text)).toMatchObject(expected);
  });
});

describe("of a statement with a mistake within it, the text before the mistake", () => {
  test.each<[string, object]>([
    ["A = b c & d", { kind: "rule", targets: ["A"], value: "b" }],
    ["A = = b", { kind: "rule", targets: ["A"], value: "" }],
    ["flag a b", { kind: "flag", name: "a" }],
    ["A = a.b has L", { kind: "rule", targets: ["A"], value: "a.b" }],
    ["a.b: X Y", { kind: "rule", targets: ["a.b"], value: "" }],
    ["A = L[9007199254740992] & b", { kind: "rule", targets: ["A"], value: "L[0]" }],
  ])("%s", (text, expected) => {
    expect(halfWritten(text)).toMatchObject(expected);
  });

  test("may be a nesting that is too deep", () => {
    expect(read(`A = ${"!".repeat(300)}b`).errors).toMatchObject([
      { part: { node: { kind: "rule", value: { kind: "not" } } } },
    ]);
  });
});

test("text that begins no statement is an error node without a part", () => {
  expect(read("A = b\n= c\nD = e\n").errors).toMatchObject([{ span: { start: 6, end: 9 } }]);
  expect(read("= c\n").errors[0]?.part).toBeUndefined();
});

test("an error node spans the text that was skipped; a missing name has an empty span", () => {
  const [error] = read("A = b\nC = host. because 3\nD = e\n").errors;
  expect(error?.span).toMatchObject({ start: 6, end: 25 });
  const node = error?.part?.node;
  expect(node && "value" in node && node.value).toMatchObject({
    path: { parts: [{ text: "host" }, { text: "", span: { start: 15, end: 15 } }] },
  });
});

test("a block without a name keeps its content", () => {
  const [caps] = read("caps { A = b }").errors;
  expect(compact(caps?.part?.node)).toMatchObject({ name: "", statements: [{ targets: ["A"] }] });
  const [layout] = read("layout { word X { 0 Y } }").errors;
  expect(compact(layout?.part?.node)).toMatchObject({ name: "", words: [{ name: "X" }] });
  const [word] = read("layout l { word { 0 Y } }").errors;
  expect(compact(word?.part?.node)).toMatchObject({ name: "", bits: [{ name: "Y" }] });
});

test("a file without mistakes has no error nodes", () => {
  expect(ruleFiles.filter(({ text }) => read(text).errors.length > 0)).toEqual([]);
});

/** Has each kind of statement and of item, each on a line of its own. */
const program = `use "other.rules"
layout x86 "a layout" {
  enum model: old new "of the CPU"
  leaf CPUID_1_ECX = 0x1 ecx "features" {
    0 XMM3 "SSE3" alias sse3 pni
    26 XSAVE
  }
  word LNX_3 {
    3 OTHER
  }
}
input host: x86 "the host"
flag tdp "paging"
enum vendor: intel amd
assume tdp | vendor == intel because "it is so"
caps vcpu: x86 denied "a set" {
  default = host & tdp
  default LNX_3 = none
  unnamed = none
  class hidden = tdp ? host : none because "why"
  set few: XMM3 CPUID_1_ECX (XSAVE)
  hidden: few OTHER
  override XMM3 = host.XSAVE | !CPUID_1_ECX[3] -> host has LNX_3
  XSAVE also vendor in (intel amd) ^ host.model != old
  OTHER requires XSAVE allow CR0603 "for now"
  when tdp & ~(vendor == amd) {
    XMM3 XSAVE = host
  }
  assert vcpu -> vcpu.XMM3 is hidden
}
caps more extends vcpu {
  XSAVE = none
}
test "a title" {
  given tdp; vendor = amd; host: XSAVE !OTHER; host.model = old; !host has LNX_3
  expect vcpu: XMM3 !XSAVE; more: all
}
`;

/** Where each token of the program ends. */
const ends = [...program.matchAll(/"[^"]*"|\w+|->|[!=]=|[^\s\w]/g)].map(
  ({ 0: token, index }) => index + token.length,
);

describe.each(["the file ends", "the line ends"])("after each token, %s", (where) => {
  const cases = ends.map((end) => {
    const rest = where === "the file ends" ? "" : program.slice(program.indexOf("\n", end));
    return { end, text: `${program.slice(0, end)}${rest}` };
  });

  test("and each name that is written stands in the tree", () => {
    for (const { end, text } of cases) {
      const before = text.slice(0, end);
      expect(namesMissingIn(read(text), before), before).toEqual([]);
    }
  });

  test("and there is a mistake wherever there is an error node", () => {
    for (const { text } of cases) {
      const { tree, diagnostics } = parse({ name: "test.rules", text });
      if (diagnostics.length === 0) expect(tree.errors, text).toEqual([]);
    }
  });

  test("and the statements on other lines are what they were", () => {
    for (const { end, text } of cases) {
      const line = text.slice(program.lastIndexOf("\n", end - 1) + 1, end);
      // Without its brace, a leaf is left out with its bits.
      if (/^ +(?:leaf|word)[^{]*$/.test(line)) continue;
      const known = new Set(statementsIn(read(text)).map(({ span }) => spanText(span)));
      const kept = statementsElsewhere(end, text.length > end).map(({ span }) => spanText(span));
      expect(
        kept.filter((each) => !known.has(each)),
        text.slice(0, end),
      ).toEqual([]);
    }
  });
});

const statements = statementsIn(read(program));

/** The statements on lines before that of the cut, and after it if those remain. */
function statementsElsewhere(cut: number, goesOn: boolean): readonly Statement[] {
  const lineStart = program.lastIndexOf("\n", cut - 1) + 1;
  const goesOnAt = goesOn ? afterStatement(lineStart) : program.length;
  return statements.filter(({ span }) => span.end <= lineStart || span.start > goesOnAt);
}

/** The end of the line, or of the next one if that continues it by its indentation. */
function afterStatement(lineStart: number): number {
  const indent = /^ */.exec(program.slice(lineStart))?.[0] ?? "";
  const end = program.indexOf("\n", lineStart);
  return program.startsWith(`${indent} `, end + 1) ? program.indexOf("\n", end + 1) : end;
}

/** Words that are no names where the program has them. */
const noNames = new Set(["is", "allow"]);

/** The names in the text before the cut that no node of the tree has. */
function namesMissingIn(tree: SyntaxTree, before: string): readonly string[] {
  const known = namesIn([tree.statements, tree.errors]);
  const written = [...before.matchAll(/"[^"]*"|\w+/g)].filter(
    ({ 0: word }) => isName(word) && !noNames.has(word),
  );
  return written
    .filter(({ index, 0: { length } }) =>
      known.every(({ start, end }) => start > index || end < index + length),
    )
    .map(([word]) => word);
}

function isName(word: string): boolean {
  const isNumber = /^(?:\d+|0x[\da-f]+)$/i.test(word);
  return !word.startsWith('"') && !isNumber && !keywordTokens.some((each) => each.PATTERN === word);
}

/** The spans of all names, and of the roles of sets. */
function namesIn(node: unknown): readonly Span[] {
  if (typeof node !== "object" || node === null) return [];
  const { span, text, value, ...others } = node as {
    readonly span?: Span;
    readonly text?: unknown;
    readonly value?: unknown;
  };
  const isNamed = typeof text === "string" || value === "denied";
  if (isNamed && span !== undefined) return [span];
  return [value, ...Object.values(others)].flatMap(namesIn);
}

interface Statement {
  readonly span: Span;
}

/** The statements, items and bits that are on one line, at any depth. */
function statementsIn(node: unknown): readonly Statement[] {
  if (typeof node !== "object" || node === null) return [];
  const { span, ...others } = node as { readonly span?: Span };
  const isStatement = ("kind" in node && !expressionKinds.has(String(node.kind))) || "bit" in node;
  const inner = Object.values(others).flatMap(statementsIn);
  const isOnOneLine = span !== undefined && !spanText(span).includes("\n");
  return isStatement && isOnOneLine ? [{ span }, ...inner] : inner;
}
