/** Rules, classes and sets that do nothing. */

import fc from "fast-check";
import { expect, test } from "vitest";

import { openProgram } from "../../src/program/program.ts";
import { definitely } from "../../src/base/unreachable.ts";
import { checkAssertions } from "../../src/checks/assertions.ts";
import { checkIdleRules } from "../../src/checks/idle-rules.ts";
import { readFromMemory } from "../../src/names/read-file.ts";
import { checkText, codesOf, onlyDiagnostic, textAt, truthTable } from "../harness/compile-text.ts";

const tiny = `
layout tiny { word ONLY { 0 A  1 B  2 C } }
input host: tiny
input guest: tiny
flag f
flag g
`;

function vcpu(...rules: readonly string[]): string {
  return `${tiny}caps vcpu: tiny {\n  default = host & guest\n${rules.map((rule) => `  ${rule}\n`).join("")}}\n`;
}

test.each([
  "A = guest & host",
  "A = !(!host | !guest)",
  "A = host.A & guest",
  "A also host & guest & f",
  "A requires host",
  "A requires B | host",
  "when f { A = host & guest }",
])("`%s` changes nothing", async (rule) => {
  const diagnostic = await onlyDiagnostic(vcpu(rule));
  expect([diagnostic.code, diagnostic.severity]).toEqual(["CR0603", "warning"]);
});

test("an applied class is not idle, even if it equals the default", async () => {
  expect(await codesOf(vcpu("class plain = host & guest", "plain: A"))).toEqual([]);
});

test("a rule that changes something for one of its bits is reported for the others", async () => {
  const diagnostic = await onlyDiagnostic(vcpu("A B C = host & guest & host.B"));
  expect(diagnostic.code).toBe("CR0603");
  expect(diagnostic.message).toContain("nothing for `B`:");
});

test("help for some bits of a list never advises to remove the list", async () => {
  const { help } = await onlyDiagnostic(vcpu("A B C = host & guest & host.B"));
  expect(help).toBe("take `B` out of its list; its other bits need it");
  expect((await onlyDiagnostic(vcpu("A B = host & guest"))).help).toBe("remove it");
  const covered = vcpu("A B = host", "when f { A = guest }", "when !f { A = all }");
  expect((await onlyDiagnostic(covered)).help).toBe(
    "take `A` out of its list, or correct the condition",
  );
});

test("a list that is idle for two reasons gets both, without advice to remove it", async () => {
  const rules = vcpu("A B = host & guest", "when f { A = guest }", "when !f { A = all }");
  const { diagnostics } = await checkText(rules);
  expect(diagnostics.map(({ code, help }) => [code, help])).toEqual([
    ["CR0602", "take `A` out of its list, or correct the condition"],
    ["CR0603", "take `B` out of its list; its other bits need it"],
  ]);
});

test("a dependency of a bit that is never on is not idle", async () => {
  expect(await codesOf(vcpu("A = none", "A requires B"))).toEqual([]);
  expect(await codesOf(vcpu("A = none", "when f { A requires B }"))).toEqual([]);
  expect(await codesOf(`${vcpu("A requires B")}assume !host.A\n`)).toEqual([]);
  expect(await codesOf(vcpu("A = none", "A requires B", "A requires C"))).toEqual([]);
});

test.each([
  // The replaced rule would turn A on, although the override equals the default.
  ["A = host", "override A = none", []],
  ["when f { A = host }", "when g { override A = none }", []],
  ["A also host", "override A = none", []],
  ["A = host; A also guest", "override A also none", []],
  ["A = host; A requires f", "override A requires all", []],
  ["A = host", "override A = host", ["CR0603"]],
  ["A = host", "when f { override A = host & host.A }", ["CR0603"]],
  ["A also host", "when f { override A also host & host.A }", ["CR0603"]],
  ["A = host; A requires f", "override A requires f & f", ["CR0603"]],
  ["A = none", "override A = none", ["CR0603"]],
  ["A = host", "when f & !f { override A = none }", ["CR0602"]],
  // To say of which kind a bit is means something.
  ["A = host", "class kind = host; override kind: A", []],
  ["A = none; B = host", "override A B = none", ["CR0603"]],
])(
  "over `%s`, `%s` is compared with the rules that it replaces",
  async (replaced, overriding, codes) => {
    const rules = `${tiny}
caps v1: tiny { default = none; ${replaced} }
caps v2 extends v1 { ${overriding} }
assert v1 -> all
`;
    const { diagnostics } = await checkText(rules);
    const ofOverride = diagnostics.filter((each) => textAt(each).includes("override"));
    expect(ofOverride.map(({ code }) => code)).toEqual(codes);
  },
);

test("a rule that a patch replaces in all its cases is not reported as never governing", async () => {
  const rules = `${tiny}
caps vcpu: tiny { default = none; when f & g { A = host } }
caps vcpu { when f { override A = guest } }
`;
  expect(await codesOf(rules)).toEqual([]);
});

test("a rule that a patch replaces in some cases is idle if it is so in the others", async () => {
  const patch = "caps vcpu { when f { override A = none } }\n";
  expect(await codesOf(`${vcpu("A = guest & host")}${patch}`)).toEqual(["CR0603"]);
  expect(await codesOf(`${vcpu("A = guest")}${patch}`)).toEqual([]);
});

test("statements of files that the user did not name are never reported", async () => {
  for (const [own, other] of [
    ["A also host", "A also host"],
    ["A requires f", "A requires f"],
  ]) {
    const files = {
      "base.rules": vcpu(own ?? ""),
      "product.rules": `use "base.rules"\ncaps vcpu { ${other} }\n`,
    };
    expect(await codesOf(files)).toEqual(["CR0603"]);
    expect(await codesOf(files, ["base.rules"])).toEqual([]);
    const later = {
      "zzz.rules": vcpu(own ?? ""),
      "product.rules": `use "zzz.rules"\ncaps vcpu { ${other} }\n`,
    };
    expect(await codesOf(later)).toEqual(["CR0603"]);
  }
});

test("all statements that change nothing can be removed together", async () => {
  const twice = await onlyDiagnostic(vcpu("A also host", "A also host"));
  expect([twice.code, twice.span?.start]).toEqual([
    "CR0603",
    twice.span?.source.text.lastIndexOf("A also host"),
  ]);
  // Without the first, none of the others would be idle.
  expect(await codesOf(vcpu("A = host", "when f { A = host }", "when !f { A = host }"))).toEqual([
    "CR0603",
    "CR0603",
  ]);
  expect(await codesOf(vcpu("A = host", "A also host"))).toEqual(["CR0603"]);
});

const values = ["host", "guest", "all", "none", "host & guest", "host.B", "host | host.B"];
const rules = fc.constantFrom(
  ...values.flatMap((value) => [
    `A = ${value}`,
    `A also ${value}`,
    `A requires ${value}`,
    `when f { A = ${value} }`,
    `when !f & g { A = ${value} }`,
    `when g { A also ${value} }`,
    `when f { A requires ${value} }`,
  ]),
);

test("reported rules can be removed, and every other rule matters", async () => {
  const variables = ["host.A", "guest.A", "host.B", "f", "g"];
  const table = (lines: readonly string[]): string =>
    truthTable(vcpu(...lines), "vcpu.A", variables);
  const isRequirement = (line: string): boolean => line.includes("requires");
  const lists = fc.uniqueArray(rules, { maxLength: 5, selector: ruleKind });
  await fc.assert(
    fc.asyncProperty(lists, async (lines) => {
      const { diagnostics } = await checkText(vcpu(...lines));
      const text = vcpu(...lines);
      const isIdle = (line: string): boolean =>
        diagnostics.some(({ span }) => {
          const place = text.indexOf(`  ${line}\n`);
          return span !== undefined && span.start > place && span.end <= place + 2 + line.length;
        });
      const kept = lines.filter((line) => !isIdle(line));
      expect(kept.length).toBe(lines.length - diagnostics.length);
      expect(table(kept)).toBe(table(lines));
      for (const line of diagnostics.length === 0 ? lines : []) {
        const others = table(lines.filter((each) => each !== line));
        const isNeverOn = !others.includes("1");
        if (!(isRequirement(line) && isNeverOn)) expect(others, line).not.toBe(table(lines));
      }
    }),
  );
});

/** Two plain rules of a bit under one condition would be an error; an `also` may stand beside others. */
function ruleKind(line: string): string {
  return line.includes("also") || line.includes("requires") ? line : (line.split(" = ")[0] ?? "");
}

test("a rule that changes one case is not idle", async () => {
  expect(
    await codesOf(vcpu("A = host", "B = host & guest & f", "C also f", "A requires B")),
  ).toEqual([]);
});

test.each([
  ["its condition never holds", "when f & !f { A = host }"],
  ["its condition never holds", "when f {", "when !f { A = host }", "}"],
  ["its condition never holds", "when f & !f { A requires host.B }"],
  ["its condition never holds", "when B & !host.B { A also f }"],
  [
    "the conditions of its other rules cover every case",
    "A = host",
    "when f { A = guest }",
    "when !f { A = all }",
  ],
])("a rule is dead where %s", async (why, ...rules) => {
  const diagnostic = await onlyDiagnostic(vcpu(...rules));
  expect(diagnostic.code).toBe("CR0602");
  expect(diagnostic.message).toBe(`this rule never governs \`A\`: ${why}`);
});

test("an assumption can make a rule dead, or idle", async () => {
  expect(await codesOf(`${vcpu("when f { A = host }")}assume !f\n`)).toEqual(["CR0602"]);
  expect(await codesOf(`${vcpu("A = host")}assume guest.A\n`)).toEqual(["CR0603"]);
});

test("an inherited rule is idle only if it is so in every set that has it", async () => {
  const needed = `${vcpu("A = none")}caps derived extends vcpu { override default = none }\n`;
  expect(await codesOf(needed)).toEqual([]);
  const idle = `${vcpu("A = host & guest")}caps derived extends vcpu { B = none }\n`;
  expect(await codesOf(idle)).toEqual(["CR0603"]);
  const neededLater = `${vcpu("A = host & guest")}caps derived extends vcpu { override default = none }\n`;
  expect(await codesOf(neededLater)).toEqual([]);
});

test("lints report about the files that the user named", async () => {
  const files = {
    "base.rules": `${vcpu("A = guest & host")}class unused = host\n`,
    "product.rules": 'use "base.rules"\ncaps product extends vcpu { B = none }\n',
  };
  expect(await codesOf(files)).toEqual([]);
  expect(await codesOf(files, ["base.rules"])).toEqual(["CR0603", "CR0601"]);
});

test.each(["class spare = host", "set spare: A"])("`%s` is never used", async (declaration) => {
  for (const rules of [`${vcpu()}${declaration}\n`, vcpu(declaration)]) {
    const diagnostic = await onlyDiagnostic(rules);
    expect([diagnostic.code, textAt(diagnostic)]).toEqual(["CR0601", "spare"]);
  }
});

test("names in an expression, a list or an assertion count as used", async () => {
  expect(
    await codesOf(vcpu("class c = host", "set s: A", "set t: s B", "C = c", "t = guest")),
  ).toEqual([]);
  expect(await codesOf(`${vcpu("A = host")}set s: A\nassert vcpu -> guest | s\n`)).toEqual([]);
});

test("a file with errors has no unused names reported", async () => {
  expect(await codesOf(vcpu("set s: A B", "s = hots"))).toEqual(["CR0201"]);
  expect(await codesOf(vcpu("class c = host", "A = host, c"))).toEqual(["CR0106"]);
});

test("a class or set in a block may hide a bit, too", async () => {
  const rules = vcpu("class A = guest", "A: B");
  const diagnostic = await onlyDiagnostic(rules);
  expect([diagnostic.code, diagnostic.help]).toEqual([
    "CR0605",
    "rename it; the bit can still be written `ONLY.A`",
  ]);
});

test("a lint that reaches its limit reports it once and affects no verdict", () => {
  const rules = `${vcpu("A = guest & host", "B = host ^ guest ^ f")}assert vcpu.A -> host.A\nassert vcpu.B -> host.B\n`;
  const { model, meaning } = openProgram({
    entry: ["p.rules"],
    readFile: readFromMemory({ "p.rules": rules }),
  });
  const input = { model, meaning: definitely(meaning, "a meaning"), roots: new Set(["p.rules"]) };
  const codes = (findings: ReturnType<typeof checkIdleRules>): readonly string[] =>
    findings.map(({ diagnostic }) => diagnostic.code);
  const [skipped, ...more] = checkIdleRules(input, 0);
  expect([skipped?.diagnostic.code, skipped?.diagnostic.severity, more]).toEqual([
    "CR0420",
    "warning",
    [],
  ]);
  expect(skipped?.diagnostic.message).toBe(
    "rules that change nothing are not looked for: decision diagrams need more than 0 nodes",
  );
  // The first assertion holds; `B` is on where only the guest has it.
  expect(codes(checkAssertions(input))).toEqual(["CR0402"]);
  expect(codes(checkIdleRules(input))).toEqual(["CR0603"]);
});
