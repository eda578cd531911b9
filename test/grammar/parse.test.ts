import { describe, expect, test } from "vitest";

import { parse } from "../../grammar/parse.ts";
import { spanText } from "../../src/base/span.ts";
import { expressionOf, mistakesOf, statementsOf } from "./compact.ts";

describe("each statement has its node", () => {
  const rule = { kind: "rule", override: false };
  const cases: [text: string, ...expected: unknown[]][] = [
    ['use "kvm.rules"', { kind: "use", path: "kvm.rules" }],
    [
      'input host: x86 "what \\"it\\" has"',
      { kind: "input", name: "host", layout: "x86", description: 'what "it" has' },
    ],
    ["flag tdp", { kind: "flag", name: "tdp" }],
    [
      'enum vendor: intel amd "who"',
      { kind: "enum", name: "vendor", values: ["intel", "amd"], description: "who" },
    ],
    ['assume a | b because "c"', { kind: "assume", claim: "(a | b)", because: "c" }],
    ["assert a -> b", { kind: "assert", claim: "(a -> b)" }],
    [
      "default = kvm & guest",
      { kind: "default", override: false, leaves: [], value: "(kvm & guest)" },
    ],
    [
      "override default A B = none",
      { kind: "default", override: true, leaves: ["A", "B"], value: "none" },
    ],
    ["unnamed = all", { kind: "unnamed", override: false, value: "all" }],
    ["class emulated = guest", { kind: "class", name: "emulated", value: "guest" }],
    ["set s: RDPID A.B A[3]", { kind: "set", name: "s", members: ["RDPID", "A.B", "A[3]"] }],
    [
      'emulated: s MWAIT because "why"',
      {
        kind: "apply",
        override: false,
        class: "emulated",
        targets: ["s", "MWAIT"],
        because: "why",
      },
    ],
    ["X = a", { ...rule, targets: ["X"], value: "a" }],
    ["3DNOW = none", { ...rule, targets: ["3DNOW"], value: "none" }],
    ["A B also h.C", { ...rule, kind: "also", targets: ["A", "B"], value: "h.C" }],
    ["override A requires B", { kind: "requires", override: true, targets: ["A"], value: "B" }],
    [
      'when tdp { because "why"\n  X = a }',
      {
        kind: "when",
        condition: "tdp",
        because: "why",
        statements: [{ ...rule, targets: ["X"], value: "a" }],
      },
    ],
    [
      'caps vcpu: x86 "the set" { }',
      { kind: "caps", name: "vcpu", layout: "x86", description: "the set", statements: [] },
    ],
    ["caps a extends b {}", { kind: "caps", name: "a", base: "b", statements: [] }],
    [
      'caps a: b denied "c" {}',
      { kind: "caps", name: "a", layout: "b", role: "denied", description: "c", statements: [] },
    ],
    [
      "caps a extends b internal {}",
      { kind: "caps", name: "a", base: "b", role: "internal", statements: [] },
    ],
    [
      "caps denied: internal exposed {}",
      { kind: "caps", name: "denied", layout: "internal", role: "exposed", statements: [] },
    ],
    [
      "caps exposed extends denied {}",
      { kind: "caps", name: "exposed", base: "denied", statements: [] },
    ],
    ["caps a {}", { kind: "caps", name: "a", statements: [] }],
  ];
  test.each(cases)("%s", (text, ...expected) => {
    expect(statementsOf(text)).toEqual(expected);
  });

  test("a layout", () => {
    const text = `layout x86 "words" {
      leaf A = 0x7.1 ebx "leaf" { 0 X "first" alias x set "x-y"
                                  3DNOW_IS_NO_NUMBER }
      word B { 31 Y }
    }`.replace("3DNOW_IS_NO_NUMBER", "10 3DNOW");
    expect(statementsOf(text)).toEqual([
      {
        kind: "layout",
        name: "x86",
        description: "words",
        enums: [],
        words: [
          {
            name: "A",
            address: { function: 7, index: 1, register: "ebx" },
            description: "leaf",
            bits: [
              { bit: 0, name: "X", description: "first", aliases: ["x", "set", "x-y"] },
              { bit: 10, name: "3DNOW", aliases: [] },
            ],
          },
          { name: "B", bits: [{ bit: 31, name: "Y", aliases: [] }] },
        ],
      },
    ]);
  });

  test("a test", () => {
    const text = `test "title" {
      given vendor = amd; tdp; !ept; host: A !B.C; guest: all; guest has L;
            !host has L
      expect vcpu: !A; vcpu: !all
    }`;
    expect(statementsOf(text)).toEqual([
      {
        kind: "test",
        title: "title",
        givens: [
          { kind: "value", enum: "vendor", value: "amd" },
          { kind: "flag", flag: "tdp", on: true },
          { kind: "flag", flag: "ept", on: false },
          {
            kind: "bits",
            bitmap: "host",
            elements: [
              { negated: false, path: "A" },
              { negated: true, path: "B.C" },
            ],
          },
          { kind: "bits", bitmap: "guest", elements: [{ negated: false }] },
          { kind: "presence", bitmap: "guest", leaf: "L", present: true },
          { kind: "presence", bitmap: "host", leaf: "L", present: false },
        ],
        expectations: [
          { kind: "bits", bitmap: "vcpu", elements: [{ negated: true, path: "A" }] },
          { kind: "bits", bitmap: "vcpu", elements: [{ negated: true }] },
        ],
      },
    ]);
  });
});

describe("operators bind as the design says", () => {
  test.each([
    ["a & b & c", "(a & b & c)"],
    ["a | b & c ^ d", "(a | ((b & c) ^ d))"],
    ["a & b | c & d", "((a & b) | (c & d))"],
    ["!a & ~b", "(!a & !b)"],
    ["!!a", "!!a"],
    ["a -> b -> c | d", "(a -> (b -> (c | d)))"],
    ["a ? b : c ? d : e", "(a ? b : (c ? d : e))"],
    ["a -> b ? c : d -> e", "((a -> b) ? c : (d -> e))"],
    ["!guest has L & x", "(!(guest has L) & x)"],
    ["vendor == amd | vendor != intel", "((vendor in amd) | (vendor not in intel))"],
    ["vendor in (amd hygon) & x", "((vendor in amd hygon) & x)"],
    ["(a | b) & c", "((a | b) & c)"],
    ["(a & b) & c", "((a & b) & c)"],
    ["all & none", "(all & none)"],
    ["a.b.C & L[26] & a.L[0x1f]", "(a.b.C & L[26] & a.L[31])"],
  ])("%s", (text, expected) => {
    expect(expressionOf(text)).toBe(expected);
  });
});

describe("places", () => {
  test("parentheses belong to the span of what they enclose", () => {
    const { tree } = parse({ name: "x", text: "X = a & (b | c)\n" });
    const [statement] = tree.statements;
    if (statement?.kind !== "rule" || statement.value.kind !== "and") throw new Error("no rule");
    expect(statement.value.operands.map(({ span }) => spanText(span))).toEqual(["a", "(b | c)"]);
  });

  test("a statement's span ends with its reason, and a block's with its brace", () => {
    const text = 'override X = a   because "b"  # c\nwhen d {\n  X = e\n}\n';
    const { tree } = parse({ name: "x", text });
    expect(tree.statements.map(({ span }) => spanText(span))).toEqual([
      'override X = a   because "b"',
      "when d {\n  X = e\n}",
    ]);
  });

  test("comments are kept in order, with CRLF, a mark at the start and tabs around them", () => {
    const text = '\uFEFF# one\r\nX = a # two "x"\r\n\tY = b\r\n# three';
    const { tree, diagnostics } = parse({ name: "x", text: text.replace("\tY", "Y") });
    expect(diagnostics).toEqual([]);
    expect(tree.comments.map(({ text: comment }) => comment)).toEqual([
      "# one",
      '# two "x"',
      "# three",
    ]);
    expect(tree.comments.map(({ span }) => spanText(span))[0]).toBe("# one");
  });
});

test("nothing, and only comments, are files without statements", () => {
  expect(statementsOf("")).toEqual([]);
  expect(statementsOf("\uFEFF")).toEqual([]);
  expect(statementsOf("# only\n")).toEqual([]);
  expect(mistakesOf("   \n\t\n")).toEqual([]);
});
