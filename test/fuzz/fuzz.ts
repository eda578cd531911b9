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

/**
 * Measured by the clock: an input that takes longer counts as hanging. Slowness is measured in the
 * worker.
 */
const HANGS_AFTER = 30_000;

/** Tries one input at a time in a worker, which is replaced if it does not answer. */
class Bench {
  #worker = this.#startWorker();
  #answer: (failure: string | undefined) => void = () => undefined;

  async try(input: FuzzInput): Promise<string | undefined> {
    const worker = this.#worker;
    const timer = setTimeout(() => {
      this.#replaceWorker("it hangs");
    }, HANGS_AFTER);
    const failure = await new Promise<string | undefined>((resolve) => {
      this.#answer = resolve;
      worker.postMessage(input);
    });
    clearTimeout(timer);
    return failure;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL(import.meta.url));
    worker.on("message", (failure: string | undefined) => {
      this.#answer(failure);
    });
    worker.on("error", (error) => {
      this.#replaceWorker(`the worker died\n${String(error)}`);
    });
    return worker;
  }

  #replaceWorker(failure: string): void {
    void this.#worker.terminate();
    this.#worker = this.#startWorker();
    this.#answer(failure);
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
    console.log(JSON.stringify(text.length > 1000 ? `${text.slice(0, 1000)}…` : text));
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
