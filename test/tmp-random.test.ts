import * as fc from "fast-check";
import { test } from "vitest";
import { loadRunnable } from "../src/replay/replay.ts";
import { makeCases } from "./harness/random-cases.ts";
import { analyzeText } from "./harness/random-compiled.ts";
import { makeProgram } from "./harness/random-generate.ts";
import { printProgram } from "./harness/random-print.ts";
import { tapes } from "./harness/random-tape.ts";
test("x", async () => {
  for (const tape of fc.sample(tapes(1500), { numRuns: 12, seed: 1 })) {
    const t0 = performance.now();
    const program = makeProgram(tape);
    const text = printProgram(program);
    const t1 = performance.now();
    console.log("gen", t1 - t0, text.length);
    try {
      const c = analyzeText(text);
      const t2 = performance.now();
      console.log("analyze", t2 - t1);
      await loadRunnable(c.model, c.meaning);
      const t3 = performance.now();
      console.log("emit", t3 - t2);
      const table = makeCases(program, tape, { mostColumns: 10, randomCases: 32 });
      console.log("cases", performance.now() - t3, table.cases.length, table.exhaustive, table.sampled);
    } catch (e) { console.log(String(e).slice(0, 600)); if (String(e).length<3) console.log(text); console.log(text.slice(0, 3000)); }
  }
});
