/** `init` for one vCPU at a time, against less than its job and against other ways to do it. */

import { strict as assert } from "node:assert";
import { bareAnds } from "./bare-ands.ts";
import { cel, initByFeature, jsonLogic, namedRow, type RuleEngine } from "./contenders.ts";
import { loadModule } from "./load-module.ts";
import { compareTimes, scale, type Work } from "./measure.ts";
import { policyWithExceptions, THREE_LINES, threeLinePolicy, type Policy } from "./policies.ts";
import { inverse, printHeading, printRatio, printValue } from "./print.ts";
import { hasBit, randomRows, ROW_COUNT } from "./rows.ts";

export async function benchInit(): Promise<void> {
  const { x86 } = await loadModule(THREE_LINES);
  await benchPolicy(threeLinePolicy(x86.bits));
  await benchPolicy(policyWithExceptions(x86.bits, 60));
}

/** Every contender has a loop of its own, so that V8 specialises each for what it calls. */
async function benchPolicy({ name, rules, features }: Policy): Promise<void> {
  const { initVcpu, x86 } = await loadModule(rules);
  const wordCount = x86.words.length;
  const rows = randomRows(x86.length);
  const out = new Uint32Array(wordCount);
  const generated: Work = () => {
    for (const inputs of rows) initVcpu(out, inputs);
  };
  printHeading(`init: ${name}, ${wordCount} words, ${features.length} named features`);

  const bare = await bareAnds(wordCount, x86.length);
  const ands: Work = () => {
    for (const { host, guest } of rows) bare.bareAnds(out, host, guest);
  };
  const { ratio, subject, baseline } = compareTimes(generated, ands);
  const nanosecondsEach = 1e6 / ROW_COUNT;
  printValue("init of one vCPU", scale(subject, nanosecondsEach), "ns");
  printValue(`the bare ANDs of ${wordCount} words`, scale(baseline, nanosecondsEach), "ns");
  printRatio("init / the bare ANDs", ratio, { most: 1.25 });

  const answers = rows.map((inputs) => {
    const caps = initVcpu(new Uint32Array(wordCount), inputs);
    return features.map(({ bit }) => hasBit(caps, bit));
  });
  const plain: Work = () => {
    for (const { host, guest } of rows) initByFeature(features, out, host, guest);
  };
  rows.forEach(({ host, guest }, row) => {
    initByFeature(features, out, host, guest);
    assert.deepEqual(
      features.map(({ bit }) => hasBit(out, bit)),
      answers[row],
    );
  });
  const byFeature = inverse(compareTimes(generated, plain).ratio);
  printRatio("init is faster than: feature by feature in plain JavaScript", byFeature, {
    least: 100,
  });

  const namedRows = rows.map((row) => namedRow(features, row));
  const engines: readonly [string, RuleEngine][] = [
    ["json-logic-engine, compiled", jsonLogic(features)],
    ["cel-js, parsed once", cel(features)],
  ];
  for (const [engineName, engine] of engines) {
    namedRows.forEach((row, index) => {
      assert.deepEqual(engine(row), answers[index]);
    });
    const work: Work = () => namedRows.map(engine);
    const byEngine = inverse(compareTimes(generated, work).ratio);
    printRatio(`init is faster than: ${engineName}`, byEngine, { least: 500 });
  }
}
