/**
 * Throws random input at the compiler for a while, and shows the first that it does not stand, made
 * as small as possible: `npm run fuzz -- --seconds 180 [--seed 1]`.
 *
 * Inputs are tried in a worker thread, so that one that never ends can be told from one that is slow.
 */

import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

import { readCorpus } from "./corpus.ts";
import { makeInput, type FuzzInput } from "./inputs.ts";
import { shrink } from "./shrink.ts";
import { tryInput } from "./try-input.ts";

/** By the clock: beyond this an input hangs. Slowness is measured in the worker. */
const HANGS_AFTER = 30_000;

/** Tries one input in the worker, which is replaced if it does not answer. */
class Bench {
  #worker = new Worker(new URL(import.meta.url));

  async try(input: FuzzInput): Promise<string | undefined> {
    return await new Promise((resolve) => {
      const worker = this.#worker;
      const finish = (failure: string | undefined): void => {
        clearTimeout(timer);
        worker.removeAllListeners();
        resolve(failure);
      };
      const fail = (failure: string): void => {
        void worker.terminate();
        this.#worker = new Worker(new URL(import.meta.url));
        finish(failure);
      };
      const timer = setTimeout(fail, HANGS_AFTER, "it hangs");
      worker.once("message", finish);
      worker.once("error", (error) => {
        fail(`the worker died\n${String(error)}`);
      });
      worker.postMessage(input);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "60" },
      seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
      most: { type: "string", default: "1" },
    },
  });
  const corpus = readCorpus(process.cwd());
  const bench = new Bench();
  const end = Date.now() + Number(values.seconds) * 1000;
  const failures = new Set<string>();
  let seed = Number(values.seed);
  let count = 0;
  for (; Date.now() < end && failures.size < Number(values.most); seed++, count++) {
    const input = makeInput(seed, corpus);
    const failure = await bench.try(input);
    const kind = failure?.split("\n")[0];
    if (failure === undefined || kind === undefined || failures.has(kind)) continue;
    failures.add(kind);
    const text = await shrink(input.text, async (smaller) => {
      const result = await bench.try({ ...input, text: smaller });
      return result?.split("\n")[0] === kind;
    });
    console.log(`seed ${seed} (${input.kind}): ${failure}\nthe input, made small:`);
    console.log(JSON.stringify(text.length > 2000 ? `${text.slice(0, 2000)}…` : text));
  }
  await bench.close();
  console.log(`${count} inputs from seed ${values.seed}, ${failures.size} kinds of failure`);
  process.exitCode = failures.size > 0 ? 1 : 0;
}

if (isMainThread) await main();
else {
  parentPort?.on("message", (input: FuzzInput) => {
    void tryInput(input).then((failure) => parentPort?.postMessage(failure));
  });
}
