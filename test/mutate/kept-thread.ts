/**
 * Runs the tests of all mutants in one thread, which has loaded the compiler once.
 *
 * Vitest ends a thread with each run, so that every mutant would load the compiler anew: that takes longer
 * than most of its tests. A mutant is switched on by a global variable, and what is mutated keeps nothing
 * from one test to the next, so one thread can run them all.
 */

import { join } from "node:path";
import { Worker } from "node:worker_threads";

import type { PoolOptions, PoolRunnerInitializer, PoolWorker, WorkerRequest } from "vitest/node";

type Listener = (argument: unknown) => void;

/** The thread, until it ends by itself. */
let kept: Worker | undefined;

export const keptThread: PoolRunnerInitializer = {
  name: "kept-thread",
  createPoolWorker: (options: PoolOptions): PoolWorker => new KeptThread(options),
};

/** Looks like the thread of one run to vitest. */
class KeptThread implements PoolWorker {
  readonly name: string = keptThread.name;
  readonly #options: PoolOptions;
  readonly #listeners: (readonly [event: string, listener: Listener])[] = [];
  #isNew = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    this.#isNew = kept === undefined;
    kept ??= startThread(this.#options);
    return Promise.resolve();
  }

  /** The thread goes on. */
  stop(): Promise<void> {
    for (const [event, listener] of this.#listeners) kept?.off(event, listener);
    return Promise.resolve();
  }

  on(event: string, listener: Listener): void {
    this.#listeners.push([event, listener]);
    kept?.on(event, listener);
  }

  off(event: string, listener: Listener): void {
    kept?.off(event, listener);
  }

  deserialize(message: unknown): unknown {
    return message;
  }

  /** A thread is started once, and never stopped. */
  send(message: WorkerRequest): void {
    if (message.type === "start" && !this.#isNew) this.#answer("started");
    else if (message.type === "stop") this.#answer("stopped");
    else kept?.postMessage(message.type === "run" ? this.#withPattern(message) : message);
  }

  #answer(type: "started" | "stopped"): void {
    setImmediate(() => kept?.emit("message", { __vitest_worker_response__: true, type }));
  }

  /** Vitest normally passes the tests to run when a thread starts. */
  #withPattern(message: WorkerRequest & { type: "run" }): WorkerRequest {
    const { testNamePattern } = this.#options.project.config;
    if (testNamePattern === undefined) return message;
    const files = message.context.files.map((file) => ({ ...file, testNamePattern }));
    return { ...message, context: { ...message.context, files } };
  }
}

function startThread({ distPath, env, execArgv }: PoolOptions): Worker {
  const thread = new Worker(join(distPath, "workers/threads.js"), { env, execArgv });
  thread.once("exit", () => {
    kept = undefined;
  });
  return thread;
}
