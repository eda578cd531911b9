/**
 * The order of statements, blocks and files never matters: neither to what a program means nor to its code.
 *
 * Where several rules of a bit apply, which the assumptions exclude, the bit is on if any of them gives it.
 */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { openProgram } from "../src/program/program.ts";
import { definitely } from "../src/base/unreachable.ts";
import { compile } from "../src/compile.ts";
import { emitProved } from "../src/codegen/proved.ts";
import { typescript } from "../src/codegen/typescript/target.ts";
import { readFromMemory } from "../src/names/read-file.ts";
import type { RunnableModule } from "../src/replay/replay.ts";
import { explainText, sourceOf, type RuleText } from "./harness/compile-text.ts";
import { makeCases } from "./harness/random-cases.ts";
import {
  assignmentOf,
  diagramBits,
  emittedBits,
  interpretedBits,
  type CompiledProgram,
} from "./harness/random-compiled.ts";
import { explained } from "./harness/random-explained.ts";
import { makeProgram } from "./harness/random-generate.ts";
import { oracleBits, type Case } from "./harness/random-oracle.ts";
import { printProgram, shuffleBy, WRITTEN_ORDER } from "./harness/random-print.ts";
import { randomRuns, randomSeed } from "./harness/random-runs.ts";
import { tapes } from "./harness/random-tape.ts";
import { loadEmitted } from "./harness/run-module.ts";

/** Another seed may be given in the environment, as fast-check prints it with a failure. */
const seed = randomSeed();

const DECLARED = `
  layout tiny { word ONLY { 0 MOVBE  1 XSAVE } }
  input host: tiny
  input guest: tiny
  flag a
  flag b
  assume !(a & b)
`;
const caps = (...statements: readonly string[]): string =>
  `${DECLARED} caps vcpu: tiny {\n${["default = none", ...statements].join("\n")}\n}`;

const WHEN_A = "when a { MOVBE = host }";
const WHEN_B = "when b { MOVBE = guest }";

test("rules that only an assumption keeps apart compile to the same code in either order", async () => {
  expect(withoutComments(await codeOf(caps(WHEN_A, WHEN_B)))).toBe(
    withoutComments(await codeOf(caps(WHEN_B, WHEN_A))),
  );
});

test.each([
  { flags: { a: true, b: true }, host: 1, guest: 0, out: 1 },
  { flags: { a: true, b: true }, host: 0, guest: 1, out: 1 },
  { flags: { a: true, b: true }, host: 0, guest: 0, out: 0 },
  { flags: { a: true, b: false }, host: 0, guest: 1, out: 0 },
  { flags: { a: false, b: true }, host: 1, guest: 0, out: 0 },
  { flags: { a: false, b: false }, host: 1, guest: 1, out: 0 },
])(
  "where both conditions hold, either rule gives the bit: $flags, host $host, guest $guest",
  async ({ flags, host, guest, out }) => {
    const compiled = analyzed(caps(WHEN_A, WHEN_B));
    const on = Object.entries(flags).flatMap(([name, isOn]) => (isOn ? [name] : []));
    const given: Case = {
      bits: new Map([
        ["host", new Set(host === 1 ? [0] : [])],
        ["guest", new Set(guest === 1 ? [0] : [])],
      ]),
      present: new Map(),
      flags: new Set(on),
      values: new Map(),
    };
    const bitOf = (bits: ReadonlyMap<string, readonly boolean[]>): boolean | undefined =>
      bits.get("vcpu")?.[0];
    const assignment = assignmentOf(compiled.model, given);
    const runnable = await emittedModule(compiled);
    expect(bitOf(interpretedBits(compiled, assignment))).toBe(out === 1);
    expect(bitOf(diagramBits(compiled, assignment))).toBe(out === 1);
    expect(bitOf(emittedBits(compiled, runnable, given))).toBe(out === 1);
  },
);

test("the first of several rules that give a bit is shown", async () => {
  const both = { bits: { host: "MOVBE", guest: "MOVBE" }, flags: ["a", "b"] };
  const ruleIn = async (text: string): Promise<string> =>
    (await explainText(text, "vcpu.MOVBE", both)).rule.text;
  expect(await ruleIn(caps(WHEN_A, WHEN_B))).toBe("= host, when a");
  expect(await ruleIn(caps(WHEN_B, WHEN_A))).toBe("= guest, when b");
  const guestOnly = { ...both, bits: { guest: "MOVBE" } };
  expect((await explainText(caps(WHEN_A, WHEN_B), "vcpu.MOVBE", guestOnly)).rule.text).toBe(
    "= guest, when b",
  );
});

test("the order of used files that add to a set does not change the code", async () => {
  const files = {
    "set.rules": caps("XSAVE = host"),
    "one.rules": `use "set.rules"\ncaps vcpu { ${WHEN_A}; XSAVE requires guest.MOVBE }`,
    "two.rules": `use "set.rules"\ncaps vcpu { XSAVE also guest; XSAVE requires host.MOVBE }`,
  };
  const main = (...names: readonly string[]): RuleText => ({
    ...files,
    "main.rules": names.map((name) => `use "${name}"`).join("\n") + "\ncaps vcpu { }",
  });
  const code = await codeOf(main("one.rules", "two.rules"));
  expect(withoutComments(await codeOf(main("two.rules", "one.rules")))).toBe(withoutComments(code));
});

test("programs with overlapping rules agree with brute force", async () => {
  let overlapping = 0;
  await fc.assert(
    fc.asyncProperty(tapes(1500), async (tape) => {
      const program = makeProgram(tape, { overlaps: "anywhere" });
      const text = printProgram(program, { ...WRITTEN_ORDER, rules: shuffleBy(tape) });
      await explained(text, async () => {
        const compiled = analyzed(text);
        overlapping += compiled.codes.has("CR0401") ? 1 : 0;
        const { cases } = makeCases(program, tape, { mostColumns: 6, randomCases: 16 });
        const runnable = await emittedModule(compiled);
        for (const given of cases) {
          const right = digits(oracleBits(program, given));
          const assignment = assignmentOf(compiled.model, given);
          expect(digits(interpretedBits(compiled, assignment))).toBe(right);
          expect(digits(diagramBits(compiled, assignment))).toBe(right);
          expect(digits(emittedBits(compiled, runnable, given))).toBe(right);
        }
      });
    }),
    { seed, numRuns: randomRuns(10), interruptAfterTimeLimit: 50_000 },
  );
  expect(overlapping).toBeGreaterThan(3);
});

test("the order of rules changes no more than the order of the comments that quote them", async () => {
  await fc.assert(
    fc.asyncProperty(tapes(1500), async (tape) => {
      const program = makeProgram(tape, { overlaps: "anywhere" });
      const written = analyzed(printProgram(program));
      const text = printProgram(program, { ...WRITTEN_ORDER, rules: shuffleBy(tape) });
      await explained(text, async () => {
        const shuffled = analyzed(text);
        expect(shuffled.codes).toEqual(written.codes);
        const code = await emitted(shuffled);
        expect(withoutComments(code)).toBe(withoutComments(await emitted(written)));
      });
    }),
    { seed, numRuns: randomRuns(10), interruptAfterTimeLimit: 50_000 },
  );
});

interface Analyzed extends CompiledProgram {
  /** The codes of all diagnostics. */
  readonly codes: ReadonlySet<string>;
}

/** Also where rules can apply at once. */
function analyzed(text: string): Analyzed {
  const { model, meaning, findings } = openProgram({
    entry: ["p.rules"],
    readFile: readFromMemory({ "p.rules": text }),
  });
  const codes = new Set(findings.map(({ diagnostic }) => diagnostic.code));
  return { model, meaning: definitely(meaning, `no meaning: ${[...codes].join()}`), codes };
}

async function emittedModule({ model, meaning }: CompiledProgram): Promise<RunnableModule> {
  const { code, plans } = await emitProved(typescript, model, meaning, model.sets, ["p.rules"]);
  return loadEmitted(plans, code);
}

function digits(bits: ReadonlyMap<string, readonly boolean[]>): string {
  return [...bits].map(([name, values]) => `${name} ${values.map(Number).join("")}`).join("\n");
}

/** Code that is proved equal to the rules. */
async function emitted({ model, meaning }: CompiledProgram): Promise<string> {
  const { code, diagnostics } = await emitProved(typescript, model, meaning, model.sets, [
    "p.rules",
  ]);
  expect(diagnostics).toEqual([]);
  return definitely(code, "code that is proved");
}

async function codeOf(rules: RuleText): Promise<string> {
  const { code, diagnostics } = await compile(sourceOf(rules));
  return definitely(code, diagnostics.map(({ message }) => message).join("\n"));
}

function withoutComments(code: string): string {
  const lines = code.split("\n");
  return lines.filter((line) => !line.trimStart().startsWith("//")).join("\n");
}
