/** Runs everything that z3 judges, with one line of output each. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import * as fc from "fast-check";

import { openProgram } from "../../src/program/program.ts";
import type { RuleSource } from "../../src/program/source.ts";
import { makeProgram } from "../harness/random-generate.ts";
import { printedSource } from "../harness/random-print.ts";
import { Tape } from "../harness/random-tape.ts";
import { judgeDiff, type Change } from "./judge-change.ts";
import { judgeAssertions, judgeProve } from "./judge-proofs.ts";
import { judgeEvaluate } from "./judge-unknown.ts";
import { makeClaims } from "./random-claims.ts";
import { makePair } from "./random-pairs.ts";
import { startSolver, type Solver } from "./solver.ts";

const USAGE = "usage: npm run z3 -- [--seed N] [--pairs N] [--claims N] [--readings N]";

const POLICY = "7.1.5";

/** A policy, the one after it, and sets that have another name there. */
const STEPS: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  [POLICY, "next", {}],
  ["history/governed", "history/guest-default", { governed: "guest_default" }],
  ["history/guest-default", "history/kvm-default", { guest_default: "kvm_default" }],
];

/** Policies with assertions, or that use files with assertions. */
const WITH_ASSERTIONS = [POLICY, "next", "history/transitions"];

interface Judgement {
  readonly line: string;
  readonly disagreements: readonly string[];
}

interface Request {
  readonly seed: number;
  readonly pairs: number;
  readonly claims: number;
  readonly readings: number;
}

/**
 * @param args what stands after `npm run z3 --`.
 * @param root the folder that holds `rules/`.
 * @returns the exit code: 0 z3 and caprules agree, 1 they do not, 2 the arguments cannot be used.
 */
export async function runZ3(
  args: readonly string[],
  root: string,
  print: (line: string) => void,
): Promise<number> {
  const request = readArguments(args);
  if (request === undefined) {
    print(USAGE);
    return 2;
  }
  const solver = await startSolver();
  let disagreed = 0;
  try {
    for await (const { line, disagreements } of judgements(solver, root, request)) {
      const verdict =
        disagreements.length === 0 ? "all agree" : `${disagreements.length} do not agree`;
      print(`${line}, ${verdict}`);
      for (const each of disagreements) print(`  ${each}`);
      disagreed += disagreements.length;
    }
  } finally {
    await solver.close();
  }
  return disagreed === 0 ? 0 : 1;
}

function readArguments(args: readonly string[]): Request | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seed: { type: "string", default: "1" },
        pairs: { type: "string", default: "200" },
        claims: { type: "string", default: "1000" },
        readings: { type: "string", default: "5" },
      },
    });
    const { seed, pairs, claims, readings } = values;
    if (![seed, pairs, claims, readings].every((value) => /^\d{1,9}$/.test(value)))
      return undefined;
    return {
      seed: Number(seed),
      pairs: Number(pairs),
      claims: Number(claims),
      readings: Number(readings),
    };
  } catch {
    return undefined;
  }
}

async function* judgements(
  solver: Solver,
  root: string,
  { seed, pairs, claims, readings }: Request,
): AsyncGenerator<Judgement> {
  const policy = (name: string): RuleSource => policyIn(root, name);
  for (const [old, fresh, renamed] of STEPS) {
    const forth = new Map(Object.entries(renamed));
    const back = new Map([...forth].map(([before, after]) => [after, before]));
    yield judgeStep(solver, `${old} → ${fresh}`, {
      old: policy(old),
      fresh: policy(fresh),
      renamed: forth,
    });
    yield judgeStep(solver, `${fresh} → ${old}`, {
      old: policy(fresh),
      fresh: policy(old),
      renamed: back,
    });
  }
  for (const name of WITH_ASSERTIONS) {
    const { claims: count, proved, disagreements } = await judgeAssertions(solver, policy(name));
    yield { line: `${name}: ${count} assertions, ${proved} proved`, disagreements };
  }
  yield judgeRandomClaims(solver, policy(POLICY), tapes(seed, claims, 20));
  const ofPolicy = tapes(seed, readings, 20_000).map((tape) => ({ source: policy(POLICY), tape }));
  yield judgeReadings(solver, POLICY, ofPolicy);
  const ofRandom = tapes(seed, 10 * readings, 6000).map((tape) => ({
    source: printedSource(makeProgram(tape)),
    tape,
  }));
  yield judgeReadings(solver, "random programs", ofRandom);
  yield judgeRandomPairs(solver, tapes(seed, 2 * pairs, 6000), pairs);
}

function policyIn(root: string, name: string): RuleSource {
  return {
    entry: [`rules/kvm/${name}.rules`],
    readFile: (file) => ({ kind: "text", text: readFileSync(join(root, file), "utf8") }),
  };
}

async function judgeStep(solver: Solver, title: string, change: Change): Promise<Judgement> {
  const judgement = await judgeDiff(solver, change);
  if (judgement === undefined) throw new Error(`${title}: not compared`);
  const { bits, changed, disagreements } = judgement;
  return { line: `${title}: ${bits} bits, ${changed} changed`, disagreements };
}

async function judgeRandomClaims(
  solver: Solver,
  source: RuleSource,
  random: readonly Tape[],
): Promise<Judgement> {
  const { model } = openProgram(source);
  const { claims, proved, disagreements } = await judgeProve(
    solver,
    source,
    makeClaims(random, model),
  );
  return {
    line: `${POLICY}: ${claims} random claims, ${proved} proved, ${claims - proved} refuted`,
    disagreements,
  };
}

/** Random readings of which something is unknown. */
async function judgeReadings(
  solver: Solver,
  title: string,
  random: readonly { readonly source: RuleSource; readonly tape: Tape }[],
): Promise<Judgement> {
  const sums = { judged: 0, bits: 0, depending: 0 };
  const disagreements: string[] = [];
  for (const { source, tape } of random) {
    const judgement = await judgeEvaluate(solver, source, tape);
    if (judgement === undefined) continue;
    sums.judged++;
    sums.bits += judgement.bits;
    sums.depending += judgement.depending;
    disagreements.push(...judgement.disagreements);
  }
  const { judged, bits, depending } = sums;
  return {
    line: `${title}: ${judged} of ${random.length} random readings are possible: ${bits} bits, ${depending} depend on what is unknown`,
    disagreements,
  };
}

/** Both ways, as many pairs as are wanted of those in which no rule has an error. */
async function judgeRandomPairs(
  solver: Solver,
  random: readonly Tape[],
  wanted: number,
): Promise<Judgement> {
  const sums = { pairs: 0, different: 0, bits: 0, changed: 0, outside: 0, incomparable: 0 };
  const disagreements: string[] = [];
  for (const [place, tape] of random.entries()) {
    if (sums.pairs === wanted) break;
    const { old, fresh } = makePair(tape);
    const renamed = new Map<string, string>();
    const forth = await judgeDiff(solver, { old, fresh, renamed });
    const back = await judgeDiff(solver, { old: fresh, fresh: old, renamed });
    if (forth === undefined || back === undefined) {
      sums.incomparable++;
      continue;
    }
    sums.pairs++;
    sums.different += forth.changed > 0 ? 1 : 0;
    sums.bits += forth.bits + back.bits;
    sums.changed += forth.changed + back.changed;
    sums.outside += forth.outside + back.outside;
    disagreements.push(
      ...forth.disagreements.map((each) => `pair ${place}: ${each}`),
      ...back.disagreements.map((each) => `pair ${place} backwards: ${each}`),
    );
  }
  const { pairs, different, bits, changed, outside, incomparable } = sums;
  return {
    line: `${pairs} random pairs both ways, ${different} of them different: ${bits} bits, ${changed} changed, ${outside} only where one side rules it out; ${incomparable} pairs with errors`,
    disagreements,
  };
}

/** Makes `count` tapes of the given length from the seed. */
function tapes(seed: number, count: number, length: number): readonly Tape[] {
  if (count === 0) return [];
  const numbers = fc.noBias(fc.array(fc.nat(0xffff), { minLength: length, maxLength: length }));
  return fc.sample(numbers, { seed, numRuns: count }).map((each) => new Tape(each));
}
