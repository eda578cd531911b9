/** When a bit is on, and when a condition holds, over all cases: by hand. */

import { expect, test } from "vitest";

import { explainCondition, type ConditionResult } from "../../src/explain/explain-condition.ts";
import { explainFormula, type FormulaResult } from "../../src/explain/explain-formula.ts";
import type { Formula } from "../../src/explain/formula.ts";
import type { Possibility } from "../../src/explain/possibility.ts";
import { sourceOf, truthTable } from "../harness/compile-text.ts";

const tiny = `
layout tiny {
  leaf FIRST = 0x1 ecx { 0 A  1 B  2 C }
  leaf OTHER = 0x7.0 ebx { 0 D }
}
input host: tiny
input guest: tiny
flag f
enum vendor: intel amd hygon
`;

function vcpu(...rules: readonly string[]): string {
  return `${tiny}caps vcpu: tiny {\n  default = host & guest\n${rules.map((rule) => `  ${rule}\n`).join("")}}\n`;
}

async function formulaOf(rules: string, bit: string): Promise<Formula> {
  const { formula, problems, diagnostics }: FormulaResult = await explainFormula(
    sourceOf(rules),
    bit,
  );
  return formula ?? expect.fail([...problems, ...diagnostics.map((d) => d.message)].join("; "));
}

async function ask(rules: string, condition: string): Promise<Possibility> {
  const { possibility, problems, diagnostics }: ConditionResult = await explainCondition(
    sourceOf(rules),
    condition,
  );
  return possibility ?? expect.fail([...problems, ...diagnostics.map((d) => d.message)].join("; "));
}

test("a formula has everything substituted, down to the inputs", async () => {
  const rules = vcpu("B requires A", "when vendor == amd { A = f }");
  expect(await formulaOf(rules, "B")).toMatchObject({
    set: "vcpu",
    bit: "B",
    formula: "host.B & guest.B & (f & vendor == amd | vendor != amd & host.A & guest.A)",
    isWhole: true,
    inputs: ["f", "vendor", "host.A", "guest.A", "host.B", "guest.B"],
    reads: ["vcpu.A"],
    readBy: [],
    table: undefined,
  });
});

test("a formula lists the bit's rules, reads and readers", async () => {
  const rules = `${vcpu("A also f", "when vendor == amd { A = host }", "B requires A")}
caps last extends vcpu { C = vcpu.A }\n`;
  const { rules: stated, readBy, reads } = await formulaOf(rules, "vcpu.A");
  expect(stated.map(({ text }) => text)).toEqual([
    "default = host & guest",
    "= host, when vendor == amd",
    "also f",
  ]);
  expect(reads).toEqual([]);
  expect(readBy).toEqual(["vcpu.B", "last.C"]);
});

test("up to five inputs there is a truth table, and the interpreter agrees with it", async () => {
  const rules = vcpu("A = host.A & (guest.A | f) ^ host.B & !guest.B");
  const { table } = await formulaOf(rules, "A");
  expect(table?.columns).toEqual(["f", "host.A", "guest.A", "host.B", "guest.B"]);
  expect(table?.rows).toHaveLength(32);
  expect(table?.rows[1]?.values).toEqual(["0", "0", "0", "0", "1"]);
  const column = table?.rows.map(({ isOn }) => Number(isOn)).join("");
  expect(column).toBe(truthTable(rules, "vcpu.A", table?.columns ?? []));
  expect((await formulaOf(vcpu("A = host.A & host.B & host.C & guest"), "A")).table).toBeDefined();
  const six = vcpu("A = host.A & host.B & host.C & guest & guest.B & f");
  expect((await formulaOf(six, "A")).table).toBeUndefined();
});

test("a table has a row for each value of an enum", async () => {
  const { table } = await formulaOf(vcpu("A = vendor == amd & f"), "A");
  expect(table).toEqual({
    columns: ["f", "vendor"],
    rows: ["0", "1"].flatMap((f) =>
      ["intel", "amd", "hygon"].map((vendor) => ({
        values: [f, vendor],
        isOn: f === "1" && vendor === "amd",
      })),
    ),
  });
});

test("presence is an input only where an absent entry is something else than an empty one", async () => {
  const asked = "when guest has FIRST { B = none }";
  const other = await formulaOf(vcpu("A = guest", asked), "A");
  expect([other.formula, other.inputs, other.table?.rows.length]).toEqual([
    "guest.A",
    ["guest.A"],
    2,
  ]);
  const own = await formulaOf(vcpu("A = guest | !guest has FIRST", asked), "A");
  expect(own.formula).toBe("!guest has FIRST | guest.A");
  // Without the case of a bit in an absent entry.
  expect(own.table?.rows).toEqual([
    { values: ["0", "0"], isOn: true },
    { values: ["1", "0"], isOn: false },
    { values: ["1", "1"], isOn: true },
  ]);
});

test("assumptions shorten the formula and the table", async () => {
  const rules = `${vcpu("A = host & f | guest & !f")}assume host.A -> f\nassume f -> host.A\n`;
  const { formula, assumptions, table } = await formulaOf(rules, "A");
  expect([formula, assumptions]).toEqual(["host.A | guest.A", 2]);
  expect(table?.rows.map(({ values, isOn }) => [...values, isOn])).toEqual([
    ["0", "0", false],
    ["0", "1", true],
    ["1", "0", true],
    ["1", "1", true],
  ]);
});

test.each([
  ["A = none", "none"],
  ["A = all", "all"],
])("the formula of `%s` is `%s`, without a table", async (rule, formula) => {
  expect(await formulaOf(vcpu(rule), "A")).toMatchObject({ formula, inputs: [], table: undefined });
});

test("a condition has a verdict, a formula and a smallest case", async () => {
  const rules = vcpu("when vendor == amd { A = host & host.B }");
  expect(await ask(rules, "vcpu.A & !guest.A")).toMatchObject({
    condition: "vcpu.A & !guest.A",
    holds: "sometimes",
    bits: undefined,
    possibleBits: [],
    example: {
      bit: undefined,
      when: "vendor == amd & host.A & !guest.A & host.B",
      isWhole: true,
      case: { bits: { host: ["A", "B"] }, flags: [], values: { vendor: "amd" } },
      caseText: "host: A B; vendor = amd; everything else off",
      values: [
        { name: "vcpu.A", isOn: true },
        { name: "guest.A", isOn: false },
      ],
    },
  });
});

test("a condition about this bit holds for some bits", async () => {
  const rules = vcpu("A = host", "B = host", "C = host & f & host.B");
  expect(await ask(rules, "vcpu & !guest")).toMatchObject({
    holds: "sometimes",
    bits: 64,
    possibleBits: ["A", "B", "C"],
    example: { bit: "A", when: "host.A & !guest.A" },
  });
});

test("a condition may never hold, or always", async () => {
  expect(await ask(vcpu(), "vcpu.A & !guest.A")).toMatchObject({
    holds: "never",
    example: undefined,
  });
  expect(await ask(vcpu(), "A -> host.A")).toMatchObject({ holds: "always" });
  expect(await ask(`${vcpu()}assume f\n`, "!f")).toMatchObject({ holds: "never" });
});

test("a mistake in a condition is a diagnostic at its place", async () => {
  const { diagnostics, possibility } = await explainCondition(sourceOf(vcpu()), "vcpu.A & guest.X");
  expect(diagnostics.map(({ code }) => code)).toEqual(["CR0201"]);
  expect(possibility).toBeUndefined();
});
