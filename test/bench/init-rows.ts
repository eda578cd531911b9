/** The batch form over more rows than caches hold, against a loop of the bare ANDs by hand. */

import { bareAnds } from "./bare-ands.ts";
import { loadModule } from "./load-module.ts";
import { compareTimes, scale, type Work } from "./measure.ts";
import { policyWithExceptions, THREE_LINES, threeLinePolicy, type Policy } from "./policies.ts";
import { printHeading, printRatio, printValue } from "./print.ts";
import { randomWords } from "./rows.ts";

const ROWS = 100_000;

export async function benchInitRows(): Promise<void> {
  const { x86 } = await loadModule(THREE_LINES);
  printHeading(`batch: ${ROWS} rows`);
  await benchPolicy(threeLinePolicy(x86.bits));
  await benchPolicy(policyWithExceptions(x86.bits, 60));
}

async function benchPolicy({ name, rules }: Policy): Promise<void> {
  const { initVcpuRows, x86 } = await loadModule(rules);
  const random = randomWords();
  const bitmaps = (): Uint32Array => Uint32Array.from({ length: ROWS * x86.length }, random);
  const host = bitmaps();
  const guest = bitmaps();
  const out = new Uint32Array(ROWS * x86.words.length);
  const inputs = { host, guest };
  const generated: Work = () => initVcpuRows(out, inputs, ROWS);

  const bare = await bareAnds(x86.words.length, x86.length);
  const ands: Work = () => bare.bareAndsOfRows(out, host, guest, ROWS);
  const { ratio, subject } = compareTimes(generated, ands);
  printValue(`a row, ${name}`, scale(subject, 1e6 / ROWS), "ns");
  printRatio(`batch, ${name} / a loop of the bare ANDs`, ratio, { most: 1.2 });
}
