import { test } from "vitest";
import { makeInput } from "./fuzz/inputs.ts";
import { readCorpus } from "./fuzz/corpus.ts";
import { tryInput } from "./fuzz/try-input.ts";
import { writeFileSync } from "node:fs";
test("x", async () => {
  const corpus = readCorpus(process.cwd());
  for (let seed = 1; seed < 60; seed++) {
    const input = makeInput(seed, corpus);
    writeFileSync("/tmp/last.txt", input.text);
    const t = performance.now();
    console.log(seed, input.kind, input.isCompiled, input.text.length);
    const r = await tryInput(input);
    console.log(seed, performance.now() - t, r);
  }
});
