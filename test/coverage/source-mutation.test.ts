/**
 * Mutants against the rules' text: each printed mutation is made in the text, and the text is compiled anew.
 * The interpreter then says what its tests and assertions find, and whether any bit differs in any case.
 */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { openProgram } from "../../src/program/program.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { positionAt } from "../../src/base/source-text.ts";
import { listMutants, type Mutant } from "../../src/coverage/mutants.ts";
import { readProgram } from "../../src/coverage/covered-program.ts";
import { conflictingConditions } from "../../src/diagnostics/proofs.ts";
import { interpret, type Interpretation } from "../../src/interpreter/interpret.ts";
import type { Assignment, Model, SetBit } from "../../src/model/model.ts";
import { orderOfAll } from "../../src/model/order-bits.ts";
import { mutation } from "../../src/coverage/suite-quality.ts";
import { readFromMemory } from "../../src/names/read-file.ts";
import { analyzeText } from "../harness/random-compiled.ts";
import { explained } from "../harness/random-explained.ts";
import { randomRuns, randomSeed } from "../harness/random-runs.ts";
import { tapes, type Tape } from "../harness/random-tape.ts";
import { mutateText } from "./mutated-text.ts";

const seed = randomSeed();

const HEAD = `layout tiny { leaf FIRST = 0x1 ecx { 0 A  1 B } }
input host: tiny
flag f
flag g
enum v: x y z
`;

test("the verdict on a mutant is that of its text", async () => {
  const counts = { noticed: 0, survived: 0, same: 0 };
  await fc.assert(
    fc.asyncProperty(tapes(600), async (tape) => {
      const text = makeText(tape);
      await explained(text, async () => {
        const source = { entry: ["p.rules"], readFile: readFromMemory({ "p.rules": text }) };
        const { mutation: report } = await mutation(source);
        if (report === undefined) return;
        const { model, meaning } = analyzeText(text);
        const program = readProgram(model, meaning, ["p.rules"]);
        const { mutants } = listMutants(model, program.network, program.files);
        const before = allCases(model);
        expect(report.mutants.length).toBe(mutants.length);
        for (const [index, reported] of report.mutants.entries()) {
          const mutant = mutants[index];
          if (mutant === undefined) continue;
          const { line, column, change, verdict, missing } = reported;
          expect({ line, column }).toEqual(positionAt(mutant.span.source, mutant.span.start));
          const found = judgeText(mutate(text, mutant), before);
          if (found === "not rules") continue;
          counts[verdict]++;
          expect([line, column, change, verdict]).toEqual([line, column, change, found]);
          if (missing === undefined) continue;
          const given = missing.given === "" ? "" : `given ${missing.given}\n`;
          const added = `test "missing" {\n${given}expect ${missing.expect}\n}\n`;
          expect(judgeText(text + added, before)).toBe("same");
          expect([change, judgeText(mutate(text, mutant) + added, before)]).toEqual([
            change,
            "noticed",
          ]);
        }
      });
    }),
    { seed, numRuns: randomRuns(15), endOnFailure: true, interruptAfterTimeLimit: 50_000 },
  );
  expect(Math.min(counts.noticed, counts.survived, counts.same)).toBeGreaterThan(5);
});

function mutate(text: string, { span, change }: Mutant): string {
  return mutateText(text, { start: span.start, end: span.end, change });
}

interface Case {
  readonly given: string;
  readonly bits: string;
}

/** The final value of each bit in each case that the assumptions allow, by what is given. */
function allCases(model: Model): readonly Case[] {
  return assignments(model).flatMap(({ given, assignment }) => {
    const interpretation = interpretFew(model, assignment);
    const isAllowed = model.assumptions.every(({ claim }) => interpretation.holds(claim));
    return isAllowed ? [{ given, bits: bitsOf(model, interpretation) }] : [];
  });
}

/** Bits without a name are alike, so one of them is enough; no rule reads any other. */
function isLookedAt({ bit }: SetBit): boolean {
  return bit < 3;
}

function interpretFew(model: Model, assignment: Assignment): Interpretation {
  return interpret(model, assignment, { order: orderOfAll(model).filter(isLookedAt) });
}

function bitsOf(model: Model, { valueOf }: Interpretation): string {
  return orderOfAll(model)
    .filter(isLookedAt)
    .map(({ set, bit }) => `${set.name}${bit}${valueOf(set, bit) ? "+" : "-"}`)
    .join();
}

/** The two named bits and one without a name, the flags and the values of the enumeration, in all combinations. */
function assignments(
  model: Model,
): readonly { readonly given: string; readonly assignment: Assignment }[] {
  const [input] = model.inputs;
  const [enumeration] = model.enums;
  if (input === undefined || enumeration === undefined)
    throw new Error("a name of HEAD is missing");
  return Array.from({ length: 32 * enumeration.values.length }, (_, number) => ({
    given: String(number),
    assignment: {
      bits: new Map([[input, new Set([0, 1, 2].filter((bit) => (number >> bit) & 1))]]),
      present: new Map(),
      flags: new Set(model.flags.filter((__, place) => (number >> (3 + place)) & 1)),
      values: new Map([[enumeration, number >> 5]]),
    },
  }));
}

/** "not rules" where the text has mistakes that are no question of meaning. */
function judgeText(
  text: string,
  before: readonly Case[],
): "noticed" | "same" | "survived" | "not rules" {
  const { model, findings } = openProgram({
    entry: ["p.rules"],
    readFile: readFromMemory({ "p.rules": text }),
  });
  const errors = findings.map(({ diagnostic }) => diagnostic).filter(isError);
  if (errors.some(({ code }) => code < "CR0400")) return "not rules";
  if (errors.some(({ code }) => code === conflictingConditions.code)) return "noticed";
  const all = allCases(model);
  if (all.length === 0 || !areTestsPassed(model) || !areAssertionsKept(model)) return "noticed";
  const after = new Map(all.map(({ given, bits }) => [given, bits]));
  const differs = before.some(({ given, bits }) => after.has(given) && after.get(given) !== bits);
  return differs ? "survived" : "same";
}

function areTestsPassed(model: Model): boolean {
  return model.tests.every(({ given, expectations }) => {
    const [enumeration] = model.enums;
    const open = enumeration !== undefined && !given.values.has(enumeration);
    const cases = open
      ? enumeration.values.map((_, value) => ({
          ...given,
          values: new Map([[enumeration, value]]),
        }))
      : [given];
    const allowed = cases.map((each) => interpretFew(model, each));
    return (
      allowed.some(({ holds }) => model.assumptions.every(({ claim }) => holds(claim))) &&
      allowed.every(({ valueOf }) =>
        expectations.every(({ set, bit, value }) => valueOf(set, bit) === value),
      )
    );
  });
}

function areAssertionsKept(model: Model): boolean {
  return assignments(model).every(({ assignment }) => {
    const { holds } = interpretFew(model, assignment);
    return (
      model.assumptions.some(({ claim }) => !holds(claim)) ||
      model.assertions.every(({ claim }) => holds(claim))
    );
  });
}

const OPERANDS = [
  "host",
  "host.A",
  "host.B",
  "f",
  "g",
  "v == x",
  "v != y",
  "v in (x z)",
  "all",
  "none",
];
const FLAGS = ["f", "g", "v == x", "v == y", "v != z", "host.A", "h", "none", "base.A"];

/** Two layers with classes, nested `when`s, `override`s, repeated operands, tests and an assertion. */
function makeText(tape: Tape): string {
  const value = (depth: number, operands: readonly string[]): string => {
    const inner = (): string => value(depth - 1, operands);
    switch (depth === 0 ? 0 : tape.below(9)) {
      case 1:
      case 2:
        return `(${inner()} & ${inner()})`;
      case 3:
        return `(${inner()} | ${inner()})`;
      case 4:
        return `(${inner()} ^ ${inner()})`;
      case 5:
        return `!(${inner()})`;
      case 6:
        return `(${inner()} -> ${inner()})`;
      case 7:
        return `(${inner()} ? ${inner()} : ${inner()})`;
      case 8: {
        const repeated = inner();
        return `(${repeated} & ${inner()} & ${repeated})`;
      }
      default:
        return tape.pick(operands);
    }
  };
  const plain = (): string => value(2, [...OPERANDS, "k"]);
  const conditions = FLAGS.filter((each) => each !== "base.A");
  const condition = (): string => value(1, conditions);
  const when = (body: string, names = conditions): string =>
    tape.once(2)
      ? `when ${value(1, names)} { ${body} }`
      : `when ${condition()} { when ${condition()} { ${body} } }`;
  const rule = (bit: string): string => {
    const is = tape.once(4) ? `k: ${bit}` : `${bit} = ${plain()}`;
    return tape.once(2) ? is : when(is);
  };
  const added = (bit: string): string => {
    const more = `${bit} ${tape.once(2) ? "also" : "requires"} ${plain()}`;
    return tape.once(2) ? more : when(more);
  };
  const override = (bit: string): string => {
    const is = `override ${bit} = ${plain()}`;
    return tape.once(3) ? is : when(is, FLAGS);
  };
  const some = (text: () => string, oneIn: number): string => (tape.once(oneIn) ? text() : "");
  const tests = Array.from({ length: 2 }, (_, index) => {
    const given = ["f", "g", "host: A", "host: B"].filter(() => tape.once(2));
    const list = [`v = ${tape.pick(["x", "y", "z"])}`, ...given].join("; ");
    const expected = `${tape.pick(["base", "product"])}: `;
    return { title: `t${index}`, given: list, expected, bit: tape.pick(["A", "B"]) };
  });
  const rules = `${HEAD}class h = ${value(1, ["f", "g", "v == x", "host.B"])}
class k = ${value(2, OPERANDS)}
${some(() => `assume ${value(1, ["f", "g", "h", "v == x", "all"])} | f\n`, 3)}caps base: tiny {
default = ${value(1, OPERANDS)}
${rule("A")}
${some(() => rule("B"), 2)}
${some(() => added("A"), 2)}
}
caps product extends base {
${override("A")}
${some(() => added("B"), 2)}
}
${some(() => `assert ${value(1, ["base.A", "product.A", "h", "host.A"])}\n`, 4)}`;
  return rules + passingTests(rules, tests);
}

interface TestDraft {
  readonly title: string;
  readonly given: string;
  readonly expected: string;
  readonly bit: string;
}

/** Each expects what the interpreter says; none where the rules have mistakes. */
function passingTests(rules: string, drafts: readonly TestDraft[]): string {
  const print = ({ title, given, expected, bit }: TestDraft, sign: string): string =>
    `test "${title}" {\ngiven ${given}\nexpect ${expected}${sign}${bit}\n}\n`;
  try {
    const { model } = analyzeText(rules + drafts.map((each) => print(each, "")).join(""));
    return drafts
      .map((each, index) => {
        const { given, expectations } = model.tests[index] ?? { expectations: [] };
        const [first] = expectations;
        if (given === undefined || first === undefined) return "";
        const { holds, valueOf } = interpretFew(model, given);
        if (!model.assumptions.every(({ claim }) => holds(claim))) return "";
        return print(each, valueOf(first.set, first.bit) ? "" : "!");
      })
      .join("");
  } catch {
    return "";
  }
}
