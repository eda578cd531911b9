/** A program that is opened once answers as its source does, and reads its files once. */

import { expect, test } from "vitest";

import {
  check,
  compile,
  coverage,
  declaredInputs,
  diff,
  evaluate,
  explain,
  explainCondition,
  explainFormula,
  generateTests,
  judgeMerge,
  mutation,
  openProgram,
  prove,
  readFromMemory,
  rememberParses,
  report,
  test as runTests,
  type ParseFile,
  type Program,
  type RuleSource,
} from "../../src/index.ts";

const FILES = {
  "layout.rules":
    "layout tiny { word W { 0 A  1 B } }\ninput host: tiny\ninput guest: tiny\nflag tdp\n",
  "cpu.rules": `use "layout.rules"
caps vcpu: tiny {
  default = host & guest
  B = host & tdp  because "a reason"
}
assert vcpu -> host
test "B needs tdp" {
  given host: all; guest: all
  expect vcpu: A !B
}
`,
};

const INPUTS = { bitmaps: {}, flags: ["tdp"], values: {} };

const QUESTIONS: Readonly<Record<string, (asked: Program | RuleSource) => unknown>> = {
  check: (asked) => check(asked, { reasons: true }),
  compile: (asked) => compile(asked),
  test: (asked) => runTests(asked),
  coverage: (asked) => coverage(asked),
  generateTests: (asked) => generateTests(asked),
  mutation: (asked) => mutation(asked),
  report: (asked) => report(asked),
  declaredInputs: (asked) => declaredInputs(asked),
  evaluate: (asked) => evaluate(asked, INPUTS),
  explain: (asked) => explain(asked, INPUTS, "B"),
  explainFormula: (asked) => explainFormula(asked, "B"),
  explainCondition: (asked) => explainCondition(asked, "vcpu.B & !tdp"),
  prove: (asked) => prove(asked, ["vcpu -> host", "vcpu -> guest"]),
  diff: (asked) => diff(asked, asked),
  judgeMerge: (asked) => judgeMerge({ base: asked, ours: asked, theirs: asked, merged: asked }),
};

/** A source that counts how often each file is read, and parsed. */
function counted(): {
  readonly source: RuleSource;
  readonly reads: Map<string, number>;
  readonly parses: Map<string, number>;
} {
  const reads = new Map<string, number>();
  const parses = new Map<string, number>();
  const count = (counts: Map<string, number>, name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  const readMemory = readFromMemory(FILES);
  const parse = rememberParses();
  const parseFile: ParseFile = (source) => {
    count(parses, source.name);
    return parse(source);
  };
  const readFile: RuleSource["readFile"] = (name) => {
    count(reads, name);
    return readMemory(name);
  };
  return { source: { entry: ["cpu.rules"], readFile, parseFile }, reads, parses };
}

test.each(Object.entries(QUESTIONS))(
  "%s answers alike for a source and a program",
  async (_name, ask) => {
    const source = { entry: ["cpu.rules"], readFile: readFromMemory(FILES) };
    expect(await ask(openProgram(source))).toEqual(await ask(source));
  },
);

test("all questions together read and parse each file once", async () => {
  const { source, reads, parses } = counted();
  const program = openProgram(source);
  expect([...reads.values()]).toEqual([]);
  expect(program.findings).toEqual([]);
  for (const ask of Object.values(QUESTIONS)) await ask(program);
  expect(Object.fromEntries(reads)).toEqual({ "cpu.rules": 1, "layout.rules": 1 });
  expect(Object.fromEntries(parses)).toEqual({ "cpu.rules": 1, "layout.rules": 1 });
});

test("a program with a mistake has what is known, and no meaning", () => {
  const broken = { ...FILES, "cpu.rules": FILES["cpu.rules"].replace("B = host", "B = hots") };
  const program = openProgram({ entry: ["cpu.rules"], readFile: readFromMemory(broken) });
  expect(program.model.inputs.map(({ name }) => name)).toEqual(["host", "guest"]);
  expect(program.model.sets.map(({ name }) => name)).toEqual(["vcpu"]);
  expect(program.meaning).toBeUndefined();
  expect(program.mistakes.map(({ message }) => message)).toEqual([
    expect.stringContaining("`hots`"),
  ]);
  expect(program.findings.map(({ diagnostic }) => diagnostic)).toEqual(program.mistakes);
});
