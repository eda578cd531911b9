/**
 * Lets V8 wait longer before it compiles a function with its optimizing compiler.
 *
 * Most runs of the command end before such code would pay for being made, and on two processors making it takes
 * turns with them: a comparison of two versions of KVM's policy takes a third less time so.
 */

import { setFlagsFromString } from "node:v8";

/** In bytes of bytecode that run; eight times as many as without it. Functions that are hot for seconds reach it. */
const INTERRUPT_BUDGET = 540_000;

/**
 * To be called after compiled forms are loaded, which V8 takes only while its flags are those that made them.
 * The flag is one of V8 11, which Node 20 has; other versions do as they do.
 */
export function optimizeLater(): void {
  if (process.versions.v8.startsWith("11.")) {
    setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
  }
}
